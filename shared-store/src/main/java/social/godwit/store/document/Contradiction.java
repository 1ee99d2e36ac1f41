package social.godwit.store.document;

import social.godwit.identity.encoding.Sha256;

/** A version that came, and one that is here with the same sequence and proof time; perhaps of equal content. */
record Contradiction(Candidate version, Sha256 other) {}
