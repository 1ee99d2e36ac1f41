package social.godwit.identity.keylog;

import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;

/**
 * Who may together name a successor. The log holds hashes, so that it does not tell who the helpers are; whoever guesses a
 * DID can check the guess.
 *
 * @param threshold how many of them must say the same: 1 to the number of members, and 0 exactly when there are none
 * @param members see {@link #member}, at most {@link #MAX}, distinct
 */
public record Helpers(int threshold, List<Sha256> members) {
    /** Most helpers of one account. */
    public static final int MAX = 16;

    /** No helpers: also what dismisses those that there were. */
    public static final Helpers NONE = new Helpers(0, List.of());

    /** Checks the numbers. */
    public Helpers {
        members = List.copyOf(members);
        boolean good = members.size() <= MAX
                && new HashSet<>(members).size() == members.size()
                && threshold >= Math.min(1, members.size())
                && threshold <= members.size();
        if (!good) {
            throw new IllegalArgumentException(threshold + " of " + members.size() + " helpers");
        }
    }

    /** How a helper is named in the log that begins with {@code genesis}: no two logs name one helper alike. */
    public static Sha256 member(Sha256 genesis, Did helper) {
        return Sha256.of(("godwit helper\n" + genesis.multibase() + "\n" + helper).getBytes(StandardCharsets.US_ASCII));
    }

    /** Whether {@code helper} is one of them. */
    public boolean include(Sha256 genesis, Did helper) {
        return members.contains(member(genesis, helper));
    }
}
