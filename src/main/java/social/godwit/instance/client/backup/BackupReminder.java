package social.godwit.instance.client.backup;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.HomeFolder;

/** Reminds of the backup, once a day, when no drill was passed for a week, and tells the account's servers of those that were. */
public final class BackupReminder {
    private static final String PASSED = "backup:passed";
    private static final String SINCE = "backup:since";
    private static final String REMINDED = "backup:reminded";
    private static final String TOLD = "backup:told";
    private static final String TRIED = "backup:tried";
    private static final Duration HOUR = Duration.ofHours(1);
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

    /**
     * Tells the account's servers of the last drill, so that they do not count the account among those without a backup. Whom it cannot
     * tell now it tells with a later command, an hour later at the earliest.
     */
    public static void tell(Owner owner) {
        Instant now = owner.surroundings().now();
        Optional<Instant> passed = passed(owner.home().state());
        boolean waits = time(owner.home().state(), TRIED)
                .filter(last -> last.plus(HOUR).isAfter(now))
                .isPresent();
        if (passed.isEmpty() || waits) return;
        Set<String> told = new LinkedHashSet<>(
                List.of(owner.home().state().remembered().getOrDefault(TOLD, "").split(" ")));
        if (!told.contains(passed.get().toString()))
            told = new LinkedHashSet<>(Set.of(passed.get().toString()));
        boolean all = true;
        for (String gateway : owner.home().state().gatewayKeys().keySet()) {
            if (told.contains(gateway)) continue;
            if (tell(owner, gateway, passed.get())) told.add(gateway);
            else all = false;
        }
        ClientState state = owner.home().state().remembering(TOLD, String.join(" ", told));
        if (!state.equals(owner.home().state()) || !all)
            owner.home().save(all ? state : state.remembering(TRIED, now.toString()));
    }

    /** Whether the server has it, or does not want to know. */
    private static boolean tell(Owner owner, String gateway, Instant passed) {
        Optional<Origin> origin = Origin.parse(gateway);
        if (origin.isEmpty()) return true;
        try {
            int status = new Gateways(List.of(origin.get()), owner.keys(), owner.surroundings())
                    .post(
                            "/client/v1/" + owner.did() + "/backup",
                            "application/json",
                            Jcs.bytes(JsonObject.builder()
                                    .put("proven", passed.toString())
                                    .build()))
                    .answer()
                    .status();
            return status != 429 && status < 500;
        } catch (Gateways.Unreachable e) {
            return false;
        }
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
