package social.godwit.activitypub.account;

import java.util.Arrays;
import java.util.Optional;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SealedBox;
import social.godwit.identity.key.SigningKey;

/**
 * The owner's copy of the RSA key that a gateway made for the account: its PKCS#8, sealed to the account's own key. With it
 * the owner can speak for the old ids when the gateway is dead or hostile.
 */
public final class SealedAccountKey {
    private static final String PURPOSE = "godwit account rsa key";
    private static final int TEXT_MAX = 16_384;

    private SealedAccountKey() {}

    /** Seals a pair to its owner; multibase, as {@code sealedPrivateKey} of the answer to a registration. */
    public static String seal(RsaKeyPair pair, Did owner, Randomness randomness) {
        byte[] plain = pair.pkcs8();
        try {
            return Multibase.encode(SealedBox.seal(plain, owner.key(), PURPOSE, randomness));
        } finally {
            Arrays.fill(plain, (byte) 0);
        }
    }

    /** Opens a copy; nothing when it is not sealed to {@code owner}, was altered, or holds no RSA key. */
    public static Optional<RsaKeyPair> open(String sealed, SigningKey owner) {
        return sealed.length() > TEXT_MAX
                ? Optional.empty()
                : Multibase.decode(sealed)
                        .flatMap(box -> SealedBox.open(box, owner, PURPOSE))
                        .flatMap(RsaKeyPair::fromPkcs8);
    }
}
