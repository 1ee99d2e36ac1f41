package social.godwit.instance.client.document;

import java.nio.charset.StandardCharsets;
import social.godwit.identity.encoding.Base58;
import social.godwit.identity.encoding.Sha256;

/** Where what answers a request lies: derived from the request's id, so that all who may answer derive one and the same. */
public enum DerivedId {
    /** The Accept of a Follow or a QuoteRequest. */
    ACCEPT("accepts"),
    /** The Follow of where somebody has moved to. */
    FOLLOW("follows"),
    /** The permission that goes with the Accept of a QuoteRequest. */
    QUOTE_STAMP("stamps");

    private static final int CHARACTERS = 22;

    private final String folder;

    DerivedId(String folder) {
        this.folder = folder;
    }

    /** The path below the actor's for what answers {@code request}, whose id is taken as the stranger wrote it. */
    public String path(String actorPath, String request) {
        Sha256 hash = Sha256.of(request.getBytes(StandardCharsets.UTF_8));
        return actorPath + "/" + folder + "/" + Base58.encode(hash.bytes()).substring(0, CHARACTERS);
    }
}
