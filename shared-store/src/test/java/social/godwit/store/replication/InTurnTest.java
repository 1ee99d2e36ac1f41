package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.store.InTurn;

class InTurnTest {
    private final List<WeakReference<byte[]>> pages = new ArrayList<>();
    private int held;

    @Test
    @DisplayName("Of a repository that is fetched page by page, the first ones are not held in memory")
    void letsGo() {
        Node.await(InTurn.whileMore(20, () -> page().chain(page -> done(page).map(done -> done < 10))));
        assertThat(pages).hasSize(10);
        assertThat(held).isLessThanOrEqualTo(3);
    }

    @Test
    @DisplayName("It ends when there is no more, or after as many times as are allowed")
    void ends() {
        List<Integer> done = new ArrayList<>();
        Node.await(InTurn.whileMore(3, () -> Uni.createFrom().item(() -> done.add(1))));
        assertThat(done).hasSize(3);
        Node.await(InTurn.whileMore(3, () -> Uni.createFrom().item(() -> !done.add(1))));
        assertThat(done).hasSize(4);
    }

    private Uni<byte[]> page() {
        return Uni.createFrom().item(() -> {
            byte[] page = new byte[1 << 20];
            pages.add(new WeakReference<>(page));
            return page;
        });
    }

    private Uni<Integer> done(byte[] page) { // a lambda that needs the page, as what takes one does
        return Uni.createFrom().item(() -> {
            if (pages.size() == 10) {
                System.gc();
                held = (int) pages.stream().filter(one -> one.get() != null).count();
            }
            return pages.size() + 0 * page.length;
        });
    }
}
