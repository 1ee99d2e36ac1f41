package social.godwit.instance.admin.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.House.SignUp;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Origin;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

@DisplayName("A new home is offered")
class HibernateOffersTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final String HERE = "https://here.example";

    private final TestClock clock = new TestClock();
    private final HibernateOffers offers = new HibernateOffers(
            DB.database(),
            new InstanceKeys(
                    new Instance(HERE, "test", false, true),
                    (name, fresh, now) -> fresh,
                    count -> new byte[count],
                    clock),
            clock);

    @BeforeEach
    void empty() {
        DB.execute("truncate account, notification");
    }

    private static void account(String name, String gateways, String status) {
        DB.execute("""
                insert into account (did, origin, username, actor_path, inbox_path, outbox_path, display_name, locked, gateways,
                    status, key_multibase, key_pem, sealed_key, registered_at)
                values ('did:key:' || $1::text, $2, $1, '/actor', '/inbox', '/outbox', '', false, $3, $4, '', '', '', $5)""", name, HERE, gateways, status, Instant.EPOCH);
    }

    private static List<String> told() {
        return DB
                .await(DB.database()
                        .inTransaction(session -> social.godwit.store.Database.query(
                                session, "select account from notification order by account")))
                .stream()
                .map(row -> row.getString("account"))
                .toList();
    }

    @Test
    @DisplayName("to all who are still at home here, once a day")
    void toThoseWhoAreHere() {
        account("alice", HERE, "ACTIVE");
        account("bob", HERE + " https://new.example", "ACTIVE");
        account("moved", "https://new.example " + HERE, "ACTIVE");
        account("gone", HERE, "DELETED");
        assertThat(DB.await(offers.tell("come"))).isEqualTo(2);
        assertThat(told()).containsExactly("did:key:alice", "did:key:bob");
        assertThat(DB.await(offers.tell("come"))).isZero();
        clock.advance(Duration.ofDays(1));
        assertThat(DB.await(offers.tell("come"))).isEqualTo(2);
    }

    @Test
    @DisplayName("to more than fit into one transaction")
    void toMany() {
        DB.execute("""
                insert into account (did, origin, username, actor_path, inbox_path, outbox_path, display_name, locked, gateways,
                    status, key_multibase, key_pem, sealed_key, registered_at)
                select 'did:key:n' || n, $1, 'n' || n, '/actor', '/inbox', '/outbox', '', false, $1, 'ACTIVE', '', '', '', $2
                from generate_series(1, $3::int) n""", HERE, Instant.EPOCH, 2 * HibernateOffers.AT_ONCE);
        assertThat(DB.await(offers.tell("come"))).isEqualTo(2L * HibernateOffers.AT_ONCE);
    }

    @Test
    @DisplayName("with the command that moves there, and the code that only its reader needs")
    void words() {
        KeptHouse house = new KeptHouse(new HibernateHouseStore(DB.database()), SignUp.OPEN, clock);
        Closing closing = new Closing(
                clock.instant().plus(Duration.ofDays(90)),
                Optional.empty(),
                Optional.empty(),
                clock.instant(),
                "operator");
        Origin home = Origin.parse("https://new.example").orElseThrow();
        assertThat(house.offer(closing, home, Optional.of("abc-1"), List.of("en")))
                .contains("closes on")
                .endsWith("godwit move run --to https://new.example --invite abc-1");
        assertThat(house.offer(closing, home, Optional.empty(), List.of("de")))
                .contains("schließt")
                .endsWith("godwit move run --to https://new.example");
    }
}
