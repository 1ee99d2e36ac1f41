package social.godwit.network.log;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.network.moderation.Samples.ANN;
import static social.godwit.network.moderation.Samples.NOON;
import static social.godwit.network.moderation.Samples.TROLL;
import static social.godwit.network.moderation.Samples.decision;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.log.LogChain.Head;
import social.godwit.network.log.LogChain.Verdict.Broken;
import social.godwit.network.log.LogChain.Verdict.Intact;
import social.godwit.network.moderation.Measure;

class LogChainTest {
    private final SigningKey instance = SigningKey.generate(count -> new byte[count]);
    private final SigningKey other = SigningKey.generate(count -> {
        byte[] seed = new byte[count];
        seed[0] = 1;
        return seed;
    });

    private List<JsonObject> chain(int length, SigningKey key) {
        List<JsonObject> entries = new ArrayList<>();
        Head head = new Head(0, Optional.empty(), "salt");
        for (int i = 1; i <= length; i++) {
            JsonObject entry =
                    LogChain.next(head, "decided", decision("d" + i, Measure.SUSPEND, TROLL), ANN, NOON, key);
            entries.add(entry);
            head = new Head(i, Optional.of(LogChain.hash(entry)), "salt");
        }
        return entries;
    }

    @Test
    void aWholeChainIsIntact() {
        List<JsonObject> chain = chain(3, instance);
        assertThat(LogChain.verify(chain, instance.did()))
                .isEqualTo(new Intact(3, Optional.of(LogChain.hash(chain.getLast()))));
        assertThat(LogChain.verify(List.of(), instance.did())).isEqualTo(new Intact(0, Optional.empty()));
    }

    @Test
    void changingAnEntryIsSeen() {
        List<JsonObject> chain = chain(3, instance);
        chain.set(1, chain.get(1).with("measure", Json.of("label")));
        assertThat(LogChain.verify(chain, instance.did())).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.number()).isEqualTo(2);
            assertThat(broken.why()).contains("not signed");
        });
    }

    @Test
    void leavingAnEntryOutIsSeenAndSoIsWritingItAnew() {
        List<JsonObject> missing = chain(3, instance);
        missing.remove(1);
        assertThat(LogChain.verify(missing, instance.did())).isInstanceOf(Broken.class);
        List<JsonObject> anew = chain(3, instance);
        anew.set(
                0,
                LogChain.next(
                        new Head(0, Optional.empty(), "salt"),
                        "decided",
                        decision("other", Measure.LIMIT, TROLL),
                        ANN,
                        NOON,
                        instance));
        assertThat(LogChain.verify(anew, instance.did())).isInstanceOfSatisfying(Broken.class, broken -> {
            assertThat(broken.number()).isEqualTo(2);
            assertThat(broken.why()).contains("does not follow");
        });
    }

    @Test
    void anotherInstancesChainIsNotThisOnes() {
        assertThat(LogChain.verify(chain(1, other), instance.did())).isInstanceOf(Broken.class);
    }

    @Test
    void theModeratorIsNotNamedAndAWarnedAccountNeither() {
        JsonObject entry = chain(1, instance).getFirst();
        assertThat(entry.toString()).doesNotContain(ANN);
        assertThat(entry.string("moderator").orElseThrow()).isEqualTo(LogChain.pseudonym("salt", ANN));
        assertThat(LogChain.pseudonym("another", ANN)).isNotEqualTo(LogChain.pseudonym("salt", ANN));
        JsonObject warned = LogChain.next(
                new Head(0, Optional.empty(), "salt"),
                "decided",
                decision("w", Measure.WARN, TROLL),
                ANN,
                NOON,
                instance);
        assertThat(warned.toString()).doesNotContain(TROLL.id());
    }
}
