package social.godwit.network.desk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.network.desk.DeskText.Kind;
import social.godwit.store.testing.TestDatabase;

class HibernateDeskTextsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private final DeskTexts texts = new HibernateDeskTexts(DB.database());

    @Test
    @DisplayName("everybody has their own filters, all have the same answers, and nobody has more than a hundred")
    void kept() {
        var mine = new DeskText("did:key:ann", Kind.QUEUES, "old spam", "category=spam&hours=24");
        assertThat(DB.await(texts.put(mine))).isTrue();
        assertThat(DB.await(texts.put(new DeskText("did:key:bea", Kind.QUEUES, "old spam", "hours=48"))))
                .isTrue();
        assertThat(DB.await(texts.all("did:key:ann", Kind.QUEUES))).containsExactly(mine);
        assertThat(DB.await(texts.all("did:key:ann", Kind.ANSWERS))).isEmpty();
        for (int i = 0; i < DeskText.TEXTS_MAX - 1; i++) {
            DB.await(texts.put(new DeskText("did:key:ann", Kind.QUEUES, "n" + i, "x")));
        }
        assertThat(DB.await(texts.put(new DeskText("did:key:ann", Kind.QUEUES, "one more", "x"))))
                .isFalse();
        assertThat(DB.await(texts.put(new DeskText("did:key:ann", Kind.QUEUES, "old spam", "changed"))))
                .isTrue();
        assertThat(DB.await(texts.remove("did:key:ann", Kind.QUEUES, "old spam")))
                .isTrue();
        assertThat(DB.await(texts.remove("did:key:ann", Kind.QUEUES, "old spam")))
                .isFalse();
    }

    @Test
    void whatIsTooLongIsRefused() {
        assertThatThrownBy(() -> new DeskText("", Kind.ANSWERS, "x", "y".repeat(DeskText.BODY_MAX + 1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new DeskText("", Kind.ANSWERS, " ", "y")).isInstanceOf(IllegalArgumentException.class);
    }
}
