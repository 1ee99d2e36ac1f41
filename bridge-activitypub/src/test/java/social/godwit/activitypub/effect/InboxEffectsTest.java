package social.godwit.activitypub.effect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.follow.Followed;
import social.godwit.activitypub.follow.ReplyIds;
import social.godwit.activitypub.inbox.ReceivedStore;
import social.godwit.activitypub.interaction.Interaction;
import social.godwit.activitypub.interaction.InteractionStore;
import social.godwit.activitypub.interaction.ReportStore;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.notification.NotificationStore;
import social.godwit.activitypub.oldaddress.OldAddress;
import social.godwit.activitypub.oldaddress.OldAddresses;
import social.godwit.activitypub.oldaddress.OpenOldAddresses;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.HostCounts;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.poll.PollResults;
import social.godwit.activitypub.poll.PollStore;
import social.godwit.activitypub.timeline.TimelineEntry;
import social.godwit.activitypub.timeline.TimelineStore;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** From the inbox, or from the owner's outbox, to what owners and their peers see. */
class InboxEffectsTest extends AliceAndBob {

    private void takes(JsonObject activity) {
        assertThat(here.post(activity).toString()).startsWith("Accepted");
        here.settle();
        here.clock.advance(Duration.ofSeconds(1));
    }

    private void says(Account account, JsonObject activity) {
        here.say(account, activity);
        here.clock.advance(Duration.ofSeconds(1));
    }

    private long followers(Account account) {
        return here.await(here.get(FollowStore.class).counts(account.did())).followers();
    }

    private List<Notification> told(Account account) {
        return here.await(here.get(NotificationStore.class).page(account.did(), Set.of(), Window.newest(80)))
                .items();
    }

    private List<Notification.Type> toldTypes(Account account) {
        return told(account).stream().map(Notification::type).toList();
    }

    private Optional<Note> find(String id, Account viewer) {
        return here.await(
                here.get(NoteStore.class).find(id, Optional.ofNullable(viewer).map(Account::did)));
    }

    private List<String> home(Account account) {
        Slice<TimelineEntry> page = here.await(here.get(TimelineStore.class).home(account.did(), Window.newest(40)));
        return page.items().stream()
                .map(entry -> entry.boost().map(boost -> "boost ").orElse("")
                        + entry.note().id())
                .toList();
    }

    private InteractionStore.Counts counts(String id) {
        String compared = PortableId.parse(id).map(PortableId::canonical).orElse(id);
        return here.await(here.get(InteractionStore.class).counts(List.of(id)))
                .getOrDefault(compared, new InteractionStore.Counts(0, 0, 0, java.util.Map.of()));
    }

    private JsonObject ownNote(Account account, int tid) {
        return Said.note(
                account.idOf("/objects/" + tid),
                account.actorId(),
                List.of(Said.PUBLIC),
                List.of(account.idOf("/actor/followers")));
    }

    private static JsonObject creation(Account account, JsonObject note) {
        String id = note.string("id").orElseThrow();
        return Said.create(note)
                .with("id", Json.of(account.idOf("/activities/" + id.substring(id.lastIndexOf('/') + 1))));
    }

    private String ownPost(Account account, int tid) {
        JsonObject note = ownNote(account, tid);
        says(account, creation(account, note));
        return note.string("id").orElseThrow();
    }

    private void follows(Account account, Account target) {
        says(
                account,
                Said.activity(
                                "Follow",
                                account.idOf("/activities/follow" + target.username()),
                                account.actorId(),
                                target.actorId())
                        .with("to", Json.of(target.actorId())));
        takesProven(
                target,
                Said.activity(
                        "Accept",
                        target.idOf("/activities/accept"),
                        target.actorId(),
                        account.idOf("/activities/follow" + target.username())));
    }

    private void follows(Account account, String target) {
        says(
                account,
                Said.activity(
                                "Follow",
                                account.idOf("/activities/follow" + target.hashCode()),
                                account.actorId(),
                                target)
                        .with("to", Json.of(target)));
        takes(Said.activity(
                "Accept",
                target + "/accepts/" + number,
                target,
                account.idOf("/activities/follow" + target.hashCode())));
    }

    @Test
    void saysNothingInTheHomesPlace() {
        Account dora = here.accountElsewhere(
                "dora", Origin.parse("https://home.example").orElseThrow(), false);
        takes(Said.follow(bob, dora));
        assertThat(followers(dora)).isEqualTo(1);
        assertThat(toldTypes(dora)).containsExactly(Notification.Type.FOLLOW);
        assertThat(here.sent).isEmpty();
    }

    @Test
    void appliesTheOwnersAnswerThatCameBeforeTheFollow() {
        Account dora = here.accountElsewhere(
                "dora", Origin.parse("https://home.example").orElseThrow(), true);
        JsonObject follow = Said.follow(bob, dora);
        String accept =
                ReplyIds.of(dora.actorId(), "Accept", follow.string("id").orElseThrow());
        here.signed.put(
                PortableId.parse(accept).orElseThrow().canonical(),
                Said.activity(
                        "Accept", accept, dora.actorId(), follow.string("id").orElseThrow()));
        takes(follow);
        assertThat(followers(dora)).isEqualTo(1);
    }

    @Test
    void acceptsFollowsOfAnOpenAccountAtOnceAndAlike() {
        takes(Said.follow(bob, alice));
        takes(Said.follow(bob, alice).with("id", Json.of(bob + "/follows/2")));
        assertThat(followers(alice)).isEqualTo(1);
        assertThat(here.sent)
                .hasSize(2)
                .allSatisfy(accept -> assertThat(accept.body()).contains("\"Accept\""));
        assertThat(toldTypes(alice)).containsExactly(Notification.Type.FOLLOW);
    }

    @Test
    void asksTheOwnerOfALockedAccount() {
        Account carol = here.account("carol" + number, true);
        takes(Said.follow(bob, carol));
        assertThat(followers(carol)).isZero();
        assertThat(here.sent).isEmpty();
        assertThat(here.await(here.get(FollowStore.class).requests(carol.did(), Window.newest(5)))
                        .items())
                .hasSize(1);
        assertThat(toldTypes(carol)).containsExactly(Notification.Type.FOLLOW_REQUEST);

        Recipients recipients = here.say(
                carol, Said.activity("Accept", carol.idOf("/actor/accepts/x"), carol.actorId(), bob + "/follows/1"));
        assertThat(recipients.actors()).containsExactly(bob);
        assertThat(followers(carol)).isEqualTo(1);
    }

    @Test
    void waitsForAFollowWhoseSenderCannotBeAskedNow() {
        here.actors.goDown(bob);
        assertThat(here.post(Said.follow(bob, alice)).toString()).startsWith("Accepted");
        here.settle();
        assertThat(followers(alice)).isZero();
        here.actors.comeBack(bob);
        here.clock.advance(Duration.ofMinutes(1));
        here.settle();
        assertThat(followers(alice)).isEqualTo(1);
    }

    @Test
    @DisplayName("row 14: only the actor itself undoes a follow, a like or a boost")
    void refusesAnUndoByAnybodyElse() {
        String mallory = here.stranger("https://far" + number + ".test/users/mallory");
        String post = ownPost(alice, 1);
        takes(Said.follow(bob, alice));
        JsonObject like = Said.activity("Like", bob + "/likes/1", bob, post);
        takes(like);
        takes(Said.activity("Undo", mallory + "/undo/1", mallory, bob + "/likes/1"));
        takes(Said.activity("Undo", mallory + "/undo/2", mallory, bob + "/follows/1"));
        takes(Said.undo(like).with("actor", Json.of(mallory)).with("id", Json.of(mallory + "/undo/3")));
        assertThat(counts(post).likes()).isEqualTo(1);
        assertThat(followers(alice)).isEqualTo(1);
        takes(Said.undo(like));
        takes(Said.activity("Undo", bob + "/undo/1", bob, bob + "/follows/1"));
        assertThat(counts(post).likes()).isZero();
        assertThat(followers(alice)).isZero();
        assertThat(toldTypes(alice)).isEmpty();
    }

    @Test
    @DisplayName(
            "after a move, a server that follows the new id and unfollows the old one has one follower here, in either order")
    void unfollowingTheOldIdEndsNothing() {
        String oldId = alice.actorId().replace(alice.homeOrigin().toString(), "https://left.example");
        JsonObject old = Said.activity("Follow", bob + "/follows/old", bob, oldId);
        takes(old);
        assertThat(followers(alice)).isEqualTo(1);
        takes(Said.activity("Follow", bob + "/follows/new", bob, alice.actorId()));
        takes(Said.undo(old).with("id", Json.of(bob + "/undo/old")));
        assertThat(followers(alice)).isEqualTo(1);
        takes(Said.activity("Undo", bob + "/undo/old-by-id", bob, bob + "/follows/old"));
        assertThat(followers(alice)).isEqualTo(1);
        takes(Said.undo(Said.activity("Follow", bob + "/follows/new", bob, alice.actorId()))
                .with("id", Json.of(bob + "/undo/new")));
        assertThat(followers(alice)).isZero();
    }

    @Test
    @DisplayName("a server has moved along when somebody there follows the new address, in that spelling")
    void movesAlongByAFollow() {
        Origin left = Origin.parse("https://left.example").orElseThrow();
        OldAddresses addresses = OpenOldAddresses.over(here.db.database(), here.clock);
        here.await(addresses.put(
                alice.did(),
                new OldAddress(left, "key", alice.key(), here.clock.instant().plus(Duration.ofDays(1))),
                List.of(Origin.ofUrl(bob).orElseThrow().authority(), "other.test")));
        String oldId = alice.actor().at(left);
        takes(Said.activity("Follow", bob + "/follows/old", bob, oldId));
        assertThat(here.await(addresses.counts(alice.did()))).isEqualTo(new OldAddresses.Counts(2, 0));
        takes(Said.activity("Follow", bob + "/follows/new", bob, alice.actorId()));
        assertThat(here.await(addresses.counts(alice.did()))).isEqualTo(new OldAddresses.Counts(1, 1));
    }

    @Test
    @DisplayName("rows 15, 16: an own Follow counts only when the followed actor accepts that very Follow")
    void ignoresAcceptsThatDoNotFit() {
        String carol = here.stranger("https://far" + number + ".test/users/carol");
        String follow = alice.idOf("/activities/f1");
        Recipients recipients = here.say(alice, Said.activity("Follow", follow, alice.actorId(), bob));
        assertThat(recipients.actors()).containsExactly(bob);
        takes(Said.activity("Accept", carol + "/a1", carol, follow));
        takes(Said.activity("Accept", bob + "/a2", bob, alice.idOf("/activities/never")));
        assertThat(here.await(here.get(FollowStore.class).counts(alice.did())).following())
                .isZero();
        takes(Said.activity("Accept", bob + "/a3", bob, follow));
        assertThat(here.await(here.get(FollowStore.class).counts(alice.did())).following())
                .isEqualTo(1);
        takes(Said.activity("Reject", bob + "/r1", bob, follow));
        assertThat(here.await(here.get(FollowStore.class)
                                .following(alice.did(), EnumSet.of(Followed.State.REJECTED), Window.newest(5)))
                        .items())
                .hasSize(1);
    }

    @Test
    @DisplayName("rows 9, 10, 11: nobody speaks for another, nor takes an id that is known")
    void keepsPostsOfTheirAuthorsOnly() {
        String carol = here.stranger("https://far" + number + ".test/users/carol");
        String id = "https://far" + number + ".test/posts/1";
        JsonObject note = Said.note(id, bob, List.of(alice.actorId()), List.of());
        takes(Said.create(note));
        assertThat(find(id, alice)).isPresent();
        assertThat(find(id, null)).isEmpty();
        // Carol's version of the same id, public; and a post of Bob's that Carol brings.
        takes(Said.create(Said.note(id, carol, List.of(Said.PUBLIC), List.of(alice.actorId())))
                .with("id", Json.of(carol + "/c1")));
        takes(Said.create(Said.note(id + "/2", bob, List.of(Said.PUBLIC), List.of(alice.actorId())))
                .with("actor", Json.of(carol)));
        takes(Said.create(note.with("to", Json.of(Said.PUBLIC))).with("id", Json.of(bob + "/again")));
        assertThat(find(id, null)).isEmpty();
        assertThat(find(id + "/2", alice)).isEmpty();
        // Updates: not by another, not a new author, not another parent.
        takes(Said.update(Said.note(id, carol, List.of(Said.PUBLIC), List.of()), 1));
        takes(Said.update(
                Said.note(id, bob, List.of(alice.actorId()), List.of())
                        .with("inReplyTo", Json.of("https://else.test/1")),
                2));
        assertThat(find(id, alice)).hasValueSatisfying(kept -> {
            assertThat(kept.author()).isEqualTo(bob);
            assertThat(kept.inReplyTo()).isEmpty();
            assertThat(kept.edited()).isEmpty();
        });
    }

    @Test
    @DisplayName(
            "row 9: who boosted a post hears that its author edited it, and nothing when somebody else says so, or brings the post")
    void tellsOfEditsByTheAuthorOnly() {
        follows(alice, bob);
        String carol = here.stranger("https://far" + number + ".test/users/carol");
        JsonObject note = Said.note("https://far" + number + ".test/posts/1", bob, List.of(Said.PUBLIC), List.of());
        String id = note.string("id").orElseThrow();
        takes(Said.create(note));
        says(
                alice,
                Said.activity("Announce", alice.idOf("/activities/boost"), alice.actorId(), id)
                        .with("to", Json.of(Said.PUBLIC)));
        JsonObject forged = note.with("attributedTo", Json.of(carol))
                .with("content", Json.of("forged"))
                .with("tag", Said.mention(alice));
        takes(Said.create(forged).with("id", Json.of(carol + "/c1")));
        takes(Said.update(forged, 1));
        assertThat(toldTypes(alice)).doesNotContain(Notification.Type.EDIT, Notification.Type.MENTION);
        takes(Said.update(note.with("content", Json.of("better")), 2));
        assertThat(toldTypes(alice)).contains(Notification.Type.EDIT);
    }

    @Test
    @DisplayName("row 12: a post is deleted by its author only, and stays deleted")
    void deletesOnlyForTheAuthor() {
        String carol = here.stranger("https://far" + number + ".test/users/carol");
        String id = "https://far" + number + ".test/posts/1";
        JsonObject note = Said.note(id, bob, List.of(alice.actorId()), List.of());
        takes(Said.create(note));
        takes(Said.delete(id, carol).with("id", Json.of(carol + "/d")));
        assertThat(find(id, alice)).isPresent();
        String unknown = "https://other.test/posts/" + number;
        takes(Said.delete(unknown, carol).with("id", Json.of(carol + "/d2")));
        assertThat(here.count("select count(*) from note where id = $1", unknown))
                .as("a mark for a post of another host")
                .isZero();
        takes(Said.delete(id, bob));
        assertThat(find(id, alice)).isEmpty();
        takes(Said.create(note).with("id", Json.of(bob + "/again")));
        assertThat(find(id, alice)).isEmpty();
        assertThat(toldTypes(alice)).isEmpty();
    }

    @Test
    void dropsPostsThatConcernNobodyHere() {
        String id = "https://far" + number + ".test/posts/1";
        takes(Said.create(Said.note(id, bob, List.of(Said.PUBLIC), List.of())));
        assertThat(find(id, null)).isEmpty();
    }

    @Test
    void tellsOfMentionsAndAnswersOnceEach() {
        String post = ownPost(alice, 1);
        String id = "https://far" + number + ".test/posts/1";
        JsonObject reply = Said.note(id, bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("inReplyTo", Json.of(post))
                .with("tag", Said.mention(alice));
        takes(Said.create(reply));
        JsonObject mention = Said.note(id + "/2", bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", Said.mention(alice));
        takes(Said.create(mention));
        assertThat(toldTypes(alice)).containsExactly(Notification.Type.MENTION, Notification.Type.REPLY);
        assertThat(counts(post).replies()).isEqualTo(1);
        assertThat(here.await(here.get(NoteStore.class).ancestors(id, Optional.empty())))
                .extracting(Note::id)
                .containsExactly(PortableId.parse(post).orElseThrow().canonical());
        assertThat(here.await(here.get(NoteStore.class).descendants(post, Optional.empty())))
                .extracting(Note::id)
                .containsExactly(id);
        assertThat(here.await(here.get(ReceivedStore.class).inbox(alice.did(), Window.newest(10)))
                        .items())
                .hasSize(2);
    }

    @Test
    @DisplayName("row 51: likes, boosts and reactions count once per actor")
    void countsInteractionsOncePerActor() {
        String post = ownPost(alice, 1);
        takes(Said.activity("Like", bob + "/likes/1", bob, post));
        takes(Said.activity("Like", bob + "/likes/2", bob, post));
        takes(Said.activity("Announce", bob + "/boosts/1", bob, post).with("to", Json.of(Said.PUBLIC)));
        takes(Said.activity("Announce", bob + "/boosts/2", bob, post).with("to", Json.of(Said.PUBLIC)));
        takes(Said.activity("EmojiReact", bob + "/reacts/1", bob, post).with("content", Json.of("🐦")));
        takes(Said.activity("Like", bob + "/likes/3", bob, "https://far" + number + ".test/posts/unknown"));
        assertThat(counts(post)).isEqualTo(new InteractionStore.Counts(1, 1, 0, java.util.Map.of("🐦", 1L)));
        assertThat(toldTypes(alice))
                .containsExactly(Notification.Type.REACTION, Notification.Type.BOOST, Notification.Type.LIKE);
    }

    @Test
    @DisplayName("row 50: votes count once, before the close, for an option that there is, and not the author's")
    void countsVotesOnce() {
        String question = alice.idOf("/objects/poll");
        JsonObject poll = ownNote(alice, 0)
                .with("id", Json.of(question))
                .with("type", Json.of("Question"))
                .with("endTime", Json.of("2026-11-22T13:00:00Z"))
                .with(
                        "oneOf",
                        MapActors.parse(
                                        "{\"a\":[{\"type\":\"Note\",\"name\":\"red\"},{\"type\":\"Note\",\"name\":\"blue\"}]}")
                                .get("a"));
        says(alice, creation(alice, poll));
        String carol = here.stranger("https://far" + number + ".test/users/carol");
        takes(vote(bob, 1, "red", question));
        takes(vote(bob, 2, "red", question));
        takes(vote(bob, 3, "blue", question));
        takes(vote(carol, 4, "green", question));
        takes(vote(carol, 5, "", question));
        takes(vote(carol, 6, "blue", question));
        here.clock.advance(Duration.ofHours(2));
        takes(vote(here.stranger("https://far" + number + ".test/users/dan"), 7, "blue", question));
        PollResults results = here.await(here.get(PollStore.class).results(question, Optional.empty()))
                .orElseThrow();
        assertThat(results.options())
                .containsExactly(new PollResults.Option("red", 1), new PollResults.Option("blue", 1));
        assertThat(results.voters()).isEqualTo(2);
        assertThat(results.closed()).isTrue();
        assertThat(counts(question).replies()).isZero();

        here.await(here.get(Upkeep.class).endPolls());
        here.await(here.get(Upkeep.class).endPolls());
        assertThat(toldTypes(alice)).containsExactly(Notification.Type.POLL_ENDED);
    }

    private static JsonObject vote(String actor, int number, String option, String question) {
        JsonObject vote = JsonObject.builder()
                .put("id", actor + "/votes/" + number)
                .put("type", "Note")
                .put("name", option)
                .put("attributedTo", actor)
                .put("inReplyTo", question)
                .build();
        return Said.create(vote);
    }

    @Test
    @DisplayName("row 17: a Move needs the new actor's word and happens once a week")
    void believesAMoveThatTheTargetClaims() {
        follows(alice, bob);
        String elsewhere = "https://new" + number + ".test/users/bob";
        JsonObject move = Said.activity("Move", bob + "/moves/1", bob, bob).with("target", Json.of(elsewhere));
        here.stranger(elsewhere);
        takes(move);
        assertThat(toldTypes(alice)).doesNotContain(Notification.Type.MOVE);

        here.actors.publish(JsonObject.builder()
                .put("id", elsewhere)
                .put("type", "Person")
                .put("inbox", elsewhere + "/inbox")
                .put("alsoKnownAs", List.of(bob))
                .build());
        String third = here.stranger("https://far" + number + ".test/users/third");
        takes(move.with("actor", Json.of(third)).with("id", Json.of(third + "/moves/1")));
        assertThat(toldTypes(alice)).as("neither of the two").doesNotContain(Notification.Type.MOVE);

        takes(move.with("id", Json.of(bob + "/moves/2")));
        takes(move.with("id", Json.of(bob + "/moves/3")));
        assertThat(toldTypes(alice)).containsOnlyOnce(Notification.Type.MOVE);
        assertThat(here.await(here.get(ReceivedStore.class).unsigned(alice.did())))
                .singleElement()
                .satisfies(waiting -> {
                    assertThat(waiting.type()).isEqualTo("Follow");
                    assertThat(waiting.id()).startsWith(alice.actorId() + "/follows/");
                });
    }

    @Test
    @DisplayName("A Move asks whoever blocks or mutes the old address to do so with the new one, until they have")
    void asksToCarryBlocksOver() {
        Account carol = here.account("carol" + number, false);
        Account dan = here.account("dan" + number, false);
        Account erin = here.account("erin" + number, false);
        follows(alice, bob);
        says(alice, Said.activity("Ignore", alice.idOf("/activities/m"), alice.actorId(), bob));
        says(carol, Said.activity("Block", carol.idOf("/activities/b"), carol.actorId(), bob));
        says(dan, Said.activity("Block", dan.idOf("/activities/b"), dan.actorId(), "https://far" + number + ".test"));
        String elsewhere = arrives(List.of(bob));
        follows(erin, elsewhere);
        says(erin, Said.activity("Ignore", erin.idOf("/activities/m"), erin.actorId(), bob));

        takes(Said.activity("Move", bob + "/moves/1", bob, bob).with("target", Json.of(elsewhere)));
        assertThat(wanted(alice)).containsExactlyInAnyOrder("Follow", "Ignore");
        assertThat(wanted(carol)).containsExactly("Block");
        assertThat(wanted(dan)).as("a server's block stays one of that server").isEmpty();
        assertThat(wanted(erin)).as("whom the owner follows there is not muted").isEmpty();

        String derived = ReplyIds.of(carol.actorId(), "Block", bob + "/moves/1");
        says(carol, Said.activity("Block", derived, carol.actorId(), elsewhere));
        assertThat(wanted(carol)).isEmpty();
    }

    private List<String> wanted(Account account) {
        return here.await(here.get(ReceivedStore.class).unsigned(account.did())).stream()
                .map(ReceivedStore.Unsigned::type)
                .toList();
    }

    /** Bob's new address, which names these as its own, too. */
    private String arrives(List<String> aliases) {
        String elsewhere = "https://new" + number + ".test/users/bob";
        here.stranger(elsewhere);
        here.actors.publish(actor(elsewhere).put("alsoKnownAs", aliases).build());
        return elsewhere;
    }

    private static JsonObject.Builder actor(String id) {
        return JsonObject.builder().put("id", id).put("type", "Person").put("inbox", id + "/inbox");
    }

    @Test
    @DisplayName(
            "A Move that was missed is found within a day by the old address's movedTo, and believed on the same terms")
    void findsMissedMoves() {
        follows(alice, bob);
        String elsewhere = arrives(List.of());
        looksForMoves();
        here.actors.publish(actor(bob).put("movedTo", elsewhere).build());
        looksForMoves();
        assertThat(wanted(alice)).as("once a day").isEmpty();

        here.clock.advance(Duration.ofDays(1));
        assertThat(looksForMoves()).isPositive();
        assertThat(wanted(alice))
                .as("the new address does not name the old one")
                .isEmpty();

        arrives(List.of(bob));
        here.clock.advance(Duration.ofDays(1));
        here.actors.goDown(bob);
        looksForMoves();
        assertThat(wanted(alice)).as("nobody answers").isEmpty();

        here.actors.comeBack(bob);
        here.clock.advance(Duration.ofDays(1));
        looksForMoves();
        assertThat(wanted(alice)).containsExactly("Follow");
        assertThat(toldTypes(alice)).containsOnlyOnce(Notification.Type.MOVE);

        here.clock.advance(Duration.ofDays(9));
        looksForMoves();
        assertThat(wanted(alice)).as("who has moved is not asked any more").hasSize(1);
    }

    /** How many are asked. */
    private int looksForMoves() {
        int all = 0;
        int asked;
        do {
            asked = here.await(here.get(MoveWatch.class).look());
            all += asked;
        } while (asked > 0);
        here.settle();
        return all;
    }

    @Test
    @DisplayName("row 17: a target that has itself moved on is not followed")
    void doesNotFollowAChainOfMoves() {
        follows(alice, bob);
        String elsewhere = "https://new" + number + ".test/users/bob";
        here.actors.publish(JsonObject.builder()
                .put("id", elsewhere)
                .put("type", "Person")
                .put("inbox", elsewhere + "/inbox")
                .put("alsoKnownAs", List.of(bob))
                .put("movedTo", "https://third.test/users/bob")
                .build());
        takes(Said.activity("Move", bob + "/moves/1", bob, bob).with("target", Json.of(elsewhere)));
        assertThat(toldTypes(alice)).doesNotContain(Notification.Type.MOVE);
    }

    @Test
    @DisplayName(
            "row 17: a Move that the new address says (FEP-7628) needs the old one's movedTo; an alias there is not enough")
    void believesAMoveThatTheOldAddressConfirms() {
        follows(alice, bob);
        String elsewhere = "https://new" + number + ".test/users/bob";
        here.stranger(elsewhere);
        JsonObject move =
                Said.activity("Move", elsewhere + "/moves/1", elsewhere, bob).with("target", Json.of(elsewhere));
        JsonObject old = JsonObject.builder()
                .put("id", bob)
                .put("type", "Person")
                .put("inbox", bob + "/inbox")
                .put("alsoKnownAs", List.of(elsewhere))
                .build();
        here.actors.publish(old);
        takes(move);
        assertThat(toldTypes(alice)).doesNotContain(Notification.Type.MOVE);

        here.actors.publish(old.with("movedTo", Json.of(elsewhere)));
        takes(move.with("id", Json.of(elsewhere + "/moves/2")));
        assertThat(toldTypes(alice)).containsOnlyOnce(Notification.Type.MOVE);
    }

    @Test
    @DisplayName(
            "row 17: where the old account's key log names a successor, that one's word is enough, and nobody else's counts")
    void believesTheSuccessorThatTheKeyLogNames() {
        Account carol = here.account("carol" + number, false);
        Account dora = here.account("dora" + number, false);
        String elsewhere = here.stranger("https://new" + number + ".test/users/carol");
        here.actors.publish(JsonObject.builder()
                .put("id", elsewhere)
                .put("type", "Person")
                .put("inbox", elsewhere + "/inbox")
                .put("alsoKnownAs", List.of(carol.actorId()))
                .build());
        follows(alice, carol);
        JsonObject arrives = Said.activity("Move", dora.idOf("/activities/1"), dora.actorId(), carol.actorId())
                .with("target", Json.of(dora.actorId()));
        takesProven(dora, arrives);
        assertThat(movesTo(alice)).isEmpty();

        here.successors.put(Ids.compared(carol.actorId()), dora.did());
        takesProven(
                carol,
                Said.activity("Move", carol.idOf("/activities/thief"), carol.actorId(), carol.actorId())
                        .with("target", Json.of(elsewhere)));
        assertThat(movesTo(alice)).isEmpty();
        Account mallory = here.account("mallory" + number, false);
        takesProven(
                mallory,
                Said.activity("Move", mallory.idOf("/activities/1"), mallory.actorId(), carol.actorId())
                        .with("target", Json.of(mallory.actorId())));
        assertThat(movesTo(alice)).isEmpty();
        takesProven(dora, arrives.with("id", Json.of(dora.idOf("/activities/2"))));
        assertThat(movesTo(alice)).containsExactly(dora.actorId());
    }

    @Test
    @DisplayName("row 17: a thief's Move does not lock the successor out for seven days")
    void believesTheSuccessorAfterTheThief() {
        Account carol = here.account("carol" + number, false);
        Account dora = here.account("dora" + number, false);
        String elsewhere = "https://new" + number + ".test/users/carol";
        here.actors.publish(JsonObject.builder()
                .put("id", elsewhere)
                .put("type", "Person")
                .put("inbox", elsewhere + "/inbox")
                .put("alsoKnownAs", List.of(carol.actorId()))
                .build());
        follows(alice, carol);
        takesProven(
                carol,
                Said.activity("Move", carol.idOf("/activities/thief"), carol.actorId(), carol.actorId())
                        .with("target", Json.of(elsewhere)));
        assertThat(movesTo(alice)).containsExactly(elsewhere);
        here.successors.put(Ids.compared(carol.actorId()), dora.did());
        takesProven(
                dora,
                Said.activity("Move", dora.idOf("/activities/1"), dora.actorId(), carol.actorId())
                        .with("target", Json.of(dora.actorId())));
        assertThat(movesTo(alice)).containsExactlyInAnyOrder(elsewhere, dora.actorId());
    }

    /** Where Moves that wait for the owner's device lead. */
    private List<String> movesTo(Account account) {
        return here.await(here.get(ReceivedStore.class).unsigned(account.did())).stream()
                .map(waiting -> parsed(waiting.cause()).id("target").orElseThrow())
                .toList();
    }

    @Test
    @DisplayName("row 18: what is boosted counts by its id, an embedded copy is passed over")
    void passesOverEmbeddedCopiesInBoosts() {
        follows(alice, bob);
        JsonObject forged =
                Said.note("https://victim.test/1", "https://victim.test/users/v", List.of(Said.PUBLIC), List.of());
        takes(Said.activity("Announce", bob + "/boosts/1", bob, "x")
                .with("object", forged)
                .with("to", Json.of(Said.PUBLIC)));
        assertThat(find("https://victim.test/1", alice)).isEmpty();
        assertThat(here.await(here.get(NoteStore.class).wanted(100))).contains("https://victim.test/1");
        JsonObject real = forged.with("content", Json.of("<p>real</p>"));
        here.await(here.get(FetchedPosts.class).keep(real, real.toString(), Optional.empty()));
        assertThat(home(alice)).contains("boost https://victim.test/1");
    }

    @Test
    @DisplayName("row 19: denied hosts come in by no way, blocked authors reach nobody who blocks them")
    void dropsDeniedAndBlocked() {
        follows(alice, bob);
        here.denied.add("bad.test");
        takes(Said.activity("Announce", bob + "/boosts/9", bob, "https://bad.test/1")
                .with("to", Json.of(Said.PUBLIC)));
        assertThat(here.await(here.get(NoteStore.class).wanted(100))).doesNotContain("https://bad.test/1");

        says(alice, Said.activity("Block", alice.idOf("/activities/b1"), alice.actorId(), bob));
        takes(Said.follow(bob, alice));
        assertThat(followers(alice)).isZero();
        String id = "https://far" + number + ".test/posts/1";
        takes(Said.create(Said.note(id, bob, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("tag", Said.mention(alice))));
        assertThat(find(id, alice)).isEmpty();
        assertThat(toldTypes(alice)).doesNotContain(Notification.Type.MENTION, Notification.Type.FOLLOW);
        says(alice, Said.activity("Undo", alice.idOf("/activities/b2"), alice.actorId(), alice.idOf("/activities/b1")));
        takes(Said.follow(bob, alice).with("id", Json.of(bob + "/follows/3")));
        assertThat(followers(alice)).isEqualTo(1);
    }

    @Test
    @DisplayName("row 58: a permission to quote counts for the two posts that it names, and only from the author")
    void tellsOfQuotesThatTheAuthorPermitted() {
        Account carol = here.account("carol" + number, false);
        String quoted = ownPost(alice, 1);
        String other = ownPost(alice, 2);
        String id = "https://far" + number + ".test/posts/q";
        quotes(id + 1, quoted, Optional.empty());
        quotes(id + 2, quoted, Optional.of(stamp(alice, "a", id + "x", quoted)));
        quotes(id + 3, quoted, Optional.of(stamp(alice, "b", id + 3, other)));
        quotes(id + 4, quoted, Optional.of(stamp(carol, "c", id + 4, quoted)));
        quotes(id + 5, quoted, Optional.of(bob + "/stamps/1"));
        assertThat(told(alice)).isEmpty();
        quotes(id + 6, quoted, Optional.of(stamp(alice, "d", id + 6, quoted)));
        assertThat(told(alice)).singleElement().satisfies(notice -> {
            assertThat(notice.type()).isEqualTo(Notification.Type.QUOTE);
            assertThat(notice.object()).contains(id + 6);
        });
    }

    private void quotes(String id, String quoted, Optional<String> stamp) {
        JsonObject note = Said.note(id, bob, List.of(Said.PUBLIC), List.of()).with("quote", Json.of(quoted));
        takes(Said.create(
                stamp.map(one -> note.with("quoteAuthorization", Json.of(one))).orElse(note)));
    }

    private String stamp(Account owner, String name, String quoting, String quoted) {
        String id = owner.idOf("/stamps/" + name);
        here.signed.put(
                Ids.compared(id),
                JsonObject.builder()
                        .put("id", id)
                        .put("type", "QuoteAuthorization")
                        .put("attributedTo", owner.actorId())
                        .put("interactingObject", quoting)
                        .put("interactionTarget", quoted)
                        .build());
        return id;
    }

    @Test
    @DisplayName("row 48: a reaction that is no emoji is a like")
    void takesNoTextForAnEmoji() {
        String post = ownPost(alice, 1);
        String[] texts = {":blobcat:", "\u2764", ":x\"onload=:", "a".repeat(2_000), "<img>"};
        for (int i = 0; i < texts.length; i++) {
            String who = here.stranger("https://far" + number + ".test/users/r" + i);
            takes(Said.activity("Like", who + "/likes/1", who, post).with("content", Json.of(texts[i])));
        }
        assertThat(counts(post).reactions()).containsOnlyKeys(":blobcat:", "\u2764");
        assertThat(counts(post).likes()).isEqualTo(3);
    }

    @Test
    @DisplayName(
            "ActivityPub 7.1.2: proven answers of people whom the owner follows go on to the followers, verbatim and once")
    void forwardsProvenAnswersToTheFollowers() {
        Account dora = portableStranger("dora" + number);
        Account erik = portableStranger("erik" + number);
        follows(alice, dora);
        follows(alice, bob);
        String post = ownPost(alice, 1);
        String followers = alice.idOf("/actor/followers");
        here.sent.clear();

        takes(Said.create(answer(bob, bob + "/posts/9", post, followers)));
        takesProven(erik, Said.create(answer(erik.actorId(), erik.idOf("/objects/1"), post, followers)));
        takesProven(dora, Said.create(answer(dora.actorId(), dora.idOf("/objects/1"), post, alice.actorId())));
        takesProven(dora, Said.create(answer(dora.actorId(), dora.idOf("/objects/2"), bob + "/posts/9", followers)));
        assertThat(here.sent).isEmpty();

        JsonObject reply = answer(dora.actorId(), dora.idOf("/objects/3"), post, followers);
        String said = takesProven(dora, Said.create(reply));
        assertThat(here.sent).singleElement().satisfies(forwarded -> {
            assertThat(forwarded.body()).isEqualTo(said);
            assertThat(forwarded.followers()).isTrue();
            assertThat(forwarded.account()).isEqualTo(alice.did());
            assertThat(forwarded.signer()).isEqualTo(Outgoing.Signer.INSTANCE);
        });
        here.post(parsed(said), "", Optional.empty());
        here.settle();
        assertThat(here.sent).hasSize(1);
        takesProven(dora, Said.delete(dora.idOf("/objects/3"), dora.actorId()).with("cc", Json.of(followers)));
        assertThat(here.sent).hasSize(2);
    }

    private static JsonObject parsed(String text) {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)
                        instanceof JsonReading.Read(JsonObject object)
                ? object
                : JsonObject.empty();
    }

    private static JsonObject answer(String author, String id, String post, String cc) {
        return Said.note(id, author, List.of(Said.PUBLIC), List.of(cc)).with("inReplyTo", Json.of(post));
    }

    /** Somebody with a key and a home elsewhere. */
    private Account portableStranger(String name) {
        Account stranger = here.account(name, false);
        here.accounts.remove(stranger.did());
        here.stranger(stranger.actorId());
        return stranger;
    }

    private String takesProven(Account author, JsonObject activity) {
        String said = here.signed(author, activity, here.clock.instant()).json().toString();
        assertThat(here.post(here.signed(author, activity, here.clock.instant()).json(), "", Optional.empty())
                        .toString())
                .startsWith("Accepted");
        here.settle();
        here.clock.advance(Duration.ofSeconds(1));
        return said;
    }

    @Test
    @DisplayName("row 64: strangers pin in their own collection only; reports are kept, not believed")
    void givesStrangersNoSayInOthersCollections() {
        follows(alice, bob);
        String post = ownPost(alice, 1);
        takes(Said.activity("Add", bob + "/adds/1", bob, bob + "/posts/1")
                .with("target", Json.of(alice.idOf("/actor/featured"))));
        takes(Said.activity("Add", bob + "/adds/2", bob, bob + "/posts/1").with("target", Json.of(bob + "/featured")));
        takes(Said.activity("Add", bob + "/adds/3", bob, post).with("target", Json.of(bob + "/featured")));
        takes(Said.activity("Add", bob + "/adds/4", bob, "https://other.test/posts/1")
                .with("target", Json.of(bob + "/featured")));
        assertThat(here.count("select count(*) from collected where activity like $1", bob + "/%"))
                .isEqualTo(1);
        takes(Said.activity("Flag", bob + "/flags/2", bob, "https://other.test/posts/1"));
        assertThat(here.count("select count(*) from report where reporter = $1", bob))
                .as("what is not here is not reported here")
                .isZero();
        takes(Said.activity("Flag", bob + "/flags/1", bob, post));
        assertThat(here.await(here.get(ReportStore.class).page(Window.newest(1)))
                        .items())
                .singleElement()
                .satisfies(report -> assertThat(report.reporter()).isEqualTo(bob));
        assertThat(find(post, null)).isPresent();
    }

    @Test
    void showsTheHomeTimelineByTimeInPages() {
        follows(alice, bob);
        for (int i = 0; i < 5; i++) {
            takes(Said.create(
                    Said.note("https://far" + number + ".test/posts/" + i, bob, List.of(Said.PUBLIC), List.of())
                            .with("published", Json.of("2026-11-22T11:00:0" + i + "Z"))));
        }
        String own = ownPost(alice, 1);
        TimelineStore timelines = here.get(TimelineStore.class);
        Slice<TimelineEntry> first = here.await(timelines.home(alice.did(), Window.newest(4)));
        Slice<TimelineEntry> second = here.await(
                timelines.home(alice.did(), Window.before(first.next().orElseThrow(), 4)));
        List<String> ids = new java.util.ArrayList<>();
        first.items().forEach(entry -> ids.add(entry.note().id()));
        second.items().forEach(entry -> ids.add(entry.note().id()));
        String base = "https://far" + number + ".test/posts/";
        assertThat(ids)
                .containsExactlyInAnyOrder(
                        PortableId.parse(own).orElseThrow().canonical(),
                        base + 4,
                        base + 3,
                        base + 2,
                        base + 1,
                        base + 0);
        assertThat(ids.subList(ids.indexOf(base + 4), ids.size()))
                .containsSubsequence(base + 4, base + 3, base + 2, base + 1, base + 0);
        assertThat(second.next()).isEmpty();
        says(alice, Said.activity("Ignore", alice.idOf("/activities/m1"), alice.actorId(), bob));
        assertThat(home(alice))
                .containsExactly(PortableId.parse(own).orElseThrow().canonical());
    }

    @Test
    void sendsWhatAnOwnerSaysToThoseWhomItConcerns() {
        follows(alice, bob);
        String theirs = "https://far" + number + ".test/posts/1";
        takes(Said.create(Said.note(theirs, bob, List.of(Said.PUBLIC), List.of())));
        JsonObject reply = Said.note(
                        alice.idOf("/objects/r"),
                        alice.actorId(),
                        List.of(Said.PUBLIC),
                        List.of(alice.idOf("/actor/followers")))
                .with("inReplyTo", Json.of(theirs));
        Recipients recipients = here.say(alice, creation(alice, reply));
        assertThat(recipients.followers()).isTrue();
        assertThat(recipients.actors()).containsExactly(bob);

        Recipients like = here.say(alice, Said.activity("Like", alice.idOf("/activities/l1"), alice.actorId(), theirs));
        assertThat(like).isEqualTo(new Recipients(Set.of(bob), false));
        assertThat(counts(theirs).likes()).isEqualTo(1);
        Recipients unlike = here.say(
                alice,
                Said.activity("Undo", alice.idOf("/activities/l2"), alice.actorId(), alice.idOf("/activities/l1")));
        assertThat(unlike.actors()).containsExactly(bob);
        assertThat(counts(theirs).likes()).isZero();
        assertThat(here.say(alice, Said.activity("Block", alice.idOf("/activities/b"), alice.actorId(), bob)))
                .isEqualTo(Recipients.NONE);
        assertThat(here.await(here.get(InteractionStore.class)
                                .by(alice.actorId(), Interaction.Kind.LIKE, Window.newest(5)))
                        .items())
                .isEmpty();
    }

    @Test
    void hidesFollowersOnlyAndDirectPostsFromOthers() {
        Account eve = here.account("eve" + number, false);
        follows(alice, bob);
        String id = "https://far" + number + ".test/posts/f";
        takes(Said.create(Said.note(id, bob, List.of(bob + "/followers"), List.of())));
        assertThat(find(id, alice)).isPresent();
        assertThat(find(id, eve)).isEmpty();
        assertThat(find(id, null)).isEmpty();
        assertThat(home(alice)).contains(id);
    }

    @Test
    void erasesAnActorThatDeletesItself() {
        follows(alice, bob);
        String post = ownPost(alice, 1);
        String id = "https://far" + number + ".test/posts/1";
        takes(Said.follow(bob, alice));
        takes(Said.create(Said.note(id, bob, List.of(Said.PUBLIC), List.of())));
        takes(Said.activity("Like", bob + "/likes/1", bob, post));
        takes(Said.activity("Delete", bob + "/delete", bob, bob));
        assertThat(find(id, alice)).isEmpty();
        assertThat(followers(alice)).isZero();
        assertThat(counts(post).likes()).isZero();
    }

    private String posts(String author, String id) {
        takes(Said.create(Said.note(id, author, List.of(Said.PUBLIC), List.of())));
        return id;
    }

    @Test
    @DisplayName(
            "row 19: a hidden author is not seen by any door: timeline, thread, boost, reply, inbox; taken back, all is there")
    void showsNothingOfAnAuthorWhomModeratorsHide() {
        follows(alice, bob);
        String troll = here.stranger("https://troll" + number + ".test/users/t");
        follows(alice, troll);
        String base = "https://troll" + number + ".test/posts/";
        String first = posts(troll, base + 1);
        String asked = ownPost(alice, 1);
        takes(Said.create(Said.note(base + 2, troll, List.of(Said.PUBLIC), List.of(alice.actorId()))
                .with("inReplyTo", Json.of(asked))));
        takes(Said.activity("Announce", bob + "/boosts/1", bob, first).with("to", Json.of(Said.PUBLIC)));
        assertThat(home(alice)).contains("boost " + first, first);
        assertThat(told(alice)).extracting(Notification::actor).contains(troll);

        here.moderate(troll, Stance.DENY);
        assertThat(home(alice)).noneMatch(id -> id.contains("troll"));
        assertThat(find(first, alice)).isEmpty();
        assertThat(find(first, null)).isEmpty();
        assertThat(told(alice)).extracting(Notification::actor).doesNotContain(troll);
        assertThat(here.await(here.get(NoteStore.class).descendants(asked, Optional.of(alice.did()))))
                .isEmpty();
        assertThat(here.post(Said.create(Said.note(base + 3, troll, List.of(Said.PUBLIC), List.of())))
                        .toString())
                .contains("403");
        takes(Said.activity("Announce", bob + "/boosts/2", bob, base + 9).with("to", Json.of(Said.PUBLIC)));
        takes(Said.activity("Announce", bob + "/boosts/3", bob, first).with("to", Json.of(Said.PUBLIC)));
        assertThat(here.count("select count(*) from interaction where activity = $1", bob + "/boosts/3"))
                .isZero();

        here.moderate(troll, Stance.ALLOW);
        assertThat(home(alice)).contains("boost " + first, first);
        assertThat(here.await(here.get(NoteStore.class).descendants(asked, Optional.of(alice.did()))))
                .hasSize(1);
    }

    @Test
    @DisplayName("row 19: a hidden post stays hidden when somebody boosts it, and is not fetched")
    void showsNothingOfAPostThatModeratorsHide() {
        follows(alice, bob);
        String unknown = "https://troll" + number + ".test/posts/7";
        here.moderate(unknown, Stance.DENY);
        takes(Said.activity("Announce", bob + "/boosts/4", bob, unknown).with("to", Json.of(Said.PUBLIC)));
        assertThat(here.await(here.get(NoteStore.class).wanted(1_000))).doesNotContain(unknown);
        String known = posts(bob, "https://far" + number + ".test/posts/8");
        here.moderate(known, Stance.DENY);
        assertThat(home(alice)).doesNotContain(known);
        assertThat(find(known, alice)).isEmpty();
    }

    @Test
    @DisplayName("a limited author is shown to followers only, and an owner always sees what is their own")
    void showsALimitedAuthorToFollowersOnly() {
        Account eve = here.account("eve" + number, false);
        follows(alice, bob);
        String post = posts(bob, "https://far" + number + ".test/posts/9");
        here.moderate(bob, Stance.LIMIT);
        assertThat(find(post, alice)).isPresent();
        assertThat(find(post, eve)).isEmpty();
        assertThat(find(post, null)).isEmpty();
        String own = ownPost(alice, 2);
        here.moderate(alice.actor().canonical(), Stance.DENY);
        assertThat(find(own, alice)).isPresent();
        assertThat(find(own, eve)).isEmpty();
    }

    @Test
    @DisplayName("what moderators purged is gone, is not taken again, and may come again when they take it back")
    void forgetsWhatModeratorsPurge() {
        follows(alice, bob);
        String post = posts(bob, "https://far" + number + ".test/posts/10");
        ModeratedIds moderated = here.get(ModeratedIds.class);
        assertThat(here.await(moderated.purge(post))).isEqualTo(1);
        assertThat(here.count("select count(*) from note where id = $1 and document is not null", post))
                .isZero();
        takes(Said.create(Said.note(post, bob, List.of(Said.PUBLIC), List.of()))
                .with("id", Json.of(bob + "/creates/again")));
        assertThat(find(post, alice)).isEmpty();
        assertThat(here.await(moderated.allowAgain(post))).isEqualTo(1);
        takes(Said.create(Said.note(post, bob, List.of(Said.PUBLIC), List.of()))
                .with("id", Json.of(bob + "/creates/once-more")));
        assertThat(find(post, alice)).isPresent();
    }

    @Test
    void whoeverFollowsFromARestrictedHostWaitsUntilTheOwnerAgrees() {
        here.asking.add("far" + number + ".test");
        takes(Said.follow(bob, alice));
        assertThat(followers(alice)).isZero();
        assertThat(toldTypes(alice)).containsExactly(Notification.Type.FOLLOW_REQUEST);
    }

    @Test
    void countsWhatARuleAboutAHostWouldTouch() {
        follows(alice, bob);
        takes(Said.follow(bob, alice));
        posts(bob, "https://far" + number + ".test/posts/11");
        posts(bob, "https://far" + number + ".test/posts/12");
        List<HostCounts.Count> counts =
                here.await(here.get(HostCounts.class).since(here.clock.instant().minus(Duration.ofDays(30))));
        assertThat(counts).contains(new HostCounts.Count("far" + number + ".test", 2, 1, 2));
        assertThat(here.await(
                        here.get(HostCounts.class).since(here.clock.instant().plusSeconds(1))))
                .contains(new HostCounts.Count("far" + number + ".test", 0, 0, 2));
    }
}
