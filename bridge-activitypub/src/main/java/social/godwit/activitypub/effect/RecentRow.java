package social.godwit.activitypub.effect;

import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.WordMarks;

/** A post that came lately, in the spelling that filters search; see the table {@code recent_post}. */
record RecentRow(Arriving post, String host, String words) {
    /** More words than these are not kept: a row should fit into a page of the database beside many others. */
    private static final int WORDS_MAX = 1_200;

    RecentRow {
        words = words.length() <= WORDS_MAX
                ? words
                : words.substring(0, Math.max(1, words.lastIndexOf(' ', WORDS_MAX) + 1));
    }

    byte[] marks() {
        return WordMarks.of(words);
    }

    String hosts() {
        StringBuilder text = new StringBuilder();
        post.hosts().stream()
                .sorted()
                .limit(20)
                .forEach(host -> text.append('.').append(host).append(' '));
        return text.toString();
    }

    String media() {
        return list(post.media());
    }

    String languages() {
        return list(post.languages());
    }

    long mentions() {
        return Math.min(post.mentions(), Short.MAX_VALUE);
    }

    private static String list(Iterable<String> items) {
        return " " + String.join(" ", items) + " ";
    }
}
