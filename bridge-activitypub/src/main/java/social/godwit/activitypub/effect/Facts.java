package social.godwit.activitypub.effect;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
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
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/**
 * What decisions may look at: the rows that matter, as the earlier activities of the same batch left them. Ids are as
 * compared. Pure memory.
 */
interface Facts {
    /** An active account here by its DID. */
    Optional<Account> account(String did);

    /** The active account here whose actor this is, under any spelling. */
    Optional<Account> accountOf(String actor);

    Optional<NoteRow> note(String id);

    Optional<Follower> follower(String account, String actor);

    /** What {@code account} has to do with {@code actor} as its follower or would-be follower. */
    Optional<Followed> followed(String account, String actor);

    /** The accepted followers, among the accounts here, of {@code actor}. */
    Collection<String> followersHere(String actor);

    /** The account here whose Follow has this id, with whom it follows. */
    Optional<OwnFollow> ownFollow(String followId);

    /** The account here that {@code actor} follows, or asked to, by the Follow with this id (as compared). */
    Optional<String> followOf(String actor, String followId);

    /** Who follows, or asks to, by the Follow with this id (as compared). */
    Optional<String> followerBy(String account, String followId);

    /** Spellings of actors elsewhere who liked, boosted or answered {@code object}, at most 500. */
    Set<String> reactedTo(String object);

    /** All accounts here that {@code actor} follows or asked to, with how. */
    List<OwnFollower> followersWhoAre(String actor);

    /** The account here that {@code actor} blocks by the Block with this id (as compared). */
    Optional<String> blockOf(String actor, String blockId);

    boolean blockedBy(String account, String actor);

    boolean shuns(String account, Shunned.Kind kind, String target);

    /** The accounts here that block or mute {@code target}; known of the actors of a Move only. */
    Collection<String> shunning(Shunned.Kind kind, String target);

    /** The block of an owner with the id of {@code activity}, for its Undo. */
    Optional<Shunned> shunnedBy(String account, String activity);

    Optional<Interaction> interaction(String object, Interaction.Kind kind, String actor, String content);

    /** What the activity with this id did, if it was a like, boost or reaction that still stands. */
    Optional<Interaction> interactionOf(String activity);

    /** Accounts here that boosted {@code object}. */
    Set<String> boostersHere(String object);

    Optional<PollRow> poll(String question);

    /** What an owner here has signed under this id as a permission to quote. */
    Optional<JsonObject> stamp(String id);

    /** What {@code actor} chose in {@code question} so far. */
    List<String> votes(String question, String actor);

    /** True when an Undo of this activity by this actor came first. */
    boolean undoneAhead(String activity, String actor);

    /** True when a Move of {@code actor} was believed within the last seven days. */
    boolean movedLately(String actor);

    /** An actor document, where the activity needs one and it could be had. */
    Optional<Peer> peer(String actor);

    /** Who goes on in the place of an actor that moves, by its key log. */
    Optional<Did> successor(String actor);

    /** When the first post of an actor came that is known here; looked up only where a filter asks for it. */
    Optional<Instant> knownSince(String actor);

    /** What filters say to a post. */
    Screening screen(Arriving post);

    /** How this instance stands to an id: to its host, and to the actor or post itself; the more closed counts. */
    FederationPolicy.Stance stanceOn(String id);

    /** Whether this instance lets nobody from the host of an id follow without being asked. */
    boolean approvesFollows(String id);

    /** A stranger's Follow of an account. */
    record OwnFollower(String account, Follower follower) {}

    /** An own Follow. */
    record OwnFollow(String account, Followed followed) {}
}
