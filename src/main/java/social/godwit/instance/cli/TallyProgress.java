package social.godwit.instance.cli;

import java.util.function.Consumer;
import social.godwit.instance.client.archive.Tally;

/** Says every few seconds how far a long work is. */
final class TallyProgress implements Consumer<Tally> {
    private static final long EVERY_NANOS = 3_000_000_000L;

    private final Godwit godwit;
    private long next = System.nanoTime() + EVERY_NANOS;

    TallyProgress(Godwit godwit) {
        this.godwit = godwit;
    }

    @Override
    public void accept(Tally tally) {
        if (godwit.json() || System.nanoTime() < next) return;
        next = System.nanoTime() + EVERY_NANOS;
        long of = Math.max(tally.expected(), tally.done());
        godwit.output().notice(tally.done() + " of about " + of);
    }
}
