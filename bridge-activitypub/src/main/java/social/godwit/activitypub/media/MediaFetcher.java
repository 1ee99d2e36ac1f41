package social.godwit.activitypub.media;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import social.godwit.activitypub.media.Uploads.Upload;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.media.WantedMedia;
import social.godwit.store.media.WantedMedia.Wanted;
import social.godwit.store.record.ActorVersions;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.Replica;
import social.godwit.store.replication.Replicas;

/**
 * Fetches wanted files from the account's other gateways, and from nobody else; for a mirror all of them are others. In parts, going on where it was interrupted.
 * What came is a file only when it has the hash, and is kept by the rules for uploads. Of whom, and from where, moderators refuse
 * media, nothing is fetched as long as that holds.
 */
@ApplicationScoped
public class MediaFetcher {
    /** How many accounts have a file under way at once. */
    static final int AT_ONCE = 4;

    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(30),
            Duration.ofMinutes(2),
            Duration.ofMinutes(10),
            Duration.ofHours(1),
            Duration.ofHours(6));

    private static final Logger LOG = Logger.getLogger(MediaFetcher.class);

    private final WantedMedia wanted;
    private final Replicas replicas;
    private final Repositories repositories;
    private final ActorVersions actors;
    private final Uploads uploads;
    private final GuardedClient client;
    private final FederationPolicy policy;
    private final InstantSource clock;

    MediaFetcher(
            WantedMedia wanted,
            Replicas replicas,
            Repositories repositories,
            Uploads uploads,
            GuardedClient client,
            FederationPolicy policy,
            InstantSource clock) {
        this.wanted = wanted;
        this.replicas = replicas;
        this.repositories = repositories;
        this.actors = new ActorVersions(repositories);
        this.uploads = uploads;
        this.client = client;
        this.policy = policy;
        this.clock = clock;
    }

    /** Works until nothing is left that can be fetched now. */
    public Uni<Void> drain() {
        return wanted.claim(AT_ONCE)
                .chain(claimed -> claimed.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(claimed)
                                .onItem()
                                .transformToUni(this::fetch)
                                .merge(AT_ONCE)
                                .collect()
                                .last()
                                .chain(last -> drain()));
    }

    private Uni<Void> fetch(Wanted one) {
        return repositories
                .find(one.account(), one.document())
                .chain(document -> document.isEmpty()
                        ? wanted.done(one)
                        : isRefused(document.get())
                                ? putOff(one)
                                : gateways(one.account())
                                        .chain(others -> others.isEmpty()
                                                ? putOff(one)
                                                : fetch(one, others.get(one.attempts() % others.size()))))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.warnf(failure, "the file %s could not be fetched", one.hash());
                    return putOff(one);
                });
    }

    /** Whether moderators refuse media of what the document is, carries, or is by. */
    private boolean isRefused(StoredDocument document) {
        JsonObject json = document.json();
        return Stream.concat(Stream.of(json), json.object("object").stream())
                .flatMap(one -> Stream.of("id", "actor", "attributedTo").flatMap(key -> one.ids(key).stream()))
                .anyMatch(id -> policy.standing(Ids.compared(id)).withoutMedia());
    }

    /**
     * Every attempt asks the next of the account's other gateways; of a mirrored account, all that its actor document names. None
     * where media of the account's home are refused, and never one whose media are.
     */
    private Uni<List<Origin>> gateways(Did account) {
        return actors.of(account).chain(versions -> {
            List<Peer> named = versions.stream().findFirst().map(Peer::gateways).orElse(List.of());
            if (!named.isEmpty() && isRefused(named.getFirst().origin())) {
                return Uni.createFrom().item(List.of());
            }
            return replicas.of(account)
                    .map(shared -> shared.isEmpty()
                            ? named
                            : shared.stream().map(Replica::peer).toList())
                    .map(peers -> peers.stream()
                            .map(Peer::origin)
                            .filter(origin -> !isRefused(origin))
                            .toList());
        });
    }

    private boolean isRefused(Origin gateway) {
        return policy.standing(gateway.toString()).withoutMedia();
    }

    private Uni<Void> fetch(Wanted one, Origin gateway) {
        return wanted.parts(one).chain(parts -> more(one, gateway, new ArrayList<>(parts)));
    }

    /** What a gateway answered to the request for a part. */
    @SuppressWarnings("ArrayRecordComponent")
    private sealed interface Part {
        record Middle(byte[] bytes) implements Part {}

        record Last(byte[] bytes) implements Part {}

        record Whole(byte[] bytes) implements Part {}

        record None() implements Part {}
    }

    private Uni<Void> more(Wanted one, Origin gateway, List<byte[]> parts) {
        long from = (long) parts.size() * WantedMedia.PART_BYTES;
        if (from >= uploads.bytesMax()) {
            return wanted.done(one);
        }
        RemoteRequest request = RemoteRequest.get(URI.create(HashlinkPath.url(gateway.toString(), one.hash())), "*/*")
                .with("range", "bytes=" + from + "-" + (from + WantedMedia.PART_BYTES - 1))
                .bodySizeMax(uploads.bytesMax());
        return client.send(request).chain(outcome -> switch (part(outcome, from)) {
            case Part.Middle(byte[] bytes) ->
                wanted.addPart(one, parts.size(), bytes).chain(() -> {
                    parts.add(bytes);
                    return more(one, gateway, parts);
                });
            case Part.Last(byte[] bytes) -> {
                parts.add(bytes);
                yield keep(one, joined(parts));
            }
            case Part.Whole(byte[] bytes) -> keep(one, bytes);
            case Part.None none -> putOff(one);
        });
    }

    private static Part part(RemoteOutcome outcome, long from) {
        if (!(outcome instanceof RemoteOutcome.Response response)) {
            return new Part.None();
        }
        byte[] body = response.body();
        if (response.status() == 200) {
            return new Part.Whole(body);
        }
        String range = response.headers().only("content-range").orElse("");
        String start = "bytes " + from + "-" + (from + body.length - 1) + "/";
        if (response.status() != 206
                || body.length == 0
                || body.length > WantedMedia.PART_BYTES
                || !range.startsWith(start)) {
            return new Part.None();
        }
        if (range.substring(start.length()).equals(Long.toString(from + body.length))) {
            return new Part.Last(body);
        }
        return body.length == WantedMedia.PART_BYTES ? new Part.Middle(body) : new Part.None();
    }

    private static byte[] joined(List<byte[]> parts) {
        var file = new ByteArrayOutputStream();
        parts.forEach(file::writeBytes);
        return file.toByteArray();
    }

    private Uni<Void> keep(Wanted one, byte[] file) {
        if (!Sha256.of(file).equals(one.hash())) {
            LOG.infof("another file came for %s", one.hash());
            return wanted.dropParts(one).chain(() -> putOff(one));
        }
        return uploads.upload(one.account(), file).chain(upload -> switch (upload) {
            case Upload.Kept kept -> wanted.done(one);
            case Upload.Refused(Inspection.Unfit unfit) -> {
                LOG.infof("the file %s is not kept here: %s", one.hash(), unfit.detail());
                yield wanted.done(one);
            }
            case Upload.TooLarge(String detail) -> wanted.dropParts(one).chain(() -> putOff(one));
        });
    }

    private Uni<Void> putOff(Wanted one) {
        return wanted.putOff(one, clock.instant().plus(PAUSES.get(Math.min(one.attempts(), PAUSES.size() - 1))));
    }
}
