package social.godwit.store.record;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import social.godwit.store.testing.TestClock;

class MemoryRecordStoreTest implements RecordStoreContract {
    private final TestClock clock = new TestClock();
    private final AtomicLong numbers = new AtomicLong();
    private final RecordStore records = new MemoryRecordStore(
            clock,
            account -> account.equals(ACCOUNT) ? OptionalLong.of(numbers.incrementAndGet()) : OptionalLong.empty());

    @Override
    public RecordStore records() {
        return records;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
