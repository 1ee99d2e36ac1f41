package social.godwit.identity.json;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * The keys of ActivityPub. A key that differs from one of them by case only is refused in documents: some readers compare
 * keys regardless of case, so {@code "Actor"} beside {@code "actor"} would mean two things under one signature.
 */
final class CoreTerms {
    private static final String TERMS = """
            @context @id @type id type actor object target result origin instrument to cc bto bcc audience attributedTo
            inReplyTo content contentMap name nameMap summary summaryMap url href published updated startTime endTime
            duration mediaType tag attachment icon image preview location context replies likes shares first last next
            prev current items orderedItems totalItems partOf inbox outbox followers following liked endpoints sharedInbox
            preferredUsername publicKey publicKeyPem publicKeyMultibase owner controller assertionMethod authentication
            proof proofValue proofPurpose verificationMethod cryptosuite created gateways digestMultibase alsoKnownAs
            movedTo manuallyApprovesFollowers sensitive closed oneOf anyOf quote quoteUrl quoteUri interactionPolicy
            sequence previous signature
            """;
    private static final Set<String> EXACT = new HashSet<>();
    private static final Set<String> FOLDED = new HashSet<>();
    private static final int SLOTS = 1024;
    private static final String[] TABLE = new String[SLOTS];

    static {
        for (String term : TERMS.split("\\s+")) {
            EXACT.add(term);
            FOLDED.add(term.toLowerCase(Locale.ROOT));
            byte[] bytes = term.getBytes(StandardCharsets.ISO_8859_1);
            int slot = slot(bytes, 0, bytes.length);
            // On a collision the later term is simply not interned.
            TABLE[slot] = TABLE[slot] == null ? term : TABLE[slot];
        }
    }

    private CoreTerms() {}

    /** Whether the key equals a core term but for case. */
    static boolean misspelt(String key) {
        if (EXACT.contains(key)) {
            return false;
        }
        return FOLDED.contains(key.toLowerCase(Locale.ROOT));
    }

    /** Returns the key in these ASCII bytes, without a new string for the usual ones. */
    static String intern(byte[] in, int start, int stop) {
        String known = TABLE[slot(in, start, stop)];
        if (known != null && equal(known, in, start, stop)) {
            return known;
        }
        return new String(in, start, stop - start, StandardCharsets.ISO_8859_1);
    }

    private static int slot(byte[] in, int start, int stop) {
        int hash = stop - start;
        for (int i = start; i < stop; i++) {
            hash = hash * 31 + in[i];
        }
        return (hash ^ (hash >>> 10) ^ (hash >>> 20)) & (SLOTS - 1);
    }

    private static boolean equal(String known, byte[] in, int start, int stop) {
        if (known.length() != stop - start) {
            return false;
        }
        for (int i = 0; i < known.length(); i++) {
            if (known.charAt(i) != in[start + i]) {
                return false;
            }
        }
        return true;
    }
}
