package social.godwit.instance.client.document;

import social.godwit.identity.document.DerivedName;

/** Where what answers a request lies: derived from the request's id, so that all who may answer derive one and the same. */
public enum DerivedId {
    /** The Accept of a Follow or a QuoteRequest. */
    ACCEPT("accepts"),
    /** The Follow of where somebody has moved to. */
    FOLLOW("follows"),
    /** The Block of where somebody has moved to whose old address is blocked. */
    BLOCK("blocks"),
    /** The same for mutes. */
    MUTE("ignores"),
    /** The permission that goes with the Accept of a QuoteRequest. */
    QUOTE_STAMP("stamps");

    private final String folder;

    DerivedId(String folder) {
        this.folder = folder;
    }

    /** The path below the actor's for what answers {@code request}, whose id is taken as the stranger wrote it. */
    public String path(String actorPath, String request) {
        return actorPath + "/" + folder + "/" + DerivedName.of(request);
    }
}
