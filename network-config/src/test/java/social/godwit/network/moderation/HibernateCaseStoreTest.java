package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestDatabase;

class HibernateCaseStoreTest implements CaseStoreContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final CaseStore store = new HibernateCaseStore(DB.database());

    @BeforeEach
    void empty() {
        DB.execute("truncate case_file, case_entry, case_report, case_decision");
    }

    @Override
    public CaseStore store() {
        return store;
    }

    @Override
    public <T> T await(Uni<T> uni) {
        return DB.await(uni);
    }
}
