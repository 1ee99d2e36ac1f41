package social.godwit.instance.cli;

import java.time.Duration;
import social.godwit.instance.client.Gateways;

/** Waits when a server asks for a pause, and says so when it is a long one. */
final class Pause implements Gateways.Patience {
    private static final Duration SILENT = Duration.ofSeconds(5);

    private final Godwit godwit;

    Pause(Godwit godwit) {
        this.godwit = godwit;
    }

    @Override
    public boolean waits(Duration time) {
        if (time.compareTo(SILENT) > 0)
            godwit.output()
                    .notice("The server asks for a pause of " + time.toSeconds() + " seconds. You can stop with"
                            + " Ctrl-C and repeat the command later; it goes on from here.");
        return quietly(time);
    }

    /** Waits without a word; false when the program is being ended. */
    boolean quietly(Duration time) {
        try {
            Thread.sleep(time);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
