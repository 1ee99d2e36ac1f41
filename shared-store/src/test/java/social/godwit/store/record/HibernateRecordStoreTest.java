package social.godwit.store.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.replication.Peer;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

class HibernateRecordStoreTest implements RecordStoreContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final TestClock clock = new TestClock();
    private final MemoryReplicas replicas = new MemoryReplicas();
    private final RecordStore records = new HibernateRecordStore(DB.database(), replicas, clock);

    @BeforeEach
    void empty() {
        DB.execute("truncate repository, gateway_record, gateway_record_set");
        DB.execute("insert into repository (did, kind, opened_at) values ('" + ACCOUNT + "', 'ACCOUNT', now())");
    }

    @Test
    @DisplayName("what was observed here is to be pushed, what came from elsewhere is not")
    void pushed() {
        Peer home = new Peer(HOME.origin, HOME.key.did());
        DB.await(replicas.share(ACCOUNT, 0, List.of(home)));

        DB.await(records.take(
                ACCOUNT, List.of(HOME.activity(ACCOUNT, "https://far.example/1", clock.instant())), Standing.PENDING));
        assertThat(DB.await(replicas.of(ACCOUNT)).getFirst().newest().records()).isZero();

        DB.await(records.take(
                ACCOUNT,
                List.of(SECOND.activity(ACCOUNT, "https://far.example/2", clock.instant())),
                Standing.VERIFIED));
        assertThat(DB.await(replicas.of(ACCOUNT)).getFirst().newest().records()).isEqualTo(2);
    }

    @Test
    @DisplayName("a word on when an entry was there makes the key log be looked at again")
    void noticed() {
        DB.await(records.take(
                ACCOUNT, List.of(SECOND.entry(ACCOUNT, Sha256.of(new byte[1]), clock.instant())), Standing.PENDING));

        assertThat(DB.execute(
                        "update repository set key_log_due = null where key_log_due <= now() + interval '100 years'"))
                .isEqualTo(1);
    }

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
