package social.godwit.instance.client.move;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What server software does when an account that its people follow moves: as tried out, or as read in its code and documents, in November
 * 2026. The names are those of NodeInfo.
 */
enum Software {
    /** Portable accounts are followed as such. */
    GODWIT(Way.KNOWS_ACCOUNTS, "follows the account, wherever its home is", "godwit"),
    /** Tried out: it follows the account itself, and takes no notice of the Move. */
    MITRA(Way.KNOWS_ACCOUNTS, "follows the account, wherever its home is", "mitra"),
    /** Read in its code: needs only the key that it knows; one Move of an address in seven days. */
    MASTODON(
            Way.BY_MOVE,
            "follows the new address for its people, and keeps their lists and notes",
            "mastodon",
            "glitch",
            "hometown",
            "fedibird",
            "kmyblue",
            "ecko"),
    /** Tried out; for seven days after it no Move that names either address. */
    GOTOSOCIAL(Way.BY_MOVE, "follows the new address for its people, but forgets their lists", "gotosocial"),
    /** Read in its code. */
    PLEROMA(
            Way.BY_MOVE,
            "follows the new address for its people, except those who have switched that off",
            "pleroma",
            "akkoma",
            "rebased"),
    /** Tried out, with the old home dead. */
    SNAC(Way.BY_MOVE, "follows the new address for its people", "snac", "snac2"),
    /** Read in its code. */
    FRIENDICA(Way.BY_MOVE, "follows the new address for its people", "friendica"),
    /** Read in its code: a Move makes it fetch the old actor, and only what stands there counts. */
    MISSKEY(
            Way.BY_OLD_SERVER,
            "asks the old server where you have gone",
            "misskey",
            "sharkey",
            "firefish",
            "calckey",
            "iceshrimp",
            "iceshrimp.net",
            "foundkey",
            "cherrypick",
            "catodon"),
    /** Read in its code: fetches both actors, since version 0.12. */
    PIXELFED(Way.BY_OLD_SERVER, "asks the old server where you have gone", "pixelfed"),
    /** Read in its code. */
    BOOKWYRM(Way.NOT, "tells its people that you have moved, but leaves it to them to follow you again", "bookwyrm"),
    /** Read in its code: moves those who follow the blog, not those whom it follows. */
    WORDPRESS(Way.NOT, "ignores moves of those whom it follows", "wordpress"),
    /** Tried out: shows posts only under the address that is followed. */
    TOOTIK(Way.NOT, "shows only what is posted under the address that it follows", "tootik"),
    /** No Move of people in their documents. */
    DEAF(
            Way.NOT,
            "ignores moves of people",
            "peertube",
            "lemmy",
            "piefed",
            "mbin",
            "kbin",
            "writefreely",
            "plume",
            "funkwhale",
            "mobilizon",
            "owncast",
            "ghost"),
    /** They say so themselves; not tried out. */
    NOMADIC(
            Way.UNSURE,
            "says that it follows moves; nobody has tried that with an account like yours",
            "hubzilla",
            "streams",
            "forte"),
    /** A kit: it accepts the Move, and what happens then is up to the program that is built with it. */
    FEDIFY(
            Way.UNSURE,
            "is built with Fedify: it follows moves only if its makers have added that",
            "fedify",
            "hollo",
            "hackerspub");

    /** How followers come along. */
    enum Way {
        /** They need not: the server knows portable accounts. */
        KNOWS_ACCOUNTS,
        /** By the Move alone. */
        BY_MOVE,
        /** By the Move, if the old server then says the same. */
        BY_OLD_SERVER,
        /** Not at all. */
        NOT,
        /** That is not known. */
        UNSURE
    }

    private final Way way;
    private final String words;
    /** Separated by spaces. */
    private final String names;

    Software(Way way, String words, String... names) {
        this.way = way;
        this.words = words;
        this.names = String.join(" ", names);
    }

    /** The software of that name; empty when nothing is known of it. */
    static Optional<Software> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).filter(it -> it.names().contains(lower)).findFirst();
    }

    List<String> names() {
        return List.of(names.split(" "));
    }

    Way way() {
        return way;
    }

    /** What it does; its name goes before. */
    String words() {
        return words;
    }

    /**
     * For how long after a Move it takes no other one.
     *
     * @param wasMovedTo whether the address that moves now was the new one then, and not the old one
     */
    Duration lock(boolean wasMovedTo) {
        return switch (this) {
            case MASTODON -> wasMovedTo ? Duration.ZERO : Duration.ofDays(7);
            case GOTOSOCIAL -> Duration.ofDays(7);
            default -> Duration.ZERO;
        };
    }
}
