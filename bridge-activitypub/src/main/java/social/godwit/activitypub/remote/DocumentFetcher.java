package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** GETs one ActivityStreams document, signed by the instance actor. Says nothing yet on whose word it stands. */
@Singleton
final class DocumentFetcher {
    private final SignedClient client;

    DocumentFetcher(SignedClient client) {
        this.client = client;
    }

    /** What an address answered. */
    sealed interface Fetched {}

    /** A document, from where redirects ended. */
    record Body(RemoteDocument document) implements Fetched {}

    /** 410; a body that is a document comes along, since a portable Tombstone is proven by its own proof only. */
    record Gone(Optional<RemoteDocument> tombstone) implements Fetched {}

    /** Nothing there that is a document. */
    record Nothing(String detail) implements Fetched {}

    /** Nobody answered properly. */
    record Later(String detail) implements Fetched {}

    Uni<Fetched> fetch(URI uri) {
        return client.send(RemoteRequest.get(RemoteUris.withoutFragment(uri), MediaTypes.ACCEPT_DOCUMENT))
                .map(DocumentFetcher::judge);
    }

    static Fetched judge(RemoteOutcome outcome) {
        return switch (outcome) {
            case RemoteOutcome.Response response -> judge(response);
            case RemoteOutcome.Blocked blocked -> new Nothing(blocked.reason());
            case RemoteOutcome.TooLarge large -> new Nothing("more than " + large.bodySizeMax() + " bytes");
            case RemoteOutcome.Timeout timeout -> new Later(timeout.phase());
            case RemoteOutcome.Failed failed -> new Later(failed.reason());
        };
    }

    private static Fetched judge(RemoteOutcome.Response response) {
        int status = response.status();
        if (status == 410) {
            return new Gone(read(response) instanceof Body body ? Optional.of(body.document()) : Optional.empty());
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Later("answered " + status);
        }
        return status == 200 ? read(response) : new Nothing("answered " + status);
    }

    private static Fetched read(RemoteOutcome.Response response) {
        if (!MediaTypes.isDocument(response.headers().only("content-type"))) {
            return new Nothing("not an ActivityStreams document by its Content-Type");
        }
        return switch (StrictJson.read(response.body(), JsonLimits.DOCUMENT)) {
            case JsonReading.Malformed malformed -> new Nothing("not strict JSON: " + malformed.reason());
            case JsonReading.Read read
            when read.value() instanceof JsonObject json ->
                Restructuring.refuse(json)
                        .<Fetched>map(wrong -> new Nothing("refused for " + wrong))
                        .orElseGet(() -> new Body(new RemoteDocument(
                                json.string("id").orElse(""), response.body(), json, response.uri())));
            case JsonReading.Read other -> new Nothing("no JSON object");
        };
    }
}
