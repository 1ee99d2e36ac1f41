package social.godwit.network.label;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.label.Labeler.Trust;
import social.godwit.network.log.LogChain;
import social.godwit.network.log.LogDocument;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.store.testing.TestDatabase;

class SignedLabelTest {
    private static final Instant NOON = Instant.parse("2026-11-26T12:00:00Z");

    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final Random random = new Random(4);
    private final SigningKey instance = SigningKey.generate(count -> {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    });

    private static Decision label(Optional<Decision.Reversal> reversed) {
        return new Decision(
                "0123456789abcdef0123456789abcdef",
                Subject.account("https://a.example/users/bob"),
                Subject.post("https://a.example/notes/1"),
                Measure.LABEL,
                "advert",
                RuleReference.house("spam"),
                "",
                false,
                "did:key:someone",
                NOON,
                Optional.of(NOON.plus(Duration.ofDays(7))),
                Optional.empty(),
                reversed);
    }

    private static Optional<PortableDocument> admissible(JsonObject document) {
        return PortableDocument.read(Jcs.bytes(document), NOON.plusSeconds(60))
                        instanceof DocumentVerdict.Admissible(PortableDocument read)
                ? Optional.of(read)
                : Optional.empty();
    }

    @Test
    @DisplayName("a label is a document for everybody; what takes it back is a later version of the same")
    void asDocument() {
        PortableDocument document = admissible(SignedLabel.of(label(Optional.empty()), instance, NOON))
                .orElseThrow();
        assertThat(document.visibility()).isEqualTo(Visibility.PUBLIC);
        SignedLabel read = SignedLabel.read(document).orElseThrow();
        assertThat(read.labeler()).isEqualTo(instance.did());
        assertThat(read.target()).isEqualTo(Subject.post("https://a.example/notes/1"));
        assertThat(read.label()).isEqualTo("advert");
        assertThat(read.stands(NOON)).isTrue();
        assertThat(read.stands(NOON.plus(Duration.ofDays(8)))).isFalse();

        var back = new Decision.Reversal("did:key:someone", NOON.plusSeconds(5), "no");
        SignedLabel withdrawn = SignedLabel.read(
                        admissible(SignedLabel.of(label(Optional.of(back)), instance, NOON.plusSeconds(5)))
                                .orElseThrow())
                .orElseThrow();
        assertThat(withdrawn.id()).isEqualTo(read.id());
        assertThat(withdrawn.stands(NOON)).isFalse();
    }

    @Test
    @DisplayName("what somebody changed is no document, and what lacks a part is no label")
    void notALabel() {
        JsonObject signed = SignedLabel.of(label(Optional.empty()), instance, NOON);
        assertThat(admissible(signed.with("label", Json.of("scam")))).isEmpty();
        for (String part : List.of("object", "label", "published")) {
            JsonObject without = IntegrityProof.sign(signed.without("proof", part), instance, NOON);
            assertThat(admissible(without).flatMap(SignedLabel::read)).as(part).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "an entry of the log, made a document twice, is the same document, with the entry as it stands in the chain")
    void logEntry() {
        JsonObject entry = LogChain.next(
                new LogChain.Head(41, Optional.empty(), "salt"),
                "decided",
                label(Optional.empty()),
                "x",
                NOON,
                instance);
        JsonObject document = LogDocument.of(entry, instance);
        assertThat(LogDocument.of(entry, instance)).isEqualTo(document);
        PortableDocument read = admissible(document).orElseThrow();
        assertThat(read.id()).isEqualTo(LogDocument.id(instance.did(), 42));
        assertThat(read.json().string("entry")).contains(new String(Jcs.bytes(entry), StandardCharsets.UTF_8));
        assertThat(read.visibility()).isEqualTo(Visibility.PUBLIC);
    }

    @Test
    void labelersAndWhatWasTakenAreKept() {
        LabelerStore store = new HibernateLabelerStore(DB.database());
        var labeler = new Labeler(
                instance.did(), Origin.parse("https://l.example").orElseThrow(), Trust.APPLY, 7, NOON, 0, "");
        assertThat(DB.await(store.put(labeler))).isTrue();
        assertThat(DB.await(store.due(NOON, 5))).containsExactly(labeler);
        DB.await(store.put(labeler.failed("no", NOON)));
        assertThat(DB.await(store.due(NOON, 5))).isEmpty();
        Subject post = Subject.post("https://far.example/1");
        SignedLabel one = label("ap://x/labels/1", post, "spam", Optional.empty());
        SignedLabel two = label("ap://x/labels/2", post, "rude", Optional.of(NOON.plusSeconds(60)));
        DB.await(store.take(one, post, "d1"));
        DB.await(store.take(two, post, ""));
        assertThat(DB.await(store.taken(labeler.did(), List.of(one.id(), "ap://x/labels/3"))))
                .containsOnly(Map.entry(one.id(), "d1"));
        assertThat(DB.await(store.count(labeler.did()))).isEqualTo(2);
        assertThat(said(store, NOON)).containsExactlyInAnyOrder("spam", "rude");
        assertThat(said(store, NOON.plusSeconds(60))).as("a label ends").containsExactly("spam");
        assertThat(DB.await(
                        store.said(List.of(instance.did()), List.of(Subject.account("https://far.example/1")), NOON)))
                .isEmpty();
        DB.await(store.take(label(one.id(), post, "loud", Optional.empty()), post, "other"));
        assertThat(DB.await(store.taken(labeler.did(), List.of(one.id()))))
                .as("what it says may change, by which decision it stands not")
                .containsOnly(Map.entry(one.id(), "d1"));
        assertThat(said(store, NOON)).containsExactlyInAnyOrder("loud", "rude");
        DB.await(store.drop(labeler.did(), one.id()));
        assertThat(DB.await(store.count(labeler.did()))).isEqualTo(1);
        assertThat(DB.await(store.remove(labeler.did()))).isTrue();
        assertThat(DB.await(store.count(labeler.did()))).isZero();
    }

    private SignedLabel label(String id, Subject target, String name, Optional<Instant> until) {
        return new SignedLabel(id, instance.did(), target, name, NOON, until, Optional.empty());
    }

    private List<String> said(LabelerStore store, Instant at) {
        return DB
                .await(store.said(List.of(instance.did()), List.of(Subject.post("https://far.example/1")), at))
                .stream()
                .map(LabelerStore.Said::label)
                .toList();
    }
}
