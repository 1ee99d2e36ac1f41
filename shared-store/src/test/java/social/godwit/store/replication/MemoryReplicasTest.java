package social.godwit.store.replication;

import io.smallrye.mutiny.Uni;

class MemoryReplicasTest implements ReplicasContract, AuditStoreContract, MirrorStoreContract {
    private final Replicas store = new MemoryReplicas();

    @Override
    public Replicas store() {
        return store;
    }

    @Override
    public <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
