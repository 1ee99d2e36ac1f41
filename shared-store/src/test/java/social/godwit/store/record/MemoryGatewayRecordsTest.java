package social.godwit.store.record;

import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import social.godwit.store.testing.TestClock;

class MemoryGatewayRecordsTest implements GatewayRecordsContract {
    private final TestClock clock = new TestClock();
    private final AtomicLong numbers = new AtomicLong();
    private final GatewayRecords records = new MemoryGatewayRecords(
            clock,
            account -> account.equals(ACCOUNT) ? OptionalLong.of(numbers.incrementAndGet()) : OptionalLong.empty());

    @Override
    public GatewayRecords records() {
        return records;
    }

    @Override
    public TestClock clock() {
        return clock;
    }
}
