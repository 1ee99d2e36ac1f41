package social.godwit.identity.checkpoint;

import java.util.Optional;
import social.godwit.identity.document.Visibility;

/** Each device keeps one chain per class of visibility, so that private activity shows to nobody. */
public enum ChainClass {
    /** Documents that everyone may see. */
    PUBLIC("public"),
    /** All others. */
    PRIVATE("private");

    private final String text;

    ChainClass(String text) {
        this.text = text;
    }

    /** The chain that lists documents of this visibility. */
    public static ChainClass of(Visibility visibility) {
        return visibility == Visibility.PUBLIC ? PUBLIC : PRIVATE;
    }

    /** Reads {@code public} or {@code private}. */
    public static Optional<ChainClass> parse(String text) {
        for (ChainClass chain : values()) {
            if (chain.text.equals(text)) {
                return Optional.of(chain);
            }
        }
        return Optional.empty();
    }

    /** {@code public} or {@code private}, as in checkpoints. */
    @Override
    public String toString() {
        return text;
    }
}
