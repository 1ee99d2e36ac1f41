package social.godwit.store.testing;

import java.nio.ByteBuffer;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Ed25519PublicKey;

/** DIDs of nobody, where no signature matters. */
public final class TestDids {
    private TestDids() {}

    /** Always the same DID for the same number. */
    public static Did did(int number) {
        return Did.of(Ed25519PublicKey.of(
                ByteBuffer.allocate(Ed25519PublicKey.LENGTH).putInt(number).array()));
    }
}
