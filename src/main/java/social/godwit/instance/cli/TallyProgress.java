package social.godwit.instance.cli;

import java.util.function.Consumer;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.archive.Tally;

/** Says every few seconds how far a long work is; with {@code --json} as an object a line. */
final class TallyProgress implements Consumer<Tally> {
    private static final long EVERY_NANOS = 3_000_000_000L;

    private final Godwit godwit;
    private long next = System.nanoTime() + EVERY_NANOS;

    TallyProgress(Godwit godwit) {
        this.godwit = godwit;
    }

    @Override
    public void accept(Tally tally) {
        if (System.nanoTime() < next) return;
        next = System.nanoTime() + EVERY_NANOS;
        long of = Math.max(tally.expected(), tally.done());
        godwit.output()
                .notice(
                        godwit.json()
                                ? JsonObject.builder()
                                        .put("done", tally.done())
                                        .put("total", of)
                                        .build()
                                        .toString()
                                : tally.done() + " of about " + of);
    }
}
