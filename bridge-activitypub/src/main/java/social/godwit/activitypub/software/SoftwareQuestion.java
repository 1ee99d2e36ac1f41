package social.godwit.activitypub.software;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.software.PeerSoftware.State;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/**
 * Asks one server what it runs: {@code /.well-known/nodeinfo}, then the newest document of the NodeInfo protocol that it points to on its
 * own origin. Two requests, at most 64 kB each.
 */
@Singleton
final class SoftwareQuestion {
    private static final int BODY_SIZE_MAX = 64 * 1024;
    private static final int TEXT_MAX = 64;

    /** NodeInfo's names of its versions, the newest first. */
    private static final List<String> SCHEMAS = List.of(
            "http://nodeinfo.diaspora.software/ns/schema/2.2",
            "http://nodeinfo.diaspora.software/ns/schema/2.1",
            "http://nodeinfo.diaspora.software/ns/schema/2.0",
            "http://nodeinfo.diaspora.software/ns/schema/1.1",
            "http://nodeinfo.diaspora.software/ns/schema/1.0");

    private final GuardedClient client;

    SoftwareQuestion(GuardedClient client) {
        this.client = client;
    }

    /** What the server at {@code origin} says. Does not fail. */
    Uni<PeerSoftware> ask(Origin origin) {
        return get(URI.create(origin + "/.well-known/nodeinfo")).chain(first -> {
            Optional<URI> document = json(first).flatMap(links -> document(links, origin));
            return document.isEmpty()
                    ? Uni.createFrom().item(PeerSoftware.of(without(first)))
                    : get(document.get()).map(SoftwareQuestion::read);
        });
    }

    private Uni<RemoteOutcome> get(URI uri) {
        return client.send(RemoteRequest.get(uri, "application/json").bodySizeMax(BODY_SIZE_MAX));
    }

    /** Only on the origin that was asked: nobody points us at others. */
    private static Optional<URI> document(JsonObject links, Origin origin) {
        for (String schema : SCHEMAS)
            for (Json item : links.list("links"))
                if (item instanceof JsonObject link
                        && link.string("rel").filter(schema::equals).isPresent()) {
                    Optional<URI> uri = link.string("href")
                            .flatMap(RemoteUris::parse)
                            .filter(href -> RemoteUris.origin(href).equals(origin.toString()));
                    if (uri.isPresent()) return uri;
                }
        return Optional.empty();
    }

    private static PeerSoftware read(RemoteOutcome outcome) {
        Optional<JsonObject> software = json(outcome).flatMap(document -> document.object("software"));
        String name = software.flatMap(it -> it.string("name"))
                .map(SoftwareQuestion::plain)
                .orElse("");
        String version = software.flatMap(it -> it.string("version"))
                .map(SoftwareQuestion::plain)
                .orElse("");
        return name.isEmpty()
                ? PeerSoftware.of(without(outcome))
                : new PeerSoftware(State.KNOWN, name.toLowerCase(Locale.ROOT), version);
    }

    /** A stranger's word, short and without anything that a terminal or a page would act on. */
    private static String plain(String text) {
        String printable = text.codePoints()
                .filter(c -> c > ' ' && c <= '~')
                .limit(TEXT_MAX)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return printable.replaceAll("[<>&\"'`\\\\]", "");
    }

    private static Optional<JsonObject> json(RemoteOutcome outcome) {
        return outcome instanceof RemoteOutcome.Response response
                        && response.isSuccess()
                        && StrictJson.read(response.body(), JsonLimits.PLAIN)
                                instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(object)
                : Optional.empty();
    }

    /** What an answer means that names no software. */
    private static State without(RemoteOutcome outcome) {
        return switch (outcome) {
            case RemoteOutcome.Blocked blocked -> State.DENIED;
            case RemoteOutcome.TooLarge large -> State.SILENT;
            case RemoteOutcome.Timeout timeout -> State.DEAD;
            case RemoteOutcome.Failed failed -> State.DEAD;
            case RemoteOutcome.Response response ->
                response.status() == 410 || response.status() >= 500 ? State.DEAD : State.SILENT;
        };
    }
}
