package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** RFC 7033 over the guarded client; one change of subject is followed, and it must name itself. */
@Singleton
final class WebFingerLookup implements WebFingerClient {
    private static final int BODY_SIZE_MAX = 64 * 1024;

    private final Instance instance;
    private final GuardedClient client;

    WebFingerLookup(Instance instance, GuardedClient client) {
        this.instance = instance;
        this.client = client;
    }

    @Override
    public Uni<HandleLookup> find(String handle) {
        return Handle.parse(handle)
                .map(parsed -> ask(parsed, true))
                .orElseGet(() -> item(new HandleLookup.NotFound("not a handle")));
    }

    @Override
    public Uni<HandleLookup> verify(RemoteActor actor) {
        return find(actor.claimedHandle().map(Handle::toString).orElse(actor.handle()))
                .map(lookup -> lookup instanceof HandleLookup.Found found
                                && !Ids.compared(found.actor()).equals(actor.canonicalId())
                        ? new HandleLookup.NotFound(found.handle() + " is somebody else")
                        : lookup);
    }

    private Uni<HandleLookup> ask(Handle handle, boolean mayFollow) {
        boolean local =
                handle.authority().indexOf(':') >= 0 || handle.authority().startsWith("[");
        if (local && !instance.development()) {
            return item(new HandleLookup.NotFound("not a host name"));
        }
        URI uri = URI.create((local ? "http://" : "https://") + handle.authority() + "/.well-known/webfinger?resource="
                + URLEncoder.encode(handle.acct(), StandardCharsets.UTF_8)
                        .replace("%3A", ":")
                        .replace("%40", "@"));
        return client.send(RemoteRequest.get(uri, MediaTypes.JRD_JSON + ", application/json")
                        .bodySizeMax(BODY_SIZE_MAX))
                .chain(outcome -> judge(outcome, handle, mayFollow));
    }

    private Uni<HandleLookup> judge(RemoteOutcome outcome, Handle asked, boolean mayFollow) {
        if (!(outcome instanceof RemoteOutcome.Response response)) {
            return item(
                    outcome instanceof RemoteOutcome.Blocked || outcome instanceof RemoteOutcome.TooLarge
                            ? new HandleLookup.NotFound(outcome.toString())
                            : new HandleLookup.Unavailable(outcome.toString()));
        }
        if (!response.isSuccess()) {
            return item(
                    response.status() >= 500 || response.status() == 429
                            ? new HandleLookup.Unavailable("answered " + response.status())
                            : new HandleLookup.NotFound("answered " + response.status()));
        }
        String type = response.headers()
                .only("content-type")
                .flatMap(MediaTypes::essence)
                .orElse("");
        if (!type.equals(MediaTypes.JRD_JSON) && !type.equals("application/json") && !type.endsWith("+json")) {
            return item(new HandleLookup.NotFound("no JSON by its Content-Type"));
        }
        if (!(StrictJson.read(response.body(), JsonLimits.PLAIN) instanceof JsonReading.Read read)
                || !(read.value() instanceof JsonObject jrd)) {
            return item(new HandleLookup.NotFound("no JSON object"));
        }
        Optional<Handle> subject =
                jrd.string("subject").filter(text -> text.startsWith("acct:")).flatMap(Handle::parse);
        if (subject.isPresent() && !isSame(subject.get(), asked)) {
            return mayFollow
                    ? ask(subject.get(), false)
                    : item(new HandleLookup.NotFound("its subject leads on and on"));
        }
        return item(self(jrd)
                .<HandleLookup>map(
                        actor -> new HandleLookup.Found(subject.orElse(asked).toString(), actor))
                .orElseGet(() -> new HandleLookup.NotFound("no link to an actor")));
    }

    private static boolean isSame(Handle one, Handle other) {
        return one.authority().equals(other.authority())
                && one.name().toLowerCase(Locale.ROOT).equals(other.name().toLowerCase(Locale.ROOT));
    }

    /** The actor: the link {@code self} whose type is one of ActivityPub's. */
    private static Optional<String> self(JsonObject jrd) {
        for (Json item : jrd.list("links")) {
            if (item instanceof JsonObject link
                    && link.string("rel").equals(Optional.of("self"))
                    && MediaTypes.isDocument(link.string("type"))) {
                Optional<String> href = link.string("href").filter(Ids::usable);
                if (href.isPresent()
                        && (Ids.isPortable(href.get())
                                || RemoteUris.parse(href.get()).isPresent())) {
                    return href;
                }
            }
        }
        return Optional.empty();
    }

    private static Uni<HandleLookup> item(HandleLookup lookup) {
        return Uni.createFrom().item(lookup);
    }
}
