package social.godwit.network.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainRulesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T00:00:00Z");

    private final DomainRules rules = DomainRules.of(
            List.of(
                    new DomainRule("spam.example", Stance.DENY, "spam", NOW),
                    new DomainRule("good.spam.example", Stance.ALLOW, "", NOW),
                    new DomainRule("loud.example", Stance.LIMIT, "", NOW)),
            NOW);

    @ParameterizedTest
    @CsvSource({
        "spam.example, DENY",
        "a.b.spam.example, DENY",
        "good.spam.example, ALLOW",
        "x.good.spam.example, ALLOW",
        "loud.example, LIMIT",
        "notspam.example, ALLOW",
        "example, ALLOW",
        "localhost, ALLOW"
    })
    void theMostSpecificRuleDecides(String host, Stance expected) {
        assertThat(rules.stanceOn(host)).isEqualTo(expected);
    }

    @Test
    void theyKnowWhichRestrictionsThereAre() {
        DomainRule rule = new DomainRule(
                "loud.example",
                Stance.ALLOW,
                Set.of(Restriction.REJECT_MEDIA),
                "",
                "",
                NOW,
                Optional.of(NOW.plusSeconds(1)));
        assertThat(DomainRules.of(List.of(rule), NOW).restrict(Restriction.REJECT_MEDIA))
                .isTrue();
        assertThat(DomainRules.of(List.of(rule), NOW).restrict(Restriction.APPROVE_FOLLOWS))
                .isFalse();
        assertThat(DomainRules.of(List.of(rule), NOW.plusSeconds(1)).restrict(Restriction.REJECT_MEDIA))
                .as("it has ended")
                .isFalse();
    }

    @Test
    void withoutRulesEverythingIsAllowed() {
        assertThat(DomainRules.none().stanceOn("any.example")).isEqualTo(Stance.ALLOW);
    }

    @ParameterizedTest
    @CsvSource({"Spam.Example., spam.example", "bücher.example, xn--bcher-kva.example", "' a.example ', a.example"})
    void readsADomainAsPeopleWriteIt(String written, String expected) {
        assertThat(DomainRule.domain(written)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a..b",
                "-a.example",
                "a.example/path",
                "user@a.example",
                "a.example:443",
                "https://a.example",
                "a b"
            })
    void refusesWhatIsNoDomain(String written) {
        assertThat(DomainRule.domain(written)).isEmpty();
    }

    @Test
    void refusesACommentWithoutEnd() {
        assertThatThrownBy(() -> new DomainRule("a.example", Stance.DENY, "x".repeat(2_001), NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
