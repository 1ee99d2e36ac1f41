package social.godwit.identity.document;

/** Why bytes are no portable document (FEP-ef61, and what makes replicas agree). */
public enum Inadmissibility {
    /** Not strict JSON within the limits, or not an object. */
    JSON,
    /** Too many maps, embedded documents, contexts or recipients. */
    LIMIT,
    /** The id is missing, not portable, has a fragment or location hints. */
    ID,
    /** {@code type} is not a single string. */
    TYPE,
    /** {@code @context} is missing, or holds anything but URL strings. */
    CONTEXT,
    /** A JSON-LD keyword other than {@code @context}: readers disagree on what it restructures. */
    KEYWORD,
    /** A Linked Data signature beside the proof. */
    LD_SIGNATURE,
    /** {@code bto} or {@code bcc}: signed bytes cannot be stripped on their way. */
    HIDDEN_RECIPIENTS,
    /** Something that looks like a key, outside the actor document or not the actor's. */
    KEY,
    /** Not owned by the DID of its id. */
    OWNER,
    /** An actor whose gateways are not 1 to 16 distinct origins. */
    GATEWAYS,
    /** {@code sequence} or {@code previous} is malformed, or the sequence runs ahead of the proof time. */
    SEQUENCE,
    /** An entry of the key log or checkpoint whose id does not name its content, or another document at such an id. */
    CONTENT_ID,
    /** No proof. */
    UNSIGNED,
    /** A proof that is not valid, or not by the DID of the id. */
    PROOF,
    /** An embedded portable map that is unsigned, owned by another, or inadmissible by itself. */
    EMBEDDED
}
