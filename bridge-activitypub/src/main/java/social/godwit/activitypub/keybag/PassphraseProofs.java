package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.keybag.GuessLimits.Attempt;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * Checks that whoever sends a request of the owner has typed the passphrase for it: the field {@value #HEADER} holds, in
 * base64, {@code PassphraseKey.proof} for this instance's key. Asked for where a stolen device must not suffice. Wrong ones
 * are limited like those that fetch a bag.
 */
@ApplicationScoped
public class PassphraseProofs {
    /** The field of the request. */
    public static final String HEADER = "Godwit-Passphrase";

    /** Where no passphrase is kept. */
    public static final Problem RECOVERY = Problem.of(
            403,
            "recovery-needed",
            "Forbidden",
            "no passphrase is kept here: for this the recovery key has to be at hand, and say so");

    private static final int TEXT_MAX = 64;
    private static final Problem MISSING = Problem.of(
            403, "passphrase-needed", "Forbidden", "this needs a fresh proof of the account's passphrase in " + HEADER);
    private static final Problem WRONG =
            Problem.of(403, "passphrase", "Forbidden", "this is not the account's passphrase");

    private final KeyBagStore store;
    private final GuessLimits limits;
    private final RecoveryPresence recovery;

    PassphraseProofs(KeyBagStore store, GuessLimits limits, RecoveryPresence recovery) {
        this.store = store;
        this.limits = limits;
        this.recovery = recovery;
    }

    /**
     * Judges a request that is otherwise known to be the owner's. The recovery key, at hand, needs no passphrase.
     *
     * @param header the value of {@link #HEADER}
     * @param network where it came from
     */
    public Uni<PassphraseVerdict> check(Did account, Optional<String> header, String network) {
        if (recovery.of(account)) {
            return Uni.createFrom().item(new PassphraseVerdict.Proven());
        }
        return store.find(account).chain(kept -> {
            if (kept.isEmpty()) {
                return Uni.createFrom().item(new PassphraseVerdict.NoBag());
            }
            Optional<byte[]> proof = header.flatMap(PassphraseProofs::decoded);
            return proof.isEmpty()
                    ? Uni.createFrom().item(new PassphraseVerdict.Refused(MISSING))
                    : limits.attempt(
                                    account,
                                    network,
                                    () -> Uni.createFrom()
                                            .item(matches(kept.get().proof(), proof.get())))
                            .map(PassphraseProofs::verdict);
        });
    }

    private static PassphraseVerdict verdict(Attempt attempt) {
        return switch (attempt) {
            case Attempt.Right right -> new PassphraseVerdict.Proven();
            case Attempt.Wrong wrong -> new PassphraseVerdict.Refused(WRONG);
            case Attempt.TooSoon soon -> new PassphraseVerdict.Refused(soon.problem());
        };
    }

    static boolean matches(Sha256 hash, byte[] secret) {
        return MessageDigest.isEqual(hash.bytes(), Sha256.of(secret).bytes());
    }

    private static Optional<byte[]> decoded(String base64) {
        if (base64.length() > TEXT_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(Base64.getDecoder().decode(base64));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
