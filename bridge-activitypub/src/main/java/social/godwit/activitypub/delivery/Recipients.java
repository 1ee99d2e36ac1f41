package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.FanOut.Place;
import social.godwit.activitypub.delivery.FanOut.Spread;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;

/**
 * From an audience to inboxes: each inbox once, shared inboxes for what is public or for followers, never an inbox of our
 * own (whoever claims one), never a host that policy denies. Recipients on this instance need no request.
 */
final class Recipients {
    /** The most gateways of one portable recipient that get a copy. */
    private static final int GATEWAYS_MAX = 5;

    private static final int INBOX_LENGTH_MAX = 2_048;

    /** Portable followers that are looked at in a turn. */
    private static final int PAGE = 500;

    private final AccountStore accounts;
    private final FollowStore follows;
    private final RemoteActors actors;
    private final FederationPolicy policy;
    private final Origins origins;
    private final Instance instance;

    Recipients(
            AccountStore accounts,
            FollowStore follows,
            RemoteActors actors,
            FederationPolicy policy,
            Origins origins,
            Instance instance) {
        this.accounts = accounts;
        this.follows = follows;
        this.actors = actors;
        this.policy = policy;
        this.origins = origins;
        this.instance = instance;
    }

    /**
     * Who gets an activity.
     *
     * @param spread where it goes, and who has to be looked up first
     * @param local true when somebody on this instance gets it
     */
    record Reach(Spread spread, boolean local) {}

    /** Finds what is known without asking anybody. */
    Uni<Reach> of(FanOut fanOut) {
        Gathering gathering = new Gathering(fanOut.body(), fanOut.followers());
        fanOut.inboxes().forEach(gathering::inbox);
        return followers(fanOut, gathering)
                .chain(() -> Multi.createFrom()
                        .iterable(fanOut.actors())
                        .filter(actor -> !Visibility.PUBLIC_COLLECTION.contains(actor))
                        .onItem()
                        .transformToUniAndConcatenate(actor -> remembered(actor, gathering))
                        .collect()
                        .last())
                .map(done -> gathering.reach());
    }

    private Uni<Void> followers(FanOut fanOut, Gathering gathering) {
        Optional<Did> account = Did.parse(fanOut.body().account());
        if (!fanOut.followers() || account.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        Uni<Void> inboxes = gathering.portableOnly
                ? Uni.createFrom().voidItem()
                : follows.destinations(account.get())
                        .invoke(all -> all.forEach(destination -> gathering.inbox(destination.inbox())))
                        .replaceWithVoid();
        return inboxes.chain(() -> portable(account.get(), "", gathering));
    }

    /** Portable followers live at several gateways, and one inbox is known of each follower. */
    private Uni<Void> portable(Did account, String after, Gathering gathering) {
        return follows.portable(account, after, PAGE)
                .chain(page -> Multi.createFrom()
                        .iterable(page)
                        .onItem()
                        .transformToUniAndConcatenate(follower -> remembered(follower, gathering))
                        .collect()
                        .last()
                        .chain(() -> page.size() < PAGE
                                ? Uni.createFrom().voidItem()
                                : portable(account, page.getLast(), gathering)));
    }

    private Uni<Void> remembered(String actor, Gathering gathering) {
        return hosted(actor).chain(here -> {
            if (here) {
                gathering.local = true;
                return Uni.createFrom().voidItem();
            }
            return actors.remembered(actor)
                    .invoke(lookup -> {
                        if (lookup instanceof ActorLookup.Found found) {
                            gathering.actor(found.actor());
                        } else if (!(lookup instanceof ActorLookup.Gone)
                                && !denied(actor)
                                && !(gathering.portableOnly && !PortableId.claims(actor))) {
                            gathering.unresolved.add(actor);
                        }
                    })
                    .replaceWithVoid();
        });
    }

    /** Whether {@code actor} is an account of this instance, in whatever spelling. */
    private Uni<Boolean> hosted(String actor) {
        Optional<PortableId> id = PortableId.parse(actor);
        return id.isEmpty()
                ? Uni.createFrom().item(false)
                : accounts.find(id.get().did()).map(Optional::isPresent);
    }

    /** Looks up one recipient, asking its server if need be. */
    Uni<ActorLookup> lookUp(String actor) {
        return actors.get(actor);
    }

    /** The inboxes of a recipient that was looked up; none when it has got the activity as one of the followers. */
    Uni<List<Place>> places(Address address, RemoteActor actor) {
        Gathering gathering = new Gathering(address.body(), address.followers());
        gathering.actor(actor);
        List<Place> places = gathering.reach().spread().places();
        Optional<Did> account = Did.parse(address.body().account());
        if (!address.followers() || account.isEmpty() || gathering.portableOnly) {
            return Uni.createFrom().item(places);
        }
        return follows.destinations(account.get()).map(all -> {
            Set<String> known = new LinkedHashSet<>();
            all.forEach(destination -> known.add(destination.inbox()));
            return places.stream()
                    .filter(place -> !known.contains(place.inbox()))
                    .toList();
        });
    }

    /** Direct messages go to personal inboxes: a shared inbox says nothing of who is meant. */
    private static boolean shared(Body body, boolean followers) {
        return followers || body.isPublic();
    }

    private boolean denied(String url) {
        return Origin.ofUrl(url)
                .map(origin -> policy.stanceOn(origin.host()) == FederationPolicy.Stance.DENY)
                .orElse(false);
    }

    /** Collects inboxes, each once. */
    private final class Gathering {
        private final boolean shared;
        private final boolean portableOnly;
        private final Set<Place> places = new LinkedHashSet<>();
        private final List<String> unresolved = new ArrayList<>();
        private boolean local;

        Gathering(Body body, boolean followers) {
            this.shared = shared(body, followers);
            this.portableOnly = body.signer() == Signer.STAND_IN;
        }

        void actor(RemoteActor actor) {
            if (portableOnly && !actor.isPortable()) {
                return;
            }
            inbox(shared ? actor.deliveryInbox() : actor.inbox());
            // A portable actor lives at all of its gateways; whichever is up takes it, and all know it by its id.
            if (actor.isPortable()) {
                actor.gateways().stream()
                        .limit(GATEWAYS_MAX)
                        .flatMap(gateway -> Origin.parse(gateway).stream())
                        .filter(gateway ->
                                !gateway.equals(Origin.ofUrl(actor.inbox()).orElse(null)))
                        .flatMap(gateway -> PortableId.parse(actor.inbox()).map(id -> id.at(gateway)).stream())
                        .forEach(this::inbox);
            }
        }

        void inbox(String url) {
            Optional<Origin> origin =
                    url.length() > INBOX_LENGTH_MAX || url.indexOf('#') >= 0 ? Optional.empty() : Origin.ofUrl(url);
            if (origin.isEmpty() || !(origin.get().scheme().equals("https") || instance.development())) {
                return;
            }
            if (origins.answering(origin.get().authority()).isPresent()) {
                local = true;
            } else if (policy.stanceOn(origin.get().host()) != FederationPolicy.Stance.DENY) {
                places.add(new Place(origin.get().authority(), url));
            }
        }

        Reach reach() {
            return new Reach(new Spread(List.copyOf(places), unresolved), local);
        }
    }
}
