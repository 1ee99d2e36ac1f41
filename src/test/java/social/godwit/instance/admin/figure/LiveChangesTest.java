package social.godwit.instance.admin.figure;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.helpers.test.AssertSubscriber;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What open pages are told")
class LiveChangesTest {
    private Instant now = Instant.parse("2026-11-26T12:00:00Z");
    private final List<Change> written = new ArrayList<>();
    private int asked;
    private final LiveChanges changes = new LiveChanges(
            since -> {
                asked++;
                return Uni.createFrom()
                        .item(written.stream()
                                .filter(one -> one.at().isAfter(since))
                                .toList());
            },
            new InstantSource() {
                @Override
                public Instant instant() {
                    return now;
                }
            });

    @Test
    @DisplayName("is each change once, however often the database is asked")
    void once() {
        var page = listen();
        written.add(new Change("case", "one", now));
        look();
        look();
        written.add(new Change("case", "one", now.plusMillis(1)));
        look();
        assertThat(kinds(page)).containsExactly("case", "case");
    }

    @Test
    @DisplayName("is told also when its transaction took some seconds")
    void late() {
        var page = listen();
        look();
        now = now.plusSeconds(5);
        look();
        written.add(new Change("domain", "late.example", now.minusSeconds(4)));
        look();
        assertThat(kinds(page)).containsExactly("domain");
    }

    @Test
    @DisplayName("is told also to whoever has opened the page a moment ago, when others know it already")
    void opened() {
        listen();
        written.add(new Change("case", "one", now));
        look();
        var page = listen();
        look();
        look();
        assertThat(kinds(page)).containsExactly("case");
    }

    @Test
    @DisplayName("costs nothing while nobody listens")
    void nobodyListens() {
        look();
        assertThat(asked).isZero();
        var page = listen();
        look();
        page.cancel();
        look();
        assertThat(asked).isEqualTo(1);
    }

    @Test
    @DisplayName("ends after two minutes, so that whoever lost their role hears no more")
    void ends() {
        var page = listen();
        now = now.plus(LiveChanges.LASTING);
        look();
        page.assertNotTerminated();
        now = now.plusSeconds(1);
        look();
        page.assertCompleted();
        assertThat(page.getItems()).filteredOn(Change::isBeat).hasSizeGreaterThan(1);
    }

    @Test
    @DisplayName("is refused to one more than can be served")
    void tooMany() {
        for (int i = 0; i < LiveChanges.STREAMS_MAX; i++) {
            listen();
        }
        assertThat(changes.follow()).isEmpty();
    }

    private AssertSubscriber<Change> listen() {
        return changes.follow().orElseThrow().subscribe().withSubscriber(AssertSubscriber.create(Long.MAX_VALUE));
    }

    private void look() {
        changes.look().await().indefinitely();
    }

    private static List<String> kinds(AssertSubscriber<Change> page) {
        return page.getItems().stream()
                .filter(change -> !change.isBeat())
                .map(Change::kind)
                .toList();
    }
}
