package social.godwit.instance.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.duty.Duties;
import social.godwit.network.duty.Duty;
import social.godwit.network.duty.Duty.Kind;
import social.godwit.network.governance.Evidence;

@DisplayName("What stewards are told of their network")
class NetworkNoticeTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final SigningKey NETWORK = key(1);
    private static final SigningKey ANN = key(2);
    private static final SigningKey BEN = key(3);

    private final Charter charter = ((CharterReading.Read)
                    Charter.read(FirstCharter.of(NETWORK.did(), "Town", List.of(ANN.did(), BEN.did()), START)))
            .charter();
    private final List<SignedAct> said = new ArrayList<>();

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static Instant hour(int number) {
        return START.plus(Duration.ofHours(number));
    }

    private SignedAct say(SigningKey who, Act act) {
        SignedAct signed = SignedAct.sign(act, who);
        said.add(signed);
        return signed;
    }

    private NetworkCard card(Instant now) {
        List<SignedAct> all = new ArrayList<>(said);
        all.add(SignedAct.sign(new Founding(NETWORK.did(), START, charter), NETWORK));
        return NetworkCard.of(Evidence.of(NETWORK.did(), all), 0, now);
    }

    private static Words words(String language) {
        return Words.forReader(Optional.of(language), Optional.empty()).with(NetworkNotice.WORDS);
    }

    private static List<Did> told(List<NetworkNotice> notices) {
        return notices.stream().map(NetworkNotice::account).toList();
    }

    @Test
    @DisplayName("what waits, in which network, until when and where, in their language")
    void duties() {
        NetworkCard card = card(hour(1));
        Duty duty = new Duty(
                Kind.EMERGENCY,
                charter.hash(),
                ANN.did(),
                START,
                "A wave of spam",
                List.of(ANN.did()),
                List.of(BEN.did()),
                2,
                Optional.of(hour(24)));
        List<NetworkNotice> notices = NetworkNotice.duties(card, List.of(duty));
        assertThat(told(notices)).as("whoever has signed is asked for nothing").containsExactly(BEN.did());
        assertThat(notices.getFirst().text(words("en"), "https://here.example"))
                .startsWith(
                        "Town: another steward wants to do something at once, and asks you to agree. “A wave of spam” Too late after Jan 2, 2026")
                .endsWith(" https://here.example/networks/" + NETWORK.did() + "/stewards");
        assertThat(notices.getFirst().text(words("de"), "https://here.example"))
                .startsWith("Town: Es soll sofort etwas geschehen");
        for (Kind kind : Kind.values()) {
            Duty any = new Duty(
                    kind, charter.hash(), ANN.did(), START, "", List.of(), List.of(BEN.did()), 1, Optional.empty());
            NetworkNotice notice = NetworkNotice.duties(card, List.of(any)).getFirst();
            assertThat(notice.text(words("en"), "")).as("%s", kind).startsWith("Town: ");
            assertThat(notice.text(words("de"), "")).startsWith("Town: ");
        }
    }

    @Test
    @DisplayName(
            "what came of an emergency, once a steward has said it, and not when that is long ago; long words are cut")
    void reports() {
        SignedAct wish = say(
                ANN, new Emergency(NETWORK.did(), hour(1), charter.hash(), Power.HOLD_NEWCOMERS, hour(2), "A wave"));
        assertThat(NetworkNotice.reports(card(hour(3)))).isEmpty();
        assertThat(told(NetworkNotice.duties(card(hour(3)), Duties.of(card(hour(3)), List.of()))))
                .containsExactly(ANN.did(), BEN.did());
        say(BEN, new Report(NETWORK.did(), hour(4), wish.hash(), "😀".repeat(400)));
        List<NetworkNotice> notices = NetworkNotice.reports(card(hour(5)));
        assertThat(told(notices)).as("whoever said it knows it").containsExactly(ANN.did());
        assertThat(notices.getFirst().text(words("en"), ""))
                .startsWith("Town: a steward has said what came of an emergency. “" + "😀".repeat(300) + "…” ");
        assertThat(NetworkNotice.reports(card(hour(5).plus(Duration.ofDays(7)))))
                .isEmpty();
    }
}
