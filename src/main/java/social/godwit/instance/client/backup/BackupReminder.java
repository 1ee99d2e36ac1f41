package social.godwit.instance.client.backup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.HomeFolder;

/** Reminds of the backup, once a day, when no drill was passed for a week. */
public final class BackupReminder {
    private static final String PASSED = "backup:passed";
    private static final String SINCE = "backup:since";
    private static final String REMINDED = "backup:reminded";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);

    private BackupReminder() {}

    /** When the last drill was passed on this device. */
    public static Optional<Instant> passed(ClientState state) {
        return time(state, PASSED);
    }

    /** A drill was passed. */
    public static void pass(HomeFolder home, Instant now) {
        home.save(home.state().remembering(PASSED, now.toString()));
    }

    /** What there is to say now, if anything; it counts as said. */
    public static Optional<String> due(HomeFolder home, Instant now) {
        ClientState state = home.state();
        Optional<Instant> since = time(state, PASSED).or(() -> time(state, SINCE));
        if (since.isEmpty()) {
            home.save(state.remembering(SINCE, now.toString()));
            return Optional.empty();
        }
        boolean quiet = since.get().plus(WEEK).isAfter(now)
                || time(state, REMINDED)
                        .filter(last -> last.plus(DAY).isAfter(now))
                        .isPresent();
        if (quiet) return Optional.empty();
        home.save(state.remembering(REMINDED, now.toString()));
        return Optional.of((passed(state).isPresent()
                        ? "It is more than a week since a backup of your account was proven to work."
                        : "No backup of your account has been proven to work yet.")
                + " Make one: godwit backup FILE, then godwit backup verify FILE, and keep it elsewhere.");
    }

    private static Optional<Instant> time(ClientState state, String fact) {
        Map<String, String> facts = state.remembered();
        try {
            return Optional.ofNullable(facts.get(fact)).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
