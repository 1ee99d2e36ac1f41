package social.godwit.store.media;

import social.godwit.store.testing.TestClock;

class MemoryMediaStoreTest implements MediaStoreContract {
    private final TestClock clock = new TestClock();
    private final MediaStore store = new MemoryMediaStore(clock);

    @Override
    public MediaStore store() {
        return store;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
