package social.godwit.activitypub.peering;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GateTest {
    private final Gate gate = new Gate(2);
    private final List<String> begun = new ArrayList<>();
    private final List<UniEmitter<? super String>> running = new ArrayList<>();
    private final List<String> ended = new ArrayList<>();

    private void enter(String name) {
        gate.pass(() -> {
                    begun.add(name);
                    return Uni.createFrom().<String>emitter(running::add);
                })
                .subscribe()
                .with(ended::add, failure -> ended.add("failed " + name));
    }

    @Test
    void letsTwoInAndTheOthersInTheirOrder() {
        List.of("a", "b", "c", "d").forEach(this::enter);
        assertThat(begun).containsExactly("a", "b");
        running.get(1).complete("b");
        assertThat(begun).containsExactly("a", "b", "c");
        running.get(0).fail(new IllegalStateException("broken"));
        assertThat(begun).containsExactly("a", "b", "c", "d");
        assertThat(ended).containsExactly("b", "failed a");
        running.get(2).complete("c");
        running.get(3).complete("d");
        enter("e");
        enter("f");
        enter("g");
        assertThat(begun).endsWith("e", "f");
    }
}
