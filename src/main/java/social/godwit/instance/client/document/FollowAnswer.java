package social.godwit.instance.client.document;

import java.nio.charset.StandardCharsets;
import social.godwit.identity.encoding.Base58;
import social.godwit.identity.encoding.Sha256;

/** Where the answer to a Follow lies: derived from the Follow's id, so that all who may answer derive one and the same. */
public enum FollowAnswer {
    ACCEPT("accepts");

    private static final int CHARACTERS = 22;

    private final String folder;

    FollowAnswer(String folder) {
        this.folder = folder;
    }

    /** The path below the actor's for the answer to {@code follow}, whose id is taken as the stranger wrote it. */
    public String path(String actorPath, String follow) {
        Sha256 hash = Sha256.of(follow.getBytes(StandardCharsets.UTF_8));
        return actorPath + "/" + folder + "/" + Base58.encode(hash.bytes()).substring(0, CHARACTERS);
    }
}
