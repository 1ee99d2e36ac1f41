package social.godwit.instance.cli;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import social.godwit.instance.client.Gateways;

/** Waits for a server that asks for a pause or does not answer, and says so when it takes long. */
final class Pause implements Gateways.Patience {
    private static final Duration SILENT = Duration.ofSeconds(5);

    /** What a server has heard in the last minute it does not ask for again. */
    private static final Duration BETWEEN = Duration.ofSeconds(65);

    private final Godwit godwit;

    Pause(Godwit godwit) {
        this.godwit = godwit;
    }

    @Override
    public boolean waits(Duration time, String because) {
        if (time.compareTo(SILENT) >= 0)
            godwit.output()
                    .notice(because + "; going on in " + time.toSeconds() + " seconds. You can stop with"
                            + " Ctrl-C and repeat the command later; it goes on from here.");
        return quietly(time);
    }

    /**
     * Looks at something until it is as wished, or for so many minutes; what was seen last.
     *
     * @param words what is said each time before it waits
     */
    <T> T lookAgain(int minutes, Supplier<T> look, Predicate<T> wished, Function<T, String> words) {
        long end = System.nanoTime() + Duration.ofMinutes(minutes).toNanos();
        T seen = look.get();
        while (!wished.test(seen) && System.nanoTime() < end) {
            godwit.output().notice(words.apply(seen));
            if (!quietly(BETWEEN)) break;
            seen = look.get();
        }
        return seen;
    }

    /** Waits without a word; false when the program is being ended. */
    private boolean quietly(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
