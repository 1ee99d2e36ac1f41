package social.godwit.network.form;

import java.util.Locale;
import java.util.Optional;

/** How the values of an enum are written: in lower case, with hyphens. */
public final class Words {
    private Words() {}

    /** The word of a value. */
    public static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The value of a word, in exactly that spelling. */
    public static <E extends Enum<E>> Optional<E> parse(Class<E> type, String word) {
        for (E value : type.getEnumConstants()) {
            if (of(value).equals(word)) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
