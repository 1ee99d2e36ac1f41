package social.godwit.network.filter;

/**
 * Why a filter hit.
 *
 * @param found what it found, as people read it
 */
public record Hit(Filter filter, String found) {
    /** In one sentence, for moderators and for the one affected. */
    public String explained() {
        String what = switch (filter.kind()) {
            case KEYWORD -> "the words \"" + found + "\"";
            case LINK -> "a link to " + found;
            case MENTIONS ->
                found + " people named, more than " + filter.values().getFirst();
            case NEWCOMER -> "a first message by somebody known here for " + found + " days";
            case MEDIA -> "the file " + found;
            case LANGUAGE -> "the language " + found;
        };
        return "The filter " + filter.id() + " (rule " + filter.rule().rule() + ") found " + what + ".";
    }
}
