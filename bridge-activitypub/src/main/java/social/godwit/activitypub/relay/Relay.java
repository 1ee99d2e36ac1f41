package social.godwit.activitypub.relay;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorKeys;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.oldaddress.OldHomeKeys;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.signature.PreparedSignature;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.request.PreparedRequest;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/**
 * Takes requests that an owner has signed with the RSA key of a home, one for each inbox, and keeps them to be sent. No open relay: the
 * activity is the account's own, of a few types, or says that another account moves to this one, and each request is signed with a
 * key that the signed actor document of who says it lists under the id that the request names.
 */
@ApplicationScoped
public class Relay {
    /** The most requests handed in at once. */
    public static final int REQUESTS_MAX = 500;

    /** The longest activity, in bytes. */
    public static final int ACTIVITY_MAX = 64 * 1024;

    /** The most requests that are kept of an account at once. */
    static final int KEPT_MAX = 30_000;

    /** A signature is sent for so long: the strictest servers, Godwit among them, take an hour. */
    static final Duration YOUNG = Duration.ofMinutes(50);

    /** What has to be said under the old id. Never a Delete: that ends an account at servers that believe it. */
    private static final Set<String> TYPES = Set.of("Move", "Update", "Create", "Announce");

    private final HibernateRelay requests;
    private final OldHomeKeys keys;
    private final Repositories repositories;
    private final RemoteActors actors;
    private final Instance instance;
    private final RelayWorker worker;
    private final InstantSource clock;

    Relay(
            HibernateRelay requests,
            OldHomeKeys keys,
            Repositories repositories,
            RemoteActors actors,
            Instance instance,
            RelayWorker worker,
            InstantSource clock) {
        this.requests = requests;
        this.keys = keys;
        this.repositories = repositories;
        this.actors = actors;
        this.instance = instance;
        this.worker = worker;
        this.clock = clock;
    }

    /**
     * Keeps requests of {@code account}; the problem why not, if so: then none is kept.
     *
     * @param activity the body of all of them, as signed
     * @param after the id of an activity of the account that has to reach a host first; empty: none
     */
    public Uni<Optional<Problem>> take(Account account, byte[] activity, String after, List<PreparedRequest> prepared) {
        Instant now = clock.instant();
        if (activity.length > ACTIVITY_MAX || prepared.isEmpty() || prepared.size() > REQUESTS_MAX) {
            return refused(400, "at most " + ACTIVITY_MAX + " bytes, for 1 to " + REQUESTS_MAX + " inboxes");
        }
        Optional<Said> said = said(account, activity);
        if (said.isEmpty()) {
            return refused(
                    403, "not an activity of this account of one of the types " + new java.util.TreeSet<>(TYPES));
        }
        Optional<String> misplaced = misplaced(prepared);
        if (misplaced.isPresent()) {
            return refused(400, misplaced.get());
        }
        Optional<String> keyId =
                PreparedSignature.read(prepared.getFirst(), activity, now).map(PreparedSignature::keyId);
        if (keyId.isEmpty()) {
            return refused(400, "the first request is not signed as it must be, or not now");
        }
        return listed(account, said.get(), keyId.get())
                .chain(key -> key.isEmpty()
                        ? refused(403, "the actor document of who says it lists no key " + keyId.get())
                        : keep(account, said.get().id(), activity, after, prepared, keyId.get(), key.get(), now));
    }

    private Uni<Optional<Problem>> keep(
            Account account,
            String id,
            byte[] activity,
            String after,
            List<PreparedRequest> prepared,
            String keyId,
            RsaPublicKey key,
            Instant now) {
        Instant oldest = now;
        for (PreparedRequest request : prepared) {
            Optional<PreparedSignature> signature = PreparedSignature.read(request, activity, now)
                    .filter(read -> read.keyId().equals(keyId) && read.check().isBy(key));
            if (signature.isEmpty()) {
                return refused(403, "the request to " + request.inbox() + " is not signed with the key that it names");
            }
            Instant signedAt = signature.get().signedAt();
            oldest = signedAt.isBefore(oldest) ? signedAt : oldest;
        }
        Instant expires = oldest.plus(YOUNG);
        return requests.count(account.did())
                .chain(kept -> kept + prepared.size() > KEPT_MAX
                        ? refused(429, "more than " + KEPT_MAX + " requests of this account are kept already")
                        : requests.add(account.did(), id, activity, after, prepared, expires, now)
                                .invoke(worker::wake)
                                .replaceWith(Optional.empty()));
    }

    /** How far a relayed activity has come. */
    public Uni<Relayed> of(Account account, String activity) {
        return requests.of(account.did(), activity);
    }

    /**
     * What is relayed.
     *
     * @param actor who says it, as spelt
     */
    private record Said(String id, String actor) {}

    /** What the account itself says, or another of its moving here: of one that it succeeds, say. The key tells whether it may. */
    private static Optional<Said> said(Account account, byte[] activity) {
        if (!(StrictJson.read(activity, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject json))
                || !TYPES.contains(json.string("type").orElse(""))) {
            return Optional.empty();
        }
        Optional<String> actor = json.id("actor");
        boolean own = names(account, actor);
        boolean hither = json.string("type").filter("Move"::equals).isPresent()
                && json.id("object").equals(actor)
                && names(account, json.id("target"));
        return own || hither
                ? json.string("id")
                        .filter(id -> id.length() <= RemoteUris.LENGTH_MAX)
                        .flatMap(id -> actor.map(who -> new Said(id, who)))
                : Optional.empty();
    }

    private static boolean names(Account account, Optional<String> actor) {
        return actor.flatMap(PortableId::parse).filter(account.actor()::equals).isPresent();
    }

    /** Why the requests cannot go where they are meant to go. */
    private Optional<String> misplaced(List<PreparedRequest> prepared) {
        Set<String> inboxes = new HashSet<>();
        for (PreparedRequest request : prepared) {
            boolean usable = RemoteUris.parse(request.inbox())
                    .filter(uri -> uri.toString().equals(request.inbox())
                            && (uri.getScheme().equals("https") || instance.development()))
                    .isPresent();
            if (!usable) {
                return Optional.of(request.inbox() + " is not the address of an inbox");
            }
            if (!inboxes.add(request.inbox())) {
                return Optional.of(request.inbox() + " is named twice");
            }
        }
        return Optional.empty();
    }

    /** The key that the actor document of who says it, spelt with the gateway in {@code keyId}, lists under that id. */
    private Uni<Optional<RsaPublicKey>> listed(Account account, Said said, String keyId) {
        Optional<PortableId> id =
                PortableId.parse(keyId).filter(key -> key.fragment().isPresent());
        Optional<PortableId> actor = PortableId.parse(said.actor());
        if (id.isEmpty() || !id.map(PortableId::withoutFragment).equals(actor)) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (actor.get().equals(account.actor())) {
            return keys.listed(account, keyId);
        }
        return PortableId.gatewayOf(keyId)
                .map(gateway -> repositories.find(actor.get(), gateway))
                .orElseGet(() -> repositories.find(actor.get()))
                .chain(lookup -> lookup instanceof Lookup.Found found
                        ? Uni.createFrom().item(ActorKeys.rsa(found.document().json(), keyId))
                        : elsewhere(said, keyId));
    }

    private Uni<Optional<RsaPublicKey>> elsewhere(Said said, String keyId) {
        return actors.get(said.actor())
                .map(lookup -> lookup instanceof ActorLookup.Found found
                        ? ActorKeys.rsa(found.actor().document().json(), keyId)
                        : Optional.empty());
    }

    private static Uni<Optional<Problem>> refused(int status, String detail) {
        String title = switch (status) {
            case 403 -> "Forbidden";
            case 429 -> "Too Many Requests";
            default -> "Bad Request";
        };
        return Uni.createFrom().item(Optional.of(Problem.of(status, "relay", title, detail)));
    }
}
