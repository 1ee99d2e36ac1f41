package social.godwit.store.record;

import java.nio.ByteBuffer;
import java.time.Instant;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/** Records for tests that sign nothing, because thousands of signatures take a while. */
final class TestRecords {
    static final Sha256 NOBODY = Sha256.of(new byte[] {7});

    private TestRecords() {}

    /** A record as {@link GatewayRecord#read} would give it, each with other bytes. */
    static GatewayRecord.Signed madeUp(RecordMaker by, Did account, int number, Instant at) {
        String id = "https://far.example/made-up/" + number;
        GatewayRecord record = by.unsigned(account, RecordKind.ACTIVITY, id, at, at, "{}");
        return new GatewayRecord.Signed(
                record, ByteBuffer.allocate(4).putInt(number).array());
    }
}
