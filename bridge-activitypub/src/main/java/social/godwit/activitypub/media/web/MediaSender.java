package social.godwit.activitypub.media.web;

import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.Optional;
import org.jboss.logging.Logger;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.media.ByteRange;
import social.godwit.activitypub.media.ByteRange.Asked;
import social.godwit.activitypub.media.RefusedMedia;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.media.Blob;
import social.godwit.store.media.MediaStore;

/**
 * Sends a file or a part of it, a quarter of a megabyte at a time and no faster than it is taken. A file never changes
 * under its hash, so caches may keep it for ever; and it is never a document: its type is one of those that browsers show
 * without running anything, said with {@code nosniff} and a sandbox.
 */
final class MediaSender {
    private static final Logger LOG = Logger.getLogger(MediaSender.class);

    private final MediaStore store;
    private final RefusedMedia refused;

    MediaSender(MediaStore store, RefusedMedia refused) {
        this.store = store;
        this.refused = refused;
    }

    void send(RoutingContext context, Optional<Sha256> hash) {
        hash.map(this::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .subscribe()
                .with(
                        blob -> blob.ifPresentOrElse(there -> start(context, there), () -> refuse(context, 404)),
                        failure -> {
                            LOG.error("cannot read media", failure);
                            refuse(context, 503);
                        });
    }

    private Uni<Optional<Blob>> find(Sha256 hash) {
        return store.find(hash)
                .chain(blob -> blob.isEmpty()
                        ? Uni.createFrom().item(blob)
                        : refused.contains(hash).map(is -> is ? Optional.empty() : blob));
    }

    private void start(RoutingContext context, Blob blob) {
        HttpServerResponse response = context.response();
        String tag = "\"" + blob.hash().multibase() + "\"";
        response.putHeader("ETag", tag)
                .putHeader("Cache-Control", "public, max-age=31536000, immutable")
                .putHeader("X-Content-Type-Options", "nosniff")
                .putHeader("Content-Security-Policy", "default-src 'none'; sandbox")
                .putHeader("Cross-Origin-Resource-Policy", "cross-origin")
                .putHeader("Access-Control-Allow-Origin", "*")
                .putHeader("Accept-Ranges", "bytes")
                .putHeader("Content-Type", blob.type());
        String known = context.request().getHeader("If-None-Match");
        if (known != null && (known.contains(tag) || known.strip().equals("*"))) {
            response.setStatusCode(304).end();
            return;
        }
        String header = context.request().getHeader("Range");
        String condition = context.request().getHeader("If-Range");
        boolean ranged = header != null && (condition == null || condition.equals(tag));
        Asked asked = ranged ? ByteRange.parse(header, blob.size()) : new Asked.Whole();
        switch (asked) {
            case Asked.Whole whole -> body(context, blob, new ByteRange(0, blob.size() - 1));
            case Asked.Part part -> {
                response.setStatusCode(206)
                        .putHeader(
                                "Content-Range",
                                "bytes " + part.range().first() + "-"
                                        + part.range().last() + "/" + blob.size());
                body(context, blob, part.range());
            }
            case Asked.Unsatisfiable unsatisfiable -> {
                response.putHeader("Content-Range", "bytes */" + blob.size());
                refuse(context, 416);
            }
        }
    }

    private void body(RoutingContext context, Blob blob, ByteRange range) {
        HttpServerResponse response = context.response();
        response.putHeader("Content-Length", Long.toString(range.length()));
        if (context.request().method().equals(HttpMethod.HEAD)) {
            response.end();
            return;
        }
        int first = (int) (range.first() / MediaStore.PART_BYTES);
        part(response, blob, range, first);
    }

    /** Writes one part and, when it has been taken, the next. A client that goes away ends it. */
    private void part(HttpServerResponse response, Blob blob, ByteRange range, int part) {
        long start = (long) part * MediaStore.PART_BYTES;
        if (response.closed()) {
            return;
        }
        if (start > range.last()) {
            response.end();
            return;
        }
        store.part(blob.hash(), part)
                .subscribe()
                .with(
                        bytes -> {
                            if (bytes.isEmpty()) {
                                response.reset();
                                return;
                            }
                            int from = (int) Math.max(0, range.first() - start);
                            int to = (int) Math.min(bytes.get().length, range.last() + 1 - start);
                            response.write(Buffer.buffer(Arrays.copyOfRange(bytes.get(), from, to)))
                                    .onSuccess(written -> part(response, blob, range, part + 1));
                        },
                        failure -> {
                            LOG.error("cannot read media", failure);
                            response.reset();
                        });
    }

    private static void refuse(RoutingContext context, int status) {
        Problem problem =
                status == 404 ? Problem.notFound() : Problem.of(status, "media", "The file cannot be sent", "");
        context.response()
                .setStatusCode(status)
                .putHeader("Content-Type", MediaTypes.PROBLEM_JSON)
                .putHeader("Cache-Control", "no-store")
                .end(Buffer.buffer(problem.body()));
    }
}
