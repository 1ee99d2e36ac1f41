package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Database;
import social.godwit.store.document.Audits;
import social.godwit.store.document.BenchRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.negentropy.Bound;
import social.godwit.store.negentropy.HibernateTouched;
import social.godwit.store.negentropy.Item;
import social.godwit.store.negentropy.ItemSet;
import social.godwit.store.negentropy.Tally;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Level 1, kept in PostgreSQL")
class HibernateCommonItemsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final ItemSet.Range ALL = new ItemSet.Range(Bound.START, Bound.END);

    private final Repositories store = BenchRepositories.over(DB.database(), new TestClock());
    private final Audits audits = BenchRepositories.audits(DB.database());
    private final Replicas replicas = new HibernateReplicas(DB.database());
    private final CommonItems common = replicas.common().orElseThrow();
    private final Peer one = peer(1);
    private final Peer other = peer(2);
    private final List<TestAccount> accounts = new ArrayList<>();

    private static Peer peer(int number) {
        return new Peer(
                Origin.parse("https://peer" + number + ".example").orElseThrow(),
                new TestAccount(1_000 + number).did());
    }

    @BeforeEach
    void accounts() {
        DB.execute("truncate repository, document, embedding, repository_class, item_node, replica, replica_peer,"
                + " common_item, common_set, common_touched, gateway_record_set");
        for (int i = 0; i < 100; i++) {
            TestAccount account = new TestAccount(2_000 + i);
            accounts.add(account);
            DB.await(store.open(account.did(), RepositoryKind.ACCOUNT));
        }
    }

    private void post(int account, int note) {
        TestAccount author = accounts.get(account);
        DB.await(store.admit(List.of(author.note("/objects/" + note, "n" + note))));
    }

    private void share(int account, Peer... peers) {
        DB.await(replicas.share(accounts.get(account).did(), 0, List.of(peers)));
    }

    private List<Item> held(Peer peer) {
        return DB.await(DB.await(common.with(peer.key())).in(List.of(ALL), 10_000))
                .getFirst();
    }

    /** What the peer's set should be when these accounts are shared with it. */
    private Map<Item, Shelf> expected(int from, int to) {
        Map<Item, Shelf> expected = new TreeMap<>();
        for (TestAccount account : accounts.subList(from, to)) {
            DB.await(audits.summaries(account.did())).forEach((visibility, summary) -> {
                Shelf shelf = new Shelf(account.did(), ItemClass.of(visibility));
                expected.put(Sets.level1(shelf, summary), shelf);
            });
        }
        return expected;
    }

    @Test
    @DisplayName("holds an item for each account and class that is shared, which is of what is held now")
    void followsChanges() {
        for (int i = 0; i < 100; i++) {
            if (i < 80) {
                share(i, one);
            }
            post(i, 1);
        }
        assertThat(held(one)).containsExactlyElementsOf(expected(0, 80).keySet());
        assertThat(held(other)).isEmpty();
        post(3, 2);
        post(90, 2);
        share(90, one, other);
        for (int i = 80; i < 90; i++) {
            share(i, one);
        }
        assertThat(held(one)).containsExactlyElementsOf(expected(0, 91).keySet());
        assertThat(held(other)).containsExactlyElementsOf(expected(90, 91).keySet());
        ItemSet set = DB.await(common.with(one.key()));
        assertThat(DB.await(set.before(List.of(Bound.END))))
                .containsExactly(Tally.of(expected(0, 91).keySet()));
        for (int i = 0; i < 60; i++) {
            share(i);
        }
        assertThat(held(one)).containsExactlyElementsOf(expected(60, 91).keySet());
        assertThat(DB.await(set.before(List.of(Bound.END))))
                .containsExactly(Tally.of(expected(60, 91).keySet()));
    }

    @Test
    @DisplayName("tells what ids stand for, to the peer that shares it")
    void finds() {
        share(0, one);
        post(0, 1);
        Item item = held(one).getFirst();
        Sha256 unknown = Sha256.of(new byte[1]);
        assertThat(DB.await(common.find(one.key(), List.of(item.hash(), unknown))))
                .containsExactlyEntriesOf(Map.of(item.hash(), expected(0, 1).get(item)));
        assertThat(DB.await(common.find(other.key(), List.of(item.hash())))).isEmpty();
    }

    @Test
    @DisplayName("gateway records are a class of their own")
    void records() {
        share(0, one);
        Did account = accounts.getFirst().did();
        Tally tally = Tally.ofHashes(List.of(Sha256.of(new byte[3])));
        DB.await(DB.database()
                .inTransaction(session -> Database.execute(
                                session,
                                "insert into gateway_record_set (did, records, newest_second, sum) values ($1, 1, 7, $2)",
                                account.toString(),
                                tally.sum())
                        .chain(() -> HibernateTouched.note(session, account.toString()))));
        Item item = Sets.level1(new Shelf(account, ItemClass.RECORDS), new Audits.ClassSummary(1, 7, tally.sum()));
        assertThat(held(one)).containsExactly(item);
        assertThat(DB.await(common.find(one.key(), List.of(item.hash()))))
                .containsValue(new Shelf(account, ItemClass.RECORDS));
    }

    @Test
    @DisplayName("costs nothing for accounts that nobody shares or in which nothing changes")
    void costs() {
        for (int i = 0; i < 100; i++) {
            post(i, 1);
        }
        assertThat(touched()).isZero();
        share(0, one);
        share(1, one);
        assertThat(touched()).isEqualTo(2);
        held(one);
        assertThat(touched()).isZero();
        post(1, 2);
        post(2, 2);
        assertThat(touched()).isEqualTo(1);
    }

    private static long touched() {
        return DB.await(DB.database()
                        .inTransaction(session -> Database.query(session, "select count(*) as n from common_touched")))
                .getFirst()
                .getLong("n");
    }

    @Test
    @DisplayName("loses no change, however many processes bring it up to date while documents come in")
    void concurrently() {
        for (int i = 0; i < 100; i++) {
            share(i, one, other);
        }
        List<Uni<Void>> running = new ArrayList<>();
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 100; i++) {
                TestAccount author = accounts.get(i);
                running.add(store.admit(List.of(author.note("/objects/" + round, "n")))
                        .replaceWithVoid());
                if (i % 10 == 0) {
                    running.add(common.with((i % 20 == 0 ? one : other).key()).replaceWithVoid());
                }
            }
        }
        DB.await(Uni.join().all(running).usingConcurrencyOf(8).andCollectFailures());
        assertThat(held(one)).containsExactlyElementsOf(expected(0, 100).keySet());
        assertThat(held(other)).containsExactlyElementsOf(expected(0, 100).keySet());
        assertThat(DB.await(DB.await(common.with(other.key())).before(List.of(Bound.END))))
                .containsExactly(Tally.of(expected(0, 100).keySet()));
    }
}
