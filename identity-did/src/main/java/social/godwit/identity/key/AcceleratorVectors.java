package social.godwit.identity.key;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import social.godwit.identity.encoding.Ed25519PublicKey;

/** What an accelerator must answer right before it is used: one valid signature and each way that libraries differ in. */
final class AcceleratorVectors {
    private static final String MESSAGE = "godwit torsion in R";
    private static final String KEY = "3b6a27bcceb6a42d62a3a8d02a6f0d73653215771de243a63ac048a18b59da29";
    /** Valid by the equation with cofactor only. */
    private static final String TORSION = "5b61c2e3b93e6c06450f327ea72cdfeb8cde6aa020d2dd827ab3f86e708c8393"
            + "32f51d9024b16a9ccc5387bf65a3d7ea4eb7aa4b0311506145e954f41c7e8103";

    private AcceleratorVectors() {}

    static boolean agree(Accelerator accelerator) {
        byte[] seed = new byte[32];
        byte[] message = MESSAGE.getBytes(StandardCharsets.UTF_8);
        byte[] good = new byte[Ed25519.SIGNATURE_LENGTH];
        org.bouncycastle.math.ec.rfc8032.Ed25519.sign(seed, 0, message, 0, message.length, good, 0);
        Ed25519PublicKey key = Ed25519PublicKey.of(HexFormat.of().parseHex(KEY));
        byte[] tampered = good.clone();
        tampered[0] ^= 1;
        byte[] malleable = addOrder(good);
        return accelerator.verify(key, message, good)
                && !accelerator.verify(key, message, tampered)
                && !accelerator.verify(key, message, malleable)
                && !accelerator.verify(key, message, HexFormat.of().parseHex(TORSION));
    }

    /** The same signature with S + L, which is not canonical. */
    static byte[] addOrder(byte[] signature) {
        byte[] order = HexFormat.of().parseHex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
        byte[] sum = signature.clone();
        int carry = 0;
        for (int i = 0; i < 32; i++) {
            carry += (sum[32 + i] & 0xFF) + (order[i] & 0xFF);
            sum[32 + i] = (byte) carry;
            carry >>= 8;
        }
        return sum;
    }
}
