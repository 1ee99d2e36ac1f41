package social.godwit.store.record;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

class HibernateRecordStoreTest implements RecordStoreContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final TestClock clock = new TestClock();
    private final RecordStore records = new HibernateRecordStore(DB.database(), clock);

    @BeforeEach
    void empty() {
        DB.execute("truncate repository, gateway_record, gateway_record_set");
        DB.execute("insert into repository (did, kind, opened_at) values ('" + ACCOUNT + "', 'ACCOUNT', now())");
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
