package social.godwit.store.document;

import social.godwit.identity.encoding.Sha256;

/**
 * A document that came, and one that is here and says otherwise.
 *
 * @param name how the evidence calls the one that came, see {@link Evidence}
 * @param other how it calls the one that is here
 */
record Contradiction(Candidate version, Sha256 name, Sha256 other) {
    Sha256 first() {
        return name.compareTo(other) < 0 ? name : other;
    }

    Sha256 second() {
        return name.compareTo(other) < 0 ? other : name;
    }

    /** The path of the id of two versions, or of the one of two documents that is named first. */
    String path(Evidence.Kind kind) {
        String path = version.facts.path();
        return kind == Evidence.Kind.VERSIONS
                ? path
                : path.substring(0, path.lastIndexOf('/') + 1) + first().multibase();
    }
}
