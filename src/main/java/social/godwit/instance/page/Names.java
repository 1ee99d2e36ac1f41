package social.godwit.instance.page;

import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;

/** What people are called in front of people, as far as it is known here. */
record Names(Words words, Map<Did, Name> known) {
    /** As many characters of an unknown account's name as tell it from others. */
    private static final int TAIL = 6;

    Names {
        known = Map.copyOf(known);
    }

    /**
     * One of them.
     *
     * @param page for people, of http or https
     */
    record Name(String text, Optional<String> page) {}

    /** The name; an unknown account's is the end of its identifier. */
    String of(Did did) {
        String text = did.toString();
        return Optional.ofNullable(known.get(did))
                .map(Name::text)
                .orElseGet(() -> words.of("unknown", text.substring(text.length() - TAIL)));
    }

    /** The name, linked to the page where there is one. */
    void write(Markup html, Did did) {
        Optional<String> page = Optional.ofNullable(known.get(did)).flatMap(Name::page);
        if (page.isPresent()) {
            html.element("a", of(did), "href", page.get(), "dir", "auto", "rel", "noopener");
        } else {
            html.element("span", of(did), "dir", "auto", "title", did.toString());
        }
    }
}
