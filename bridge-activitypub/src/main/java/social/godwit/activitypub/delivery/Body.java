package social.godwit.activitypub.delivery;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.inbox.Evidence;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** An activity's bytes and whose they are; one object for all who get it. */
final class Body {
    /** The spellings of the Public collection. */
    private final String account;

    private final String hash;
    private final String activityId;
    private final byte[] bytes;
    private final Signer signer;
    private final Instant kept;
    /** Read once for all who get the activity. */
    private volatile @Nullable Set<String> addressees;

    Body(String account, String hash, String activityId, String text, Signer signer, Instant kept) {
        this.account = account;
        this.hash = hash;
        this.activityId = activityId;
        this.bytes = text.getBytes(StandardCharsets.UTF_8);
        this.signer = signer;
        this.kept = kept;
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

    /** When it was kept here for delivery. */
    Instant kept() {
        return kept;
    }

    /** When its owner signed it, if it carries a proof. */
    Optional<Instant> signed() {
        return Evidence.proofTime(json());
    }

    /** The bytes as text, without a change. */
    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** The activity. */
    JsonObject json() {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read read
                        && read.value() instanceof JsonObject object
                ? object
                : JsonObject.empty();
    }

    /** The ids in {@code to} and {@code cc}, as written. */
    Set<String> addressees() {
        Set<String> known = addressees;
        if (known == null) {
            JsonObject activity = json();
            known = new HashSet<>(activity.ids("to"));
            known.addAll(activity.ids("cc"));
            addressees = known;
        }
        return known;
    }

    /** True when the Public collection is addressed, in any of its three spellings. */
    boolean isPublic() {
        return addressees().stream().anyMatch(Visibility.PUBLIC_COLLECTION::contains);
    }
}
