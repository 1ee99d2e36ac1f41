package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.Follower;
import social.godwit.activitypub.follow.Shunned;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.Screening;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/**
 * The facts of one batch in memory: what was loaded, and what the batch has changed so far, so that later activities see
 * the effects of earlier ones although nothing is written yet. Not shared between threads.
 */
final class World implements Facts {
    /** A pair of texts as a key. */
    record Pair(String first, String second) {}

    private final FederationPolicy policy;
    final Map<String, Account> accounts = new HashMap<>();
    final Map<String, NoteRow> notes = new HashMap<>();
    /** By actor, then by account. */
    private final Map<String, Map<String, Follower>> followers = new HashMap<>();

    /** By followed actor, then by account. */
    private final Map<String, Map<String, Followed>> followed = new HashMap<>();

    private final Map<Pair, Shunned> shunned = new HashMap<>();
    final Map<Pair, String> blockedBy = new HashMap<>();
    final Map<Pair, Interaction> interactions = new HashMap<>();
    final Map<String, Set<String>> boosters = new HashMap<>();
    final Map<String, Set<String>> reacted = new HashMap<>();
    final Map<String, PollRow> polls = new HashMap<>();
    final Map<String, JsonObject> stamps = new HashMap<>();
    final Map<Pair, List<String>> votes = new HashMap<>();
    final Set<Pair> undone = new HashSet<>();
    final Set<String> movedLately = new HashSet<>();
    final Map<String, Peer> peers = new HashMap<>();
    final Map<String, Did> successors = new HashMap<>();
    final Map<String, Instant> knownSince = new HashMap<>();

    World(FederationPolicy policy) {
        this.policy = policy;
    }

    /** Lets later decisions see a change. */
    void apply(Change change) {
        switch (change) {
            case Change.NoteKept(NoteRow note) -> notes.put(note.id(), note);
            case Change.NoteDeleted gone ->
                notes.put(gone.id(), NoteRow.tombstone(gone.id(), gone.author(), gone.local(), gone.at()));
            case Change.Interacted(Interaction one, boolean ignored) ->
                interactions.put(key(one.object(), one.kind(), one.actor(), one.content()), one);
            case Change.Retracted gone ->
                interactions.remove(key(gone.object(), gone.kind(), gone.actor(), gone.content()));
            case Change.UndoneAhead ahead -> undone.add(new Pair(ahead.activity(), ahead.actor()));
            case Change.FollowerPut(String account, Follower one) -> add(account, one);
            case Change.FollowerDropped(String account, String actor) ->
                of(followers, actor).remove(account);
            case Change.FollowedPut(String account, Followed one) -> add(account, one);
            case Change.FollowedDropped(String account, String actor) ->
                of(followed, actor).remove(account);
            case Change.ShunnedPut(String account, Shunned one) -> add(account, one);
            case Change.ShunnedDropped(String account, Shunned.Kind kind, String target) ->
                shunned.remove(new Pair(account, kind + " " + target));
            case Change.BlockedByPut put -> blockedBy.put(new Pair(put.account(), put.actor()), put.activity());
            case Change.BlockedByDropped(String account, String actor) -> blockedBy.remove(new Pair(account, actor));
            case Change.Moved moved -> movedLately.add(moved.actor());
            case Change.PollPut(PollRow poll) -> polls.put(poll.question(), poll);
            case Change.Voted vote ->
                votes.computeIfAbsent(new Pair(vote.question(), vote.actor()), ignored -> new ArrayList<>())
                        .add(vote.option());
            case Change.ActorErased erased -> erase(erased.actor());
            case Change.AddressKnown ignored -> {}
            case Change.NoteWanted ignored -> {}
            case Change.Notified ignored -> {}
            case Change.NotificationDropped ignored -> {}
            case Change.CollectedPut ignored -> {}
            case Change.CollectedDropped ignored -> {}
            case Change.CollectionPut ignored -> {}
            case Change.CollectionDropped ignored -> {}
            case Change.Reported ignored -> {}
            case Change.UnsignedPut ignored -> {}
            case Change.UnsignedDropped ignored -> {}
            case Change.Received ignored -> {}
            case Change.Sent ignored -> {}
            case Change.Withheld ignored -> {}
            case Change.Recent ignored -> {}
            case Change.AccountErased ignored -> {}
        }
    }

    private void erase(String actor) {
        notes.replaceAll((id, note) ->
                note.author().equals(actor) ? NoteRow.tombstone(id, actor, false, note.published()) : note);
        followers.remove(actor);
        followed.remove(actor);
        interactions.values().removeIf(one -> one.actor().equals(actor));
    }

    void add(String account, Follower one) {
        followers.computeIfAbsent(one.actor(), ignored -> new LinkedHashMap<>()).put(account, one);
    }

    void add(String account, Followed one) {
        followed.computeIfAbsent(one.actor(), ignored -> new LinkedHashMap<>()).put(account, one);
    }

    void add(String account, Shunned one) {
        shunned.put(new Pair(account, one.kind() + " " + one.target()), one);
    }

    private static <T> Map<String, T> of(Map<String, Map<String, T>> byActor, String actor) {
        return byActor.getOrDefault(actor, new HashMap<>());
    }

    static Pair key(String object, Interaction.Kind kind, String actor, String content) {
        return new Pair(object, kind + " " + actor + " " + content);
    }

    @Override
    public Optional<Account> account(String did) {
        return Optional.ofNullable(accounts.get(did));
    }

    @Override
    public Optional<Account> accountOf(String actor) {
        return Ids.did(actor)
                .flatMap(did -> account(did.toString()))
                .filter(account -> account.actor().canonical().equals(Ids.compared(actor)));
    }

    @Override
    public Optional<NoteRow> note(String id) {
        return Optional.ofNullable(notes.get(id));
    }

    @Override
    public Optional<Follower> follower(String account, String actor) {
        return Optional.ofNullable(of(followers, actor).get(account));
    }

    @Override
    public Optional<Followed> followed(String account, String actor) {
        return Optional.ofNullable(of(followed, actor).get(account));
    }

    @Override
    public Collection<String> followersHere(String actor) {
        Set<String> following = new LinkedHashSet<>();
        of(followed, actor).forEach((account, one) -> {
            if (one.state() == Followed.State.ACCEPTED && accounts.containsKey(account)) {
                following.add(account);
            }
        });
        return following;
    }

    /** Accounts here that the actor follows. */
    Collection<String> followedHere(String actor) {
        return List.copyOf(of(followers, actor).keySet());
    }

    @Override
    public Optional<OwnFollow> ownFollow(String followId) {
        for (Map<String, Followed> byAccount : followed.values()) {
            for (Map.Entry<String, Followed> entry : byAccount.entrySet()) {
                if (entry.getValue().follow().equals(followId)) {
                    return Optional.of(new OwnFollow(entry.getKey(), entry.getValue()));
                }
            }
        }
        return Optional.empty();
    }

    @Override
    public Optional<String> followOf(String actor, String followId) {
        return followersWhoAre(actor).stream()
                .filter(own -> Ids.compared(own.follower().follow()).equals(followId))
                .map(OwnFollower::account)
                .findFirst();
    }

    @Override
    public Optional<String> followerBy(String account, String followId) {
        return followers.values().stream()
                .map(byAccount -> byAccount.get(account))
                .filter(one -> one != null && Ids.compared(one.follow()).equals(followId))
                .map(Follower::actor)
                .findFirst();
    }

    @Override
    public Set<String> reactedTo(String object) {
        return reacted.getOrDefault(object, Set.of());
    }

    @Override
    public List<OwnFollower> followersWhoAre(String actor) {
        return of(followers, actor).entrySet().stream()
                .map(entry -> new OwnFollower(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public Optional<String> blockOf(String actor, String blockId) {
        return blockedBy.entrySet().stream()
                .filter(entry -> entry.getKey().second().equals(actor)
                        && Ids.compared(entry.getValue()).equals(blockId))
                .map(entry -> entry.getKey().first())
                .findFirst();
    }

    @Override
    public boolean blockedBy(String account, String actor) {
        return blockedBy.containsKey(new Pair(account, actor));
    }

    @Override
    public boolean shuns(String account, Shunned.Kind kind, String target) {
        return !shunned.isEmpty() && shunned.containsKey(new Pair(account, kind + " " + target));
    }

    @Override
    public Collection<String> shunning(Shunned.Kind kind, String target) {
        return shunned.keySet().stream()
                .filter(key -> key.second().equals(kind + " " + target) && accounts.containsKey(key.first()))
                .map(Pair::first)
                .toList();
    }

    @Override
    public Optional<Shunned> shunnedBy(String account, String activity) {
        return shunned.entrySet().stream()
                .filter(entry -> entry.getKey().first().equals(account)
                        && entry.getValue().activity().equals(activity))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public Optional<Interaction> interaction(String object, Interaction.Kind kind, String actor, String content) {
        return Optional.ofNullable(interactions.get(key(object, kind, actor, content)));
    }

    @Override
    public Optional<Interaction> interactionOf(String activity) {
        return interactions.values().stream()
                .filter(one -> one.activity().equals(activity))
                .findFirst();
    }

    @Override
    public Set<String> boostersHere(String object) {
        return boosters.getOrDefault(object, Set.of());
    }

    @Override
    public Optional<JsonObject> stamp(String id) {
        return Optional.ofNullable(stamps.get(id));
    }

    @Override
    public Optional<PollRow> poll(String question) {
        return Optional.ofNullable(polls.get(question));
    }

    @Override
    public List<String> votes(String question, String actor) {
        return votes.getOrDefault(new Pair(question, actor), List.of());
    }

    @Override
    public boolean undoneAhead(String activity, String actor) {
        return !undone.isEmpty() && undone.contains(new Pair(Ids.compared(activity), actor));
    }

    @Override
    public boolean movedLately(String actor) {
        return movedLately.contains(actor);
    }

    @Override
    public Optional<Peer> peer(String actor) {
        return Optional.ofNullable(peers.get(actor));
    }

    @Override
    public Optional<Did> successor(String actor) {
        return Optional.ofNullable(successors.get(actor));
    }

    @Override
    public Optional<Instant> knownSince(String actor) {
        return Optional.ofNullable(knownSince.get(actor));
    }

    @Override
    public Screening screen(Arriving post) {
        return policy.screen(post);
    }

    @Override
    public boolean approvesFollows(String id) {
        return policy.approvesFollows(Ids.host(id));
    }

    @Override
    public FederationPolicy.Stance stanceOn(String id) {
        String host = Ids.host(id);
        return (host.isEmpty() ? FederationPolicy.Stance.ALLOW : policy.stanceOn(host))
                .and(policy.standing(Ids.compared(id)).stance());
    }
}
