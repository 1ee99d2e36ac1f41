package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;

class MemoryCaseStoreTest implements CaseStoreContract {
    private final CaseStore store = new MemoryCaseStore();

    @Override
    public CaseStore store() {
        return store;
    }

    @Override
    public <T> T await(Uni<T> uni) {
        return uni.await().indefinitely();
    }
}
