package social.godwit.activitypub.keybag;

import social.godwit.activitypub.http.Problem;

/** Whether a request proves its account's passphrase anew. */
public sealed interface PassphraseVerdict {
    /** It does. */
    record Proven() implements PassphraseVerdict {}

    /** The account keeps no key bag here: it has no passphrase that this gateway could check. */
    record NoBag() implements PassphraseVerdict {}

    /** It does not; {@code problem} is the answer: 403 without a proof or with a wrong one, 429 after too many. */
    record Refused(Problem problem) implements PassphraseVerdict {}
}
