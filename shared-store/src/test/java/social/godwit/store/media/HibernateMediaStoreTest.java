package social.godwit.store.media;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

class HibernateMediaStoreTest implements MediaStoreContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create(BlobRow.class);

    private final TestClock clock = new TestClock();
    private final MediaStore store = new HibernateMediaStore(DB.database(), clock);

    @BeforeEach
    void empty() {
        DB.execute("delete from blob_reference");
        DB.execute("delete from blob_part");
        DB.execute("delete from blob");
    }

    @Override
    public MediaStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
