package social.godwit.instance.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.delivery.PeerStatus;
import social.godwit.activitypub.delivery.PeerStatuses;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.HandleLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.remote.WebFingerClient;

/** Walks the way to somebody on another server, step by step, and says in words where it ends. */
@ApplicationScoped
public class Probe {
    private static final Duration SKEW_WARNING = Duration.ofMinutes(5);
    private static final Duration SKEW_PROBLEM = Duration.ofMinutes(55);

    private final FederationPolicy policy;
    private final WebFingerClient webFinger;
    private final RemoteActors actors;
    private final GuardedClient client;
    private final PeerStatuses peers;
    private final InstantSource clock;

    Probe(
            FederationPolicy policy,
            WebFingerClient webFinger,
            RemoteActors actors,
            GuardedClient client,
            PeerStatuses peers,
            InstantSource clock) {
        this.policy = policy;
        this.webFinger = webFinger;
        this.actors = actors;
        this.client = client;
        this.peers = peers;
        this.clock = clock;
    }

    /** The steps of the way to {@code who}, a handle or the URL of an actor; the last one is where it ends. */
    public Uni<List<Finding>> walk(String who) {
        List<Finding> steps = new ArrayList<>();
        return actorId(who.strip(), steps)
                .chain(id -> id.map(found -> fromActor(found, steps))
                        .orElseGet(() -> Uni.createFrom().voidItem()))
                .replaceWith(steps);
    }

    private Uni<Optional<String>> actorId(String who, List<Finding> steps) {
        if (who.startsWith("https://") || who.startsWith("http://")) {
            return Uni.createFrom().item(Optional.of(who));
        }
        if (!who.substring(Math.min(1, who.length())).contains("@")) {
            steps.add(
                    Finding.problem("address", who + " is neither a handle (@name@host) nor an address (https://…)."));
            return Uni.createFrom().item(Optional.empty());
        }
        return webFinger.find(who).map(lookup -> switch (lookup) {
            case HandleLookup.Found(String handle, String actor) -> {
                steps.add(Finding.ok("webfinger", handle + " is " + actor));
                yield Optional.of(actor);
            }
            case HandleLookup.NotFound(String detail) -> {
                steps.add(Finding.problem("webfinger", "The host answers, but knows nobody of that name: " + detail));
                yield Optional.empty();
            }
            case HandleLookup.Unavailable(String detail) -> {
                steps.add(Finding.problem("webfinger", "The host does not answer: " + detail));
                yield Optional.empty();
            }
        });
    }

    private Uni<Void> fromActor(String id, List<Finding> steps) {
        String host = Optional.ofNullable(URI.create(id).getHost()).orElse("").toLowerCase(Locale.ROOT);
        steps.add(
                switch (policy.stanceOn(host)) {
                    case ALLOW -> Finding.ok("policy", "No rule of ours stands against " + host + ".");
                    case LIMIT -> Finding.warning("policy", host + " is limited here: shown only to those who follow.");
                    case DENY ->
                        Finding.problem(
                                "policy",
                                host + " is denied here. To talk to it: godwit federation domain allow " + host);
                });
        return clock(id, steps).chain(() -> actors.refresh(id)).chain(lookup -> switch (lookup) {
            case ActorLookup.Found(RemoteActor actor, boolean stale) -> known(actor, stale, host, steps);
            case ActorLookup.Gone() -> {
                steps.add(Finding.problem("actor", "Its server says that it is gone for good."));
                yield Uni.createFrom().voidItem();
            }
            case ActorLookup.NotFound(String detail) -> {
                steps.add(Finding.problem(
                        "actor", "What its server answers to our signed request cannot be believed: " + detail));
                yield Uni.createFrom().voidItem();
            }
            case ActorLookup.Unavailable(String detail) -> {
                steps.add(Finding.problem("actor", "Its server does not answer our signed request: " + detail));
                yield Uni.createFrom().voidItem();
            }
        });
    }

    private Uni<Void> known(RemoteActor actor, boolean stale, String host, List<Finding> steps) {
        steps.add(
                stale
                        ? Finding.warning(
                                "actor", actor.id() + " could not be fetched anew; going by what we remember.")
                        : Finding.ok(
                                "actor",
                                actor.type() + " " + actor.id()
                                        + (actor.isPortable() ? ", portable: its owner's proof is valid" : "")));
        actor.movedTo()
                .ifPresent(target -> steps.add(Finding.warning("moved", "It says that it moved to " + target + ".")));
        steps.add(
                actor.keys().isEmpty()
                        ? Finding.problem("keys", "It lists no key that we can use: nothing it sends can be verified.")
                        : Finding.ok("keys", actor.keys().size() + ": " + keyIds(actor)));
        steps.add(Finding.ok(
                "inbox",
                actor.inbox()
                        + actor.sharedInbox()
                                .map(shared -> ", shared " + shared)
                                .orElse("")));
        return webFinger
                .verify(actor)
                .invoke(handle -> steps.add(
                        switch (handle) {
                            case HandleLookup.Found(String name, String ignored) ->
                                Finding.ok("handle", "@" + name + " leads back to it");
                            case HandleLookup.NotFound(String detail) ->
                                Finding.warning(
                                        "handle",
                                        "Its handle does not lead back to it; Mastodon would not show it: " + detail);
                            case HandleLookup.Unavailable(String detail) ->
                                Finding.warning("handle", "Its handle cannot be checked: " + detail);
                        }))
                .chain(() -> peers.find(authority(actor.inbox())))
                .invoke(status -> steps.add(delivery(host, status)))
                .replaceWithVoid();
    }

    private Uni<Void> clock(String id, List<Finding> steps) {
        return client.send(RemoteRequest.get(URI.create(id), MediaTypes.ACTIVITY_JSON))
                .invoke(outcome -> {
                    if (outcome instanceof RemoteOutcome.Response response) {
                        response.headers()
                                .first("date")
                                .flatMap(Probe::httpDate)
                                .ifPresent(theirs -> steps.add(skew(theirs)));
                    }
                })
                .replaceWithVoid();
    }

    private Finding skew(Instant theirs) {
        Duration apart = Duration.between(theirs, clock.instant()).abs();
        String words = "Our clocks are " + apart.toSeconds() + " s apart";
        if (apart.compareTo(SKEW_PROBLEM) > 0) {
            return Finding.problem(
                    "clock", words + ": signatures are refused on both sides. Check this machine's clock.");
        }
        return apart.compareTo(SKEW_WARNING) > 0
                ? Finding.warning("clock", words + "; signatures hold up to an hour.")
                : Finding.ok("clock", words + ".");
    }

    private static Finding delivery(String host, Optional<PeerStatus> status) {
        if (status.isEmpty()) {
            return Finding.ok("delivery", "Nothing has been sent to " + host + " yet.");
        }
        PeerStatus peer = status.get();
        if (peer.failures() == 0) {
            return Finding.ok("delivery", peer.waiting() + " waiting, none failing.");
        }
        return Finding.problem(
                "delivery",
                peer.waiting() + " waiting, " + peer.failures() + " attempts failed: "
                        + peer.lastProblem().orElse("no reason known")
                        + peer.nextAttempt()
                                .map(next -> "; next attempt " + next)
                                .orElse(""));
    }

    private static String keyIds(RemoteActor actor) {
        return String.join(", ", actor.keys().stream().map(RemoteActor.Key::id).toList());
    }

    private static String authority(String url) {
        return Optional.ofNullable(URI.create(url).getAuthority()).orElse("");
    }

    private static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
