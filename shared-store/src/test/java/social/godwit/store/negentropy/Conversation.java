package social.godwit.store.negentropy;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import social.godwit.identity.encoding.Sha256;

/** Two sides that reconcile, and what it cost them. */
final class Conversation {
    final Set<Sha256> have = new HashSet<>();
    final Set<Sha256> need = new HashSet<>();
    int rounds;
    long sent;
    long received;
    int longest;

    private Conversation() {}

    /** Until the side that asks knows everything. */
    static Conversation between(ItemSet asking, ItemSet answering, int frameLimit, int mostRounds) {
        return between(asking, answering, frameLimit, mostRounds, await(Negentropy.initiate(asking, frameLimit)));
    }

    /** Begins with that step. */
    static Conversation between(ItemSet asking, ItemSet answering, int frameLimit, int mostRounds, Step first) {
        Conversation conversation = new Conversation();
        Step step = first;
        while (step instanceof Step.Next question) {
            assertThat(++conversation.rounds).as("rounds").isLessThanOrEqualTo(mostRounds);
            conversation.sent += conversation.noted(question.message());
            byte[] answer =
                    ((Step.Next) await(Negentropy.respond(answering, question.message(), frameLimit))).message();
            conversation.received += conversation.noted(answer);
            step = await(Negentropy.reconcile(asking, answer, frameLimit));
            switch (step) {
                case Step.Next next -> {
                    conversation.have.addAll(next.have());
                    conversation.need.addAll(next.need());
                }
                case Step.Done done -> {
                    conversation.have.addAll(done.have());
                    conversation.need.addAll(done.need());
                }
                case Step.Broken broken -> throw new AssertionError(broken);
            }
        }
        return conversation;
    }

    private int noted(byte[] message) {
        longest = Math.max(longest, message.length);
        return message.length;
    }

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofMinutes(2));
    }
}
