package social.godwit.network.view;

import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Label.Effect;

/**
 * What a reader wants labels to do, in the place of what charters declare.
 *
 * @param effects by label; empty where the label is to be as if it were not there
 */
public record Reader(Map<Key, Optional<Effect>> effects) {
    /** Somebody who has not chosen anything. */
    public static final Reader NONE = new Reader(Map.of());

    public Reader {
        effects = Map.copyOf(effects);
    }

    /** A label of a network, or of a labeler. */
    public record Key(Did of, String label) {}

    /** Whether the reader wants something else than the charter declares. */
    boolean hasChosen(Did of, Label label) {
        return effects.containsKey(new Key(of, label.id()));
    }

    /** What a label of a network or of a labeler does for this reader; nothing where it is ignored. */
    Optional<Effect> effect(Did of, Label label) {
        return effects.getOrDefault(new Key(of, label.id()), Optional.of(label.effect()));
    }
}
