package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Bringing documents back from a backup")
class RestoringTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 17);
    private static final Restoring RESTORING = new Restoring(
            GATEWAY.repositories, GATEWAY.replicated, GATEWAY.accounts, GATEWAY.devices, DB.database(), GATEWAY.clock);

    private static int people;

    @BeforeEach
    void forget() {
        GATEWAY.applied.clear();
        GATEWAY.delivered.clear();
    }

    @Test
    @DisplayName("has the effects of what was posted once, however often it comes, and is delivered to nobody")
    void once() {
        Person person = GATEWAY.person("back" + ++people);
        JsonObject first = person.create(Person.PUBLIC, "first");
        JsonObject second = person.create(Person.PUBLIC, "second");
        GATEWAY.clock.advance(Duration.ofDays(1));
        person.advance(Duration.ofDays(1));
        GATEWAY.register(Person.bytes(person.actor()));
        assertThat(take(person, first, second)).isEqualTo(new Restoring.Outcome.Taken(2, 0, 0));
        assertThat(take(person, second, first)).isEqualTo(new Restoring.Outcome.Taken(0, 2, 0));
        assertThat(GATEWAY.applied).hasSize(2);
        assertThat(GATEWAY.delivered).isEmpty();
    }

    @Test
    @DisplayName("another's documents, altered ones, and an account that has left are refused")
    void refuses() {
        Person person = GATEWAY.registered("back" + ++people);
        Person other = GATEWAY.registered("back" + ++people);
        assertThat(refusal(take(person, person.create(Person.PUBLIC), other.create(Person.PUBLIC))))
                .isEqualTo(403);
        JsonObject altered = person.create(Person.PUBLIC).with("actor", Json.of("https://other.example/"));
        assertThat(refusal(take(person, altered))).isEqualTo(400);
        assertThat(GATEWAY.applied).isEmpty();
        DB.execute("update account set gateways = 'https://other.example' where did = '" + person.key.did() + "'");
        GATEWAY.accounts.forget(person.key.did());
        assertThat(refusal(take(person, person.create(Person.PUBLIC)))).isEqualTo(403);
    }

    private static int refusal(Restoring.Outcome outcome) {
        assertThat(outcome).isInstanceOf(Restoring.Outcome.Refused.class);
        return ((Restoring.Outcome.Refused) outcome).problem().status();
    }

    private static Restoring.Outcome take(Person person, JsonObject... documents) {
        return DB.await(RESTORING.take(GATEWAY.account(person.key.did()), Person.bytes(List.of(documents))));
    }
}
