package social.godwit.network.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import social.godwit.network.domain.DomainCsv.Reading;
import social.godwit.network.domain.DryRun.HostCount;

class DomainCsvTest {
    private static final Instant NOW = Instant.parse("2026-11-26T00:00:00Z");

    @Test
    void readsWhatMastodonExports() {
        Reading list = DomainCsv.read("""
                #domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate
                spam.example,suspend,false,false,"spam, and ""more\""",false
                loud.example,silence,true,false,,true
                quiet.example,noop,true,TRUE,,false
                """, NOW);
        assertThat(list.faults()).isEmpty();
        assertThat(list.rules())
                .extracting(DomainRule::stance)
                .containsExactly(Stance.DENY, Stance.LIMIT, Stance.ALLOW);
        assertThat(list.rules().getFirst().publicComment()).isEqualTo("spam, and \"more\"");
        assertThat(list.rules().getLast().restrictions())
                .containsExactlyInAnyOrder(Restriction.REJECT_MEDIA, Restriction.REJECT_REPORTS);
    }

    @Test
    void readsAPlainListWithByteOrderMarkAndWindowsLines() {
        Reading list = DomainCsv.read("\uFEFFBad.Example\r\nbücher.example\r\n", NOW);
        assertThat(list.rules()).extracting(DomainRule::domain).containsExactly("bad.example", "xn--bcher-kva.example");
        assertThat(list.rules()).allMatch(rule -> rule.stance() == Stance.DENY);
    }

    @Test
    void saysWhichLinesCannotBeFollowed() {
        Reading list = DomainCsv.read(
                "#domain,#severity\nnot a domain,suspend\nok.example,maybe\nb*d.example,suspend\nok.example,silence\n",
                NOW);
        assertThat(list.rules()).extracting(DomainRule::domain).containsExactly("ok.example");
        assertThat(list.faults())
                .containsExactly(
                        "line 2: not a domain is no domain",
                        "line 3: no such severity",
                        "line 4: b*d.example is no domain");
    }

    @Test
    void whatIsWrittenIsReadAgainAndRunsInNoSpreadsheet() {
        DomainRule rule = new DomainRule(
                "a.example",
                Stance.LIMIT,
                Set.of(Restriction.REJECT_MEDIA),
                "for us",
                "=1+1, \"quoted\"",
                NOW,
                Optional.empty());
        String csv = DomainCsv.write(List.of(rule));
        assertThat(csv).contains("a.example,silence,true,false,\" =1+1").doesNotContain("for us");
        DomainRule again = DomainCsv.read(csv, NOW).rules().getFirst();
        assertThat(again.stance()).isEqualTo(Stance.LIMIT);
        assertThat(again.restrictions()).isEqualTo(rule.restrictions());
        assertThat(again.publicComment().strip()).isEqualTo(rule.publicComment());
    }

    @Test
    void aRuleEndsByItself() {
        DomainRule week = new DomainRule(
                "a.example", Stance.DENY, Set.of(), "", "", NOW, Optional.of(NOW.plus(Duration.ofDays(7))));
        assertThat(DomainRules.of(List.of(week), NOW.plus(Duration.ofDays(6))).stanceOn("x.a.example"))
                .isEqualTo(Stance.DENY);
        assertThat(DomainRules.of(List.of(week), NOW.plus(Duration.ofDays(7))).stanceOn("x.a.example"))
                .isEqualTo(Stance.ALLOW);
    }

    @Test
    void aDryRunCountsWhatWouldBeClosedAndWarnsOfAMassacre() {
        DomainRules now = DomainRules.of(List.of(new DomainRule("old.example", Stance.DENY, "", NOW)), NOW);
        DomainRules next = DomainRules.of(
                List.of(
                        new DomainRule("old.example", Stance.DENY, "", NOW),
                        new DomainRule("big.example", Stance.DENY, "", NOW),
                        new DomainRule("small.example", Stance.LIMIT, "", NOW)),
                NOW);
        DryRun.Hits hits = DryRun.of(
                List.of(
                        new HostCount("old.example", 100, 10, 0),
                        new HostCount("a.big.example", 50, 5, 30),
                        new HostCount("small.example", 7, 2, 1),
                        new HostCount("fine.example", 1_000, 100, 69)),
                now,
                next);
        assertThat(hits.hosts()).isEqualTo(2);
        assertThat(hits.posts()).isEqualTo(57);
        assertThat(hits.cut()).isEqualTo(31);
        assertThat(hits.allFollows()).isEqualTo(100);
        assertThat(hits.floor()).isTrue();
        assertThat(hits.examples()).extracting(HostCount::host).containsExactly("a.big.example", "small.example");
    }
}
