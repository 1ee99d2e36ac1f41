package social.godwit.activitypub.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.domain.DnsTxt.Answer;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;

@DisplayName("What the DNS says of a domain")
class DomainProofTest {
    private static final Did ALICE = did(1);
    private static final Did EVE = did(2);
    private static final Instant NOW = Instant.parse("2026-11-25T08:00:00Z");
    private static final BroughtDomain DOMAIN =
            new BroughtDomain(new DomainName("alice.example"), ALICE, NOW, NOW, Optional.empty(), false);

    private static Did did(int seed) {
        return SigningKey.generate(count -> {
                    byte[] bytes = new byte[count];
                    bytes[0] = (byte) seed;
                    return bytes;
                })
                .did();
    }

    @Test
    void isReadFromRecordsThatSayWhose() {
        assertThat(DomainProof.accounts(List.of(
                        "v=spf1 -all",
                        " did=" + ALICE + " ",
                        "did=" + EVE + "#x",
                        "DID=" + EVE,
                        "did=did:web:a.example")))
                .containsExactly(ALICE);
    }

    @Test
    void isNotLookedForInEndlessRecords() {
        List<String> many = Stream.concat(Collections.nCopies(20, "x").stream(), Stream.of("did=" + ALICE))
                .toList();
        assertThat(DomainProof.accounts(many)).isEmpty();
        assertThat(DomainProof.accounts(List.of("did=" + " ".repeat(300) + ALICE)))
                .isEmpty();
    }

    @Test
    @DisplayName("counts when more than half of the resolvers say it")
    void asksMore() {
        Answer alice = new Answer.Records(List.of("did=" + ALICE));
        Answer eve = new Answer.Records(List.of("did=" + EVE));
        Answer none = new Answer.Records(List.of());
        Answer silent = new Answer.Unavailable("SERVFAIL");
        assertThat(VertxDnsTxt.most(List.of(alice))).isEqualTo(alice);
        assertThat(VertxDnsTxt.most(List.of(alice, eve, alice))).isEqualTo(alice);
        assertThat(VertxDnsTxt.most(List.of(alice, silent, alice))).isEqualTo(alice);
        assertThat(VertxDnsTxt.most(List.of(none, eve, none))).isEqualTo(none);
        assertThat(VertxDnsTxt.most(List.of(silent, none, none))).isEqualTo(none);
        // One liar of two can neither give nor take.
        assertThat(VertxDnsTxt.most(List.of(alice, eve))).isEqualTo(none);
        assertThat(VertxDnsTxt.most(List.of(alice, silent))).isInstanceOf(Answer.Unavailable.class);
        assertThat(VertxDnsTxt.most(List.of(silent))).isEqualTo(silent);
        assertThat(VertxDnsTxt.most(List.of(alice, silent, none))).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    @DisplayName("holds for seven days after it is gone")
    void ends() {
        Instant gone = NOW.plus(Duration.ofDays(3));
        BroughtDomain missing = DomainChecks.after(DOMAIN, new DomainProof.None(), gone);
        assertThat(missing.answered(gone.plus(Duration.ofDays(7)).minusSeconds(1)))
                .isTrue();
        assertThat(missing.answered(gone.plus(Duration.ofDays(7)))).isFalse();
        BroughtDomain stillMissing =
                DomainChecks.after(missing, new DomainProof.Shown(Set.of(EVE), false), gone.plus(Duration.ofDays(6)));
        assertThat(stillMissing.until()).isEqualTo(missing.until());
        BroughtDomain back =
                DomainChecks.after(missing, new DomainProof.Shown(Set.of(ALICE), false), gone.plus(Duration.ofDays(6)));
        assertThat(back.missingSince()).isEmpty();
        assertThat(back.stands(gone.plus(Duration.ofDays(20)))).isTrue();
    }

    @Test
    @DisplayName("is not ended by silence, except by a month of it")
    void silence() {
        BroughtDomain silent = DomainChecks.after(DOMAIN, new DomainProof.Unknown("SERVFAIL"), NOW.plusSeconds(60));
        assertThat(silent).isEqualTo(DOMAIN);
        assertThat(silent.stands(NOW.plus(Duration.ofDays(30)).minusSeconds(1))).isTrue();
        assertThat(silent.stands(NOW.plus(Duration.ofDays(30)))).isFalse();
    }
}
