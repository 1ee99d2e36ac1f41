package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Asks the DNS for TXT records. */
@FunctionalInterface
public interface DnsTxt {
    /** The TXT records of {@code name}, an absolute name in A-labels. Ends within seconds and does not fail. */
    Uni<Answer> ask(String name);

    /** What the DNS answered. */
    sealed interface Answer {
        /** These records, none when the name has none or does not exist. */
        record Records(List<String> texts) implements Answer {
            public Records {
                texts = List.copyOf(texts);
            }
        }

        /** No answer that can be relied on: too late, an error, or resolvers that do not agree. */
        record Unavailable(String reason) implements Answer {}
    }
}
