package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.policy.OpenModeratedIds;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

/** What is hidden here is not sent from here either, until somebody shows it. */
class HeldDeliveriesTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 27);
    private static int people;

    private final ModeratedIds moderated = OpenModeratedIds.over(DB.database(), GATEWAY.clock);
    private Person ann;

    @BeforeEach
    void arrived() {
        GATEWAY.clock.advance(Duration.ofMinutes(1));
        ann = GATEWAY.registered("held" + ++people);
        ann.setClock(GATEWAY.clock.instant());
        GATEWAY.delivered.clear();
    }

    private void moderate(String id, Stance stance) {
        DB.await(moderated.set(id, () -> Uni.createFrom().item(stance)));
    }

    private JsonObject hidden() {
        JsonObject create = ann.create(Person.PUBLIC);
        moderate(post(create), Stance.DENY);
        return create;
    }

    private void isShown(JsonObject create) {
        moderate(post(create), Stance.ALLOW);
        look();
    }

    private static void look() {
        DB.await(GATEWAY.held.look());
    }

    private static String post(JsonObject create) {
        return Ids.compared(create.id("object").orElseThrow());
    }

    private JsonObject edited(JsonObject create) {
        JsonObject note = create.object("object").orElseThrow();
        return ann.activity("Update", ann.sign(note.without("proof").with("content", Json.of("edited"))))
                .build();
    }

    private List<String> posts(JsonObject... activities) {
        OutboxOutcome outcome = GATEWAY.post(ann, Person.bytes(activities));
        assertThat(outcome).isInstanceOf(OutboxOutcome.Accepted.class);
        return ((OutboxOutcome.Accepted) outcome).warnings();
    }

    private static List<String> sent() {
        return GATEWAY.delivered.stream().map(Outgoing::activityId).toList();
    }

    private static String id(JsonObject activity) {
        return activity.string("id").orElseThrow();
    }

    @Test
    @DisplayName(
            "it waits while it is hidden, its author is told so, and it goes out once and in order when it is shown")
    void waits() {
        JsonObject create = hidden();
        JsonObject update = edited(create);
        JsonObject other = ann.create(Person.PUBLIC);
        assertThat(posts(create)).singleElement().asString().contains("until a moderator has looked");
        assertThat(posts(update)).hasSize(1);
        assertThat(posts(other)).isEmpty();
        look();
        assertThat(sent()).as("others do not wait").containsExactly(id(other));

        isShown(create);
        assertThat(sent()).containsExactly(id(other), id(create), id(update));
        assertThat(GATEWAY.delivered.getLast().followers()).isTrue();
        look();
        assertThat(sent()).as("once").hasSize(3);
    }

    @Test
    @DisplayName("a change that comes between showing and sending does not overtake what waits")
    void order() {
        JsonObject create = hidden();
        posts(create);
        moderate(post(create), Stance.ALLOW);
        JsonObject update = edited(create);
        posts(update);
        assertThat(sent()).isEmpty();
        look();
        assertThat(sent()).containsExactly(id(create), id(update));
    }

    @Test
    @DisplayName(
            "what its author deletes meanwhile was never sent, and what nobody looks at for 29 days is not sent any more")
    void goesNowhere() {
        JsonObject create = hidden();
        posts(create);
        JsonObject delete = ann.activity("Delete", Json.of(create.id("object").orElseThrow()))
                .build();
        posts(delete);
        isShown(create);
        assertThat(sent()).containsExactly(id(delete));

        JsonObject late = hidden();
        posts(late);
        GATEWAY.clock.advance(HibernateHeldDeliveries.PATIENCE.plusSeconds(5));
        isShown(late);
        assertThat(sent()).containsExactly(id(delete));
    }

    @Test
    @DisplayName("nothing of a suspended account goes out, and all of it when it is not suspended any more")
    void suspended() {
        JsonObject create = hidden();
        posts(create);
        DB.await(GATEWAY.accounts.suspend(ann.did(), true));
        isShown(create);
        assertThat(sent()).isEmpty();
        DB.await(GATEWAY.accounts.suspend(ann.did(), false));
        GATEWAY.accounts.forget(ann.did());
        look();
        assertThat(sent()).containsExactly(id(create));
    }

    @Test
    @DisplayName("what comes from another gateway of the account waits at its home, too")
    void replicated() {
        JsonObject create = hidden();
        GATEWAY.replicate(List.of(create));
        assertThat(sent()).isEmpty();
        isShown(create);
        assertThat(sent()).containsExactly(id(create));
    }

    @Test
    @DisplayName("an actor document is never held back: an account can always leave")
    void actors() {
        moderate(GATEWAY.account(ann.did()).actor().canonical(), Stance.DENY);
        JsonObject update = ann.activity("Update", ann.actor()).build();
        assertThat(posts(update)).noneMatch(warning -> warning.contains("moderator"));
        assertThat(sent()).containsExactly(id(update));
    }
}
