package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.store.testing.TestDatabase;

class HibernateReplicasTest implements ReplicasContract, AuditStoreContract, MirrorStoreContract {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final Replicas store = new HibernateReplicas(DB.database());

    @Override
    public Replicas store() {
        return store;
    }

    @Override
    public <T> T await(Uni<T> uni) {
        return DB.await(uni);
    }
}
