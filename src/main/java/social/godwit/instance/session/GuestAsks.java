package social.godwit.instance.session;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.approval.Approvals;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.HandleLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.SignedClient;
import social.godwit.activitypub.remote.WebFingerClient;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;

/**
 * Browsers that want to be signed in here with an account of another server. No passphrase is asked: they wait at the account's own
 * servers, like a new device does there, until a device of the account has signed the one request that signs them in here. This
 * server passes on what was sealed to the browser and cannot open it.
 */
@ApplicationScoped
public class GuestAsks {
    private static final String PATH = "/client/v1/approvals";
    private static final int GATEWAYS_MAX = 4;
    private static final int WAITING_MAX = 1_000;

    private final WebFingerClient handles;
    private final RemoteActors actors;
    private final AccountStore accounts;
    private final SignedClient client;
    private final Instance instance;
    private final Cache<Did, Waiting> waiting;

    private record Waiting(Did account, List<Origin> gateways) {}

    GuestAsks(
            WebFingerClient handles,
            RemoteActors actors,
            AccountStore accounts,
            SignedClient client,
            Instance instance,
            InstantSource clock) {
        this.handles = handles;
        this.actors = actors;
        this.accounts = accounts;
        this.client = client;
        this.instance = instance;
        this.waiting = Caffeine.newBuilder()
                .maximumSize(WAITING_MAX)
                .expireAfterWrite(Approvals.WAITS)
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** How asking went. */
    public sealed interface Asked {
        /** The browser waits for this account's word. */
        record Waits(Somebody whom) implements Asked {}

        /** It does not. */
        record Refused(Problem problem) implements Asked {}
    }

    /** What there is for a browser. */
    public sealed interface Answered {
        /** What was sealed to it; it is given out once. */
        final class Sealed implements Answered {
            private final byte[] box;

            private Sealed(byte... box) {
                this.box = box;
            }

            /** The bytes. Not a copy. */
            public byte[] box() {
                return box;
            }
        }

        /** Nothing yet. */
        record Waits() implements Answered {}

        /** Nothing, and there will be nothing: it was refused, or has waited too long. */
        record Gone() implements Answered {}
    }

    /**
     * Lets a browser wait at the servers of an account.
     *
     * @param typed handle or DID
     * @param device the browser's key, made for this
     * @param agent what the browser calls itself
     */
    public Uni<Asked> ask(String typed, Did device, String agent) {
        return actor(typed).chain(found -> switch (found) {
            case ActorLookup.Found(RemoteActor actor, boolean stale) -> ask(actor, device, agent);
            case ActorLookup.Unavailable away ->
                refused(502, "unreachable", "The server of this account does not answer. Try again later.");
            case ActorLookup.Gone gone -> unknown();
            case ActorLookup.NotFound none -> unknown();
        });
    }

    private Uni<ActorLookup> actor(String typed) {
        return Did.parse(typed)
                .map(did -> actors.get("ap://" + did + "/actor"))
                .orElseGet(() -> handles.find(typed).chain(found -> switch (found) {
                    case HandleLookup.Found(String handle, String actor) -> actors.get(actor);
                    case HandleLookup.NotFound none -> Uni.createFrom().item(new ActorLookup.NotFound(none.detail()));
                    case HandleLookup.Unavailable away ->
                        Uni.createFrom().item(new ActorLookup.Unavailable(away.detail()));
                }));
    }

    private Uni<Asked> ask(RemoteActor actor, Did device, String agent) {
        Optional<Did> account = actor.did().flatMap(Did::parse);
        List<Origin> gateways = actor.gateways().stream()
                .flatMap(text -> Origin.parse(text).stream())
                .limit(GATEWAYS_MAX)
                .toList();
        if (account.isEmpty() || gateways.isEmpty()) {
            return refused(409, "not-portable", "The server of this account cannot sign you in at other servers.");
        }
        return accounts.find(account.get())
                .chain(here -> here.isPresent()
                        ? refused(
                                409,
                                "here",
                                "This server kept this account once and does no more: sign in at one of its servers.")
                        : ask(account.get(), gateways, device, agent)
                                .map(took -> took.isEmpty()
                                        ? new Asked.Refused(Problem.of(
                                                502,
                                                "unreachable",
                                                "Bad Gateway",
                                                "None of this account's servers takes the question. Try again later."))
                                        : waits(account.get(), took, device, actor, gateways.getFirst())));
    }

    private Asked waits(Did account, List<Origin> took, Did device, RemoteActor actor, Origin home) {
        waiting.put(device, new Waiting(account, took));
        return new Asked.Waits(Somebody.of(account, actor, home));
    }

    /** The gateways at which the browser waits now. */
    private Uni<List<Origin>> ask(Did account, List<Origin> gateways, Did device, String agent) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("account", account.toString())
                .put("device", device.toString())
                .put("agent", agent)
                .put("elsewhere", instance.origin())
                .build());
        return Multi.createFrom()
                .iterable(gateways)
                .onItem()
                .transformToUniAndMerge(gateway -> client.send(
                                RemoteRequest.post(URI.create(gateway + PATH), "application/json", body)
                                        .bodySizeMax(Approvals.SEALED_MAX))
                        .map(outcome -> status(outcome) == 204 ? Optional.of(gateway) : Optional.<Origin>empty()))
                .collect()
                .asList()
                .map(all -> all.stream().flatMap(Optional::stream).toList());
    }

    /** What the account's servers have for a browser that waits. */
    public Uni<Answered> fetch(Did device) {
        Waiting known = waiting.getIfPresent(device);
        return known == null
                ? Uni.createFrom().item(new Answered.Gone())
                : Multi.createFrom()
                        .iterable(known.gateways())
                        .onItem()
                        .transformToUniAndConcatenate(gateway -> client.send(RemoteRequest.get(
                                        URI.create(gateway + PATH + "?device="
                                                + URLEncoder.encode(device.toString(), StandardCharsets.UTF_8)),
                                        "application/octet-stream")
                                .bodySizeMax(Approvals.SEALED_MAX)))
                        .collect()
                        .asList()
                        .map(GuestAsks::together);
    }

    private static Answered together(List<RemoteOutcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> status(outcome) == 200)
                .findFirst()
                .<Answered>map(outcome -> new Answered.Sealed(((RemoteOutcome.Response) outcome).body()))
                .orElseGet(() -> outcomes.stream().allMatch(outcome -> status(outcome) == 404)
                        ? new Answered.Gone()
                        : new Answered.Waits());
    }

    /** Whether a browser asked for this account a short while ago: only then anybody is looked up for who claims to sign in. */
    boolean asked(Did account) {
        return waiting.asMap().values().stream().anyMatch(one -> one.account().equals(account));
    }

    private static int status(RemoteOutcome outcome) {
        return outcome instanceof RemoteOutcome.Response response ? response.status() : 0;
    }

    private static Uni<Asked> unknown() {
        return refused(404, "unknown", "There is no account of this name.");
    }

    private static Uni<Asked> refused(int status, String type, String detail) {
        return Uni.createFrom().item(new Asked.Refused(Problem.of(status, type, "Not possible", detail)));
    }
}
