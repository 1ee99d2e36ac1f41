package social.godwit.activitypub.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.FederationPolicy.Standing;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.label.Label;
import social.godwit.store.label.Label.Effect;
import social.godwit.store.label.LabelChoices;
import social.godwit.store.label.LabelChoices.Choice;
import social.godwit.store.label.LabelChoices.Key;
import social.godwit.store.testing.TestDids;

@DisplayName("What a reader wants labels to do")
class LabelChoicesTest {
    private static final String HERE = TestDids.did(1).toString();
    private static final String LABELER = TestDids.did(2).toString();

    private static Json choice(String of, String label, String choice) {
        return JsonObject.builder()
                .put("of", of)
                .put("label", label)
                .put("choice", choice)
                .build();
    }

    private static LabelChoices read(List<Json> choices) {
        return LabelChoices.read(JsonObject.builder().put("choices", choices).build());
    }

    private static Standing standing(Label... labels) {
        return new Standing(Stance.ALLOW, false, false, List.of("eyes"), List.of(labels));
    }

    @Test
    @DisplayName("what was written is read, and what makes no sense is passed over")
    void reads() {
        LabelChoices choices = read(List.of(
                choice(HERE, "spam", "hide"),
                choice(LABELER, "spam", "ignore"),
                choice("somebody", "spam", "hide"),
                choice(HERE, " ", "hide"),
                choice(HERE, "x".repeat(LabelChoices.NAME_MAX + 1), "hide"),
                choice(HERE, "adult", "burn"),
                Json.of("spam")));
        assertThat(choices.choices()).hasSize(2);
        assertThat(choices.about(HERE, "spam")).contains(Choice.HIDE);
        assertThat(choices.about(LABELER, "spam")).contains(Choice.IGNORE);
        assertThat(read(choices.json())).isEqualTo(choices);
        assertThat(choices.with(new Key(HERE, "spam"), Optional.empty()).about(HERE, "spam"))
                .isEmpty();
    }

    @Test
    @DisplayName("only so many choices count, and of two about one label the later one")
    void limits() {
        List<Json> many = new ArrayList<>();
        for (int i = 0; i < LabelChoices.MAX + 100; i++) {
            many.add(choice(HERE, "label-" + i, "hide"));
        }
        assertThat(read(many).choices()).hasSize(LabelChoices.MAX);
        assertThat(read(List.of(choice(HERE, "spam", "hide"), choice(HERE, "spam", "warn")))
                        .about(HERE, "spam"))
                .contains(Choice.WARN);
    }

    @Test
    @DisplayName("a label does what its maker wants until somebody chooses: then that, for that maker's label alone")
    void applies() {
        Standing standing = standing(
                new Label(HERE, "spam", Effect.WARN),
                new Label(LABELER, "adult", Effect.BLUR),
                new Label(LABELER, "spam", Effect.INFORM));

        Standing plain = standing.readWith(LabelChoices.NONE);
        assertThat(plain.warnings()).containsExactly("eyes", "spam");
        assertThat(plain.sensitive()).isTrue();
        assertThat(plain.leftOut()).isFalse();

        Standing ignoring =
                standing.readWith(read(List.of(choice(HERE, "spam", "ignore"), choice(LABELER, "adult", "ignore"))));
        assertThat(ignoring.warnings())
                .as("what moderators put before it stays")
                .containsExactly("eyes");
        assertThat(ignoring.sensitive()).isFalse();
        assertThat(ignoring.labels()).extracting(Label::of).containsExactly(LABELER);

        assertThat(standing.readWith(read(List.of(choice(LABELER, "spam", "hide"))))
                        .leftOut())
                .isTrue();
        assertThat(standing.readWith(read(List.of(choice(TestDids.did(3).toString(), "spam", "hide"))))
                        .leftOut())
                .isFalse();
        assertThat(standing.readWith(read(List.of(choice(LABELER, "adult", "warn"))))
                        .warnings())
                .containsExactly("eyes", "spam", "adult");
    }

    @Test
    @DisplayName("ignoring lifts labels and nothing else: what is hidden, limited or without media stays so")
    void liftsLabelsOnly() {
        Standing decided =
                new Standing(Stance.DENY, true, true, List.of("eyes"), List.of(new Label(HERE, "spam", Effect.HIDE)));
        Standing read = decided.readWith(read(List.of(choice(HERE, "spam", "ignore"))));
        assertThat(read.hidden()).isTrue();
        assertThat(read.sensitive()).isTrue();
        assertThat(read.withoutMedia()).isTrue();
        assertThat(read.warnings()).containsExactly("eyes");
        assertThat(read.leftOut()).isFalse();
    }
}
