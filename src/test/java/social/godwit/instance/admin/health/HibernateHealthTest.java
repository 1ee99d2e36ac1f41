package social.godwit.instance.admin.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.backup.HibernateProvenBackups;
import social.godwit.instance.admin.health.AccountHealth.Standing;
import social.godwit.instance.admin.health.HibernateHealth.Only;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Whether people could go on elsewhere")
class HibernateHealthTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");
    private static final Instant LATELY = NOW.minusSeconds(3_600);
    private static final Instant LONG_AGO = NOW.minusSeconds(3 * 24 * 3_600);
    private static final String HERE = "https://here.example";
    private static final String THERE = "https://there.example";

    private final HibernateHealth health = new HibernateHealth(DB.database(), InstantSource.fixed(NOW));

    @BeforeEach
    void empty() {
        DB.execute(
                "truncate account, repository, replica, replica_peer, document, follower, key_bag, relay_request, relay_body");
    }

    @Test
    @DisplayName("nobody could who has no other server: all posts and followers would be lost")
    void onlyHere() {
        account("alice", HERE);
        posts("alice", 3);
        follower("alice", "bob");
        assertThat(list(Only.AT_RISK)).singleElement().satisfies(alice -> {
            assertThat(alice.standing()).isEqualTo(Standing.ONLY_HERE);
            assertThat(alice.lost()).isEqualTo(3);
            assertThat(alice.followers()).isEqualTo(1);
        });
        Totals totals = totals();
        assertThat(totals.onlyHere()).isEqualTo(1);
        assertThat(totals.posts()).isEqualTo(3);
        assertThat(totals.followers()).isEqualTo(1);
    }

    @Test
    @DisplayName("they could at once where another server has everything")
    void safe() {
        account("alice", HERE + " " + THERE);
        posts("alice", 3);
        peer("there", LATELY);
        replica("alice", "there", THERE, 3, 3);
        assertThat(list(Only.AT_RISK)).isEmpty();
        assertThat(list(Only.ALL)).singleElement().satisfies(alice -> {
            assertThat(alice.standing()).isEqualTo(Standing.SAFE);
            assertThat(alice.lost()).isZero();
        });
        assertThat(totals().safe()).isEqualTo(1);
        assertThat(totals().posts()).isZero();
    }

    @Test
    @DisplayName("the best of the others counts; one that was silent for a day does not")
    void theBestThatLives() {
        account("alice", HERE + " " + THERE + " https://third.example");
        posts("alice", 10);
        peer("there", LATELY);
        peer("third", LONG_AGO);
        replica("alice", "there", THERE, 10, 8);
        replica("alice", "third", "https://third.example", 10, 10);
        assertThat(list(Only.AT_RISK)).singleElement().satisfies(alice -> {
            assertThat(alice.standing()).isEqualTo(Standing.BEHIND);
            assertThat(alice.lacking()).isEqualTo(2);
            assertThat(alice.live()).isEqualTo(1);
        });
        DB.execute("update replica_peer set last_success_at = $1", LONG_AGO);
        assertThat(list(Only.AT_RISK))
                .singleElement()
                .satisfies(alice -> assertThat(alice.standing()).isEqualTo(Standing.OTHERS_SILENT));
    }

    @Test
    @DisplayName("a server that the owner does not list is no other server")
    void notListed() {
        account("alice", HERE);
        peer("there", LATELY);
        replica("alice", "there", THERE, 1, 1);
        assertThat(list(Only.ALL))
                .singleElement()
                .satisfies(alice -> assertThat(alice.standing()).isEqualTo(Standing.ONLY_HERE));
    }

    @Test
    @DisplayName("of whoever is at home elsewhere nothing is at stake here")
    void elsewhere() {
        account("alice", THERE + " " + HERE);
        account("gone", HERE);
        DB.execute("update account set status = 'DELETED' where username = 'gone'");
        assertThat(list(Only.ALL)).isEmpty();
        assertThat(totals()).satisfies(totals -> {
            assertThat(totals.home()).isZero();
            assertThat(totals.elsewhere()).isEqualTo(1);
        });
    }

    @Test
    @DisplayName("recovery keys, passphrases and stuck moves are counted")
    void recoveryAndMoves() {
        account("alice", HERE);
        account("bob", HERE);
        DB.execute(
                "insert into repository (did, kind, opened_at, genesis) values ('did:key:alice', 'ACCOUNT', $1, '\\x00')",
                NOW);
        DB.execute("""
                insert into key_bag (did, version, bag, fetch_hash, proof_hash, kept_at)
                values ('did:key:alice', 1, '', '', '', $1)""", NOW);
        request("bob", "a.example", "WAITING", 3);
        request("bob", "b.example", "EXPIRED", 9);
        request("bob", "c.example", "WAITING", 0);
        request("bob", "d.example", "TAKEN", 5);
        assertThat(list(Only.NO_RECOVERY)).extracting(AccountHealth::name).containsExactly("bob");
        assertThat(list(Only.STUCK))
                .singleElement()
                .satisfies(bob -> assertThat(bob.stuck()).isEqualTo(2));
        Totals totals = totals();
        assertThat(List.of(totals.recovery(), totals.keyBag(), totals.stuck())).containsExactly(1L, 1L, 1L);
    }

    @Test
    @DisplayName("a backup counts for a month after it was proven, and behind every figure are its accounts")
    void backups() {
        account("alice", HERE);
        account("bob", HERE);
        account("cleo", HERE);
        DB.execute("update account set backup_proven_at = $1 where username = 'alice'", LATELY);
        DB.execute(
                "update account set backup_proven_at = $1 where username = 'bob'",
                NOW.minus(HibernateProvenBackups.FRESH).minusSeconds(1));
        assertThat(totals().backup()).isEqualTo(1);
        assertThat(list(Only.NO_BACKUP)).extracting(AccountHealth::name).containsExactly("bob", "cleo");
        assertThat(list(Only.NO_BACKUP))
                .extracting(one -> one.backup().isPresent())
                .containsExactly(true, false);
        assertThat(totals().oneDevice()).isEqualTo(3);
        for (Only only : Only.values()) {
            assertThat(Only.parse(only.name().toLowerCase(Locale.ROOT).replace('_', '-')))
                    .contains(only);
            assertThat(list(only)).as(only.name()).hasSizeLessThanOrEqualTo(3);
        }
        assertThat(list(Only.ONE_DEVICE)).hasSize(3);
        assertThat(list(Only.ONLY_HERE)).hasSize(3);
        assertThat(list(Only.ELSEWHERE)).isEmpty();
    }

    @Test
    @DisplayName("they are listed page by page")
    void pages() {
        for (int i = 0; i < HibernateHealth.PAGE + 1; i++) {
            account("a%03d".formatted(i), HERE);
        }
        List<AccountHealth> first = list(Only.ALL);
        assertThat(first).hasSize(HibernateHealth.PAGE);
        assertThat(DB.await(health.page(Only.ALL, Optional.of(first.getLast().did()))))
                .singleElement()
                .satisfies(last -> assertThat(last.name()).isEqualTo("a100"));
    }

    private List<AccountHealth> list(Only only) {
        return DB.await(health.page(only, Optional.empty()));
    }

    private Totals totals() {
        return DB.await(health.totals());
    }

    private static void account(String name, String gateways) {
        DB.execute("""
                insert into account (did, origin, username, actor_path, inbox_path, outbox_path, display_name, locked, gateways,
                    status, key_multibase, key_pem, sealed_key, registered_at)
                values ('did:key:' || $1::text, $2, $1, '/actor', '/inbox', '/outbox', '', false, $3, 'ACTIVE', '', '', '', $4)""", name, HERE, gateways, NOW);
    }

    private static void posts(String name, int count) {
        for (int i = 0; i < count; i++) {
            DB.execute("""
                    insert into document (did, hash, number, path, type, kind, class, rank, proof_second, proof_nano, standalone, size,
                        received_at, listed, deleted)
                    values ('did:key:' || $1::text, cast($2 as bytea), $3, '/n', 'Note', 'OBJECT', '', '', 0, 0, true, 1, $4, true, false)""", name, new byte[] {(byte) i}, (long) i, NOW);
        }
    }

    private static void follower(String name, String who) {
        DB.execute("""
                insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key, accepted, since)
                values ('did:key:' || $1::text, $2, $2, '', '', '', '', '', true, $3)""", name, who, NOW);
    }

    private static void peer(String key, Instant heard) {
        DB.execute("""
                insert into replica_peer (peer, shares, heard_at, last_success_at, failures, bytes_sent, bytes_received, rejected, demerits)
                values ($1, true, $2, $2, 0, 0, 0, 0, 0)""", key, heard);
    }

    private static void replica(String name, String peer, String origin, long newest, long taken) {
        DB.execute("""
                insert into replica (did, peer, origin, newest_documents, newest_records, taken_documents, taken_records, turn_at)
                values ('did:key:' || $1::text, $2, $3, $4, 0, $5, 0, $6)""", name, peer, origin, newest, taken, NOW);
    }

    private static void request(String name, String host, String state, int attempts) {
        DB.execute("""
                insert into relay_request (account, hash, inbox, host, date, signature, state, attempts, patient_until, expires)
                values ('did:key:' || $1::text, '', $2, $2, '', '', $3, $4, $5, $5)""", name, host, state, attempts, NOW);
    }
}
