package social.godwit.activitypub.vocabulary;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 48: names of emoji end up in pages, patterns and searches of clients. */
class EmojisTest {
    @ParameterizedTest
    @ValueSource(strings = {":blobcat:", ":ablobcat_wave2:", ":+1:", ":a:"})
    void takesPlainShortcodes(String name) {
        assertThat(Emojis.isShortcode(name)).isTrue();
        assertThat(Emojis.reaction(name)).contains(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "::",
                "blobcat",
                ":blob cat:",
                ":blob\"cat:",
                ":blob'onerror='x:",
                ":<b>:",
                ":a::b:",
                ":a:\n",
                ":(a+)+$:",
                ":\u0430:",
                ":a\u0000:",
                ":@bad.example:",
                ":a@b@c:"
            })
    void refusesAllElse(String name) {
        assertThat(Emojis.isShortcode(name)).isFalse();
        assertThat(Emojis.reaction(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {65, 2_048, 100_000})
    void refusesLongOnes(int length) {
        String name = ":" + "a".repeat(length) + ":";
        assertThat(Emojis.isShortcode(name)).isFalse();
        assertThat(Emojis.reaction(name)).isEmpty();
        assertThat(Emojis.reaction("\u2764".repeat(length))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u2764",
                "\u2764\ufe0f",
                "\ud83d\udc4d\ud83c\udffd",
                "1\ufe0f\u20e3\u2b50",
                "\ud83c\udde9\ud83c\uddea",
                "\ud83d\udc68\u200d\ud83d\udc69\u200d\ud83d\udc67\u200d\ud83d\udc66",
                ":blobcat@peer.example:"
            })
    void takesReactions(String text) {
        assertThat(Emojis.reaction(text)).contains(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"like", "5", "\u2764 \u2764", "\u2764<", "javascript:x", "\u202e\u2764", "\u200d", "a\u2764"})
    void takesNothingForAReactionThatIsNone(String text) {
        assertThat(Emojis.reaction(text)).isEmpty();
    }
}
