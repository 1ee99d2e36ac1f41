package social.godwit.activitypub.delivery;

import java.nio.charset.StandardCharsets;
import social.godwit.activitypub.delivery.Outgoing.Signer;

/** An activity's bytes and whose they are; one object for all who get it. */
final class Body {
    private final String account;
    private final String hash;
    private final String activityId;
    private final byte[] bytes;
    private final Signer signer;

    Body(String account, String hash, String activityId, String text, Signer signer) {
        this.account = account;
        this.hash = hash;
        this.activityId = activityId;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.signer = signer;
    }

    /** The DID of the account. */
    String account() {
        return account;
    }

    /** SHA-256 of the bytes, in hex; unique together with the account. */
    String hash() {
        return hash;
    }

    String activityId() {
        return activityId;
    }

    /** Not a copy. */
    byte[] bytes() {
        return bytes;
    }

    Signer signer() {
        return signer;
    }
}
