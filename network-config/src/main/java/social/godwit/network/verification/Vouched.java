package social.godwit.network.verification;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.governance.Evidence;

/** A credential, and what it is worth in a network. */
public record Vouched(Credential credential, Standing standing) {
    /** What a credential is worth. */
    public enum Standing {
        /** Its issuer is named by the charter for such claims, and it holds. */
        VALID,
        /** Its time has not begun, or is over. */
        EXPIRED,
        /** Its issuer took it back. */
        REVOKED,
        /** The charter does not name its issuer for such claims. */
        NOT_TRUSTED
    }

    /** All that was vouched for in a network, by account, under the charter that is in force. */
    public static Map<Did, List<Vouched>> of(Charter charter, Evidence evidence, Instant now) {
        Map<Did, Set<Sha256>> revoked = new HashMap<>();
        for (SignedAct act : evidence.all()) {
            act.as(Revocation.class)
                    .ifPresent(revocation -> revoked.computeIfAbsent(act.author(), absent -> new HashSet<>())
                            .add(revocation.credential()));
        }
        Map<Did, List<Vouched>> vouched = new HashMap<>();
        for (SignedAct act : evidence.all()) {
            act.as(Attestation.class)
                    .map(Attestation::credential)
                    .ifPresent(credential -> vouched.computeIfAbsent(credential.subject(), absent -> new ArrayList<>())
                            .add(new Vouched(credential, standing(credential, charter, revoked, now))));
        }
        return vouched;
    }

    private static Standing standing(
            Credential credential, Charter charter, Map<Did, Set<Sha256>> revoked, Instant now) {
        if (revoked.getOrDefault(credential.issuer(), Set.of()).contains(credential.hash())) {
            return Standing.REVOKED;
        }
        if (!charter.verification().trusts(credential.issuer(), credential.claim())) {
            return Standing.NOT_TRUSTED;
        }
        return now.isBefore(credential.from()) || !now.isBefore(credential.until()) ? Standing.EXPIRED : Standing.VALID;
    }

    /** Whether anything valid is among these. */
    public static boolean any(List<Vouched> some) {
        return some.stream().anyMatch(one -> one.standing() == Standing.VALID);
    }
}
