package social.godwit.activitypub.account;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Row 47 of the checklist: handles that cannot be mistaken for another. */
class HandlesTest {
    @ParameterizedTest
    @ValueSource(strings = {"alice", "Alice", "a", "a.b", "a-b", "a--b", "a_b", "_", "1", "x.y-z_9"})
    void takesPlainNames(String name) {
        assertThat(Handles.problem(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "-",
                ".a",
                "a.",
                "-a",
                "a-",
                "a b",
                "a@b",
                "a/b",
                "a%62",
                "\u0430lice",
                "ali\u0441e",
                "al\u0131ce",
                "\uff41lice",
                "alice\u200b",
                "\u202ealice",
                "a\0",
                "a\n",
                "stra\u00dfe",
                "\ud835\udc1a",
                "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            })
    void refusesWhatCouldBeMistakenOrIsNoName(String name) {
        assertThat(Handles.problem(name)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin", "ADMIN", "actor", "inbox", "www", "Root", "postmaster", "security", "godwit"})
    void refusesNamesThatBelongToTheInstance(String name) {
        assertThat(Handles.problem(name))
                .hasValueSatisfying(text -> assertThat(text).contains("reserved"));
    }

    @Test
    void foldsCaseAlikeInEveryLanguage() {
        assertThat(Handles.fold("ALICIA_I")).isEqualTo("alicia_i");
    }

    /** Row 46: no input makes the pattern slow. */
    @Test
    void decidesQuicklyOnHostileNames() {
        String hostile = "a-".repeat(50_000) + "!";
        Assertions.assertTimeout(Duration.ofSeconds(10), () -> Handles.problem(hostile));
    }
}
