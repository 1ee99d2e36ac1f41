package social.godwit.network.view;

import java.util.Arrays;
import java.util.Optional;
import social.godwit.network.form.Words;

/**
 * What an order by weights may look at: these and nothing else, each from 0 to 1. Nothing that can be bought is among them, nothing
 * about the reader but whom they follow, and nothing that was learnt from what the reader did.
 */
public enum Feature {
    /** 1 when new, half of it after {@link Order#HALF_LIFE}, and so on. */
    FRESHNESS,
    /** How many like it: 0 for none, 1 from 63 on, each doubling the same step. */
    LIKES,
    /** How many boosted it, likewise. */
    BOOSTS,
    /** How many answers it has, likewise. */
    ANSWERS,
    /** 1 when the reader follows the author. */
    FOLLOWED,
    /** 1 when it has media. */
    MEDIA,
    /** 1 when it answers another post. */
    REPLY,
    /** 1 when its author joined within the last 30 days. */
    NEWCOMER,
    /** 1 when an issuer of the charter vouches for its author. */
    VOUCHED,
    /** How many newer posts of the same author are looked at: a fifth for each, 1 from five on. */
    REPEATED;

    /** The feature with this name, in a charter's spelling. */
    static Optional<Feature> named(String name) {
        return Arrays.stream(values())
                .filter(feature -> Words.of(feature).equals(name))
                .findFirst();
    }
}
