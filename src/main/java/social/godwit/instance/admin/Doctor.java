package social.godwit.instance.admin;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.PeerStatuses;
import social.godwit.activitypub.inbox.InboxBacklog;
import social.godwit.activitypub.remote.PeerClocks;
import social.godwit.instance.config.InstanceConfig;

/** Looks the instance over and says what is wrong and what to do. */
@ApplicationScoped
public class Doctor {
    private static final long MEGABYTE = 1024L * 1024;
    private static final long DISK_PROBLEM = 256 * MEGABYTE;
    private static final long DISK_WARNING = 2_048 * MEGABYTE;
    private static final Duration LATE = Duration.ofMinutes(5);
    /** Other servers' answers may take a while; most refuse signatures that are five minutes or an hour old. */
    private static final Duration SKEW_OF_OTHERS = Duration.ofMinutes(2);

    private static final Duration SKEW = Duration.ofSeconds(30);

    private final Instance instance;
    private final InstanceConfig config;
    private final Vitals vitals;
    private final AccountStore accounts;
    private final InboxBacklog inbox;
    private final PeerStatuses peers;
    private final PeerClocks clocks;
    private final StoreStatus store;
    private final InstantSource clock;

    Doctor(
            Instance instance,
            InstanceConfig config,
            Vitals vitals,
            AccountStore accounts,
            InboxBacklog inbox,
            PeerStatuses peers,
            PeerClocks clocks,
            StoreStatus store,
            InstantSource clock) {
        this.instance = instance;
        this.config = config;
        this.vitals = vitals;
        this.accounts = accounts;
        this.inbox = inbox;
        this.peers = peers;
        this.clocks = clocks;
        this.store = store;
        this.clock = clock;
    }

    /** What was found, in the order of looking. */
    public Uni<List<Finding>> look() {
        List<Finding> found = new ArrayList<>();
        found.add(Finding.ok("instance", instance.userAgent()));
        if (instance.development()) {
            found.add(
                    Finding.warning(
                            "development",
                            "Plain HTTP and loopback peers are allowed. For others to follow accounts here, set GODWIT_ORIGIN=https://your.host."));
        }
        found.add(disk());
        return vitals.read()
                .invoke(seen -> found.addAll(database(seen)))
                .chain(accounts::count)
                .invoke(count -> found.add(Finding.ok("accounts", count + " registered")))
                .chain(inbox::read)
                .invoke(backlog -> found.addAll(inbox(backlog)))
                .chain(peers::totals)
                .invoke(totals -> found.add(delivery(totals)))
                .chain(store::findings)
                .invoke(found::addAll)
                .replaceWith(found);
    }

    private Finding disk() {
        try {
            long free = Files.getFileStore(config.data()).getUsableSpace();
            String words = free / MEGABYTE + " MB free where " + config.data() + " lies";
            if (free < DISK_PROBLEM) {
                return Finding.problem("disk", words + ". Make room: the database stops writing when none is left.");
            }
            return free < DISK_WARNING ? Finding.warning("disk", words + ".") : Finding.ok("disk", words);
        } catch (IOException e) {
            return Finding.problem(
                    "disk", "The data folder " + config.data() + " cannot be looked at: " + e.getMessage());
        }
    }

    private List<Finding> database(Vitals.Seen seen) {
        return List.of(
                Finding.ok(
                        "database",
                        "PostgreSQL " + seen.version()
                                + (seen.bytes().isPresent()
                                        ? ", " + seen.bytes().getAsLong() / MEGABYTE + " MB"
                                        : "")),
                seen.durable()
                        ? Finding.ok("durability", "fsync and synchronous_commit are on")
                        : Finding.problem(
                                "durability",
                                "fsync or synchronous_commit is off: what was acknowledged can be lost. Switch both on."),
                clock(Duration.between(seen.databaseTime(), clock.instant()), clocks.ahead()));
    }

    /**
     * What is to be said of the clock.
     *
     * @param database how far this machine is ahead of the database
     * @param others how far other servers are ahead of this machine; empty when too few were heard of
     */
    static Finding clock(Duration database, Optional<Duration> others) {
        if (database.abs().compareTo(SKEW) > 0) {
            return Finding.problem(
                    "clock",
                    "This machine and the database are " + database.abs().toSeconds() + " s apart. Set both by NTP.");
        }
        if (others.isPresent() && others.get().abs().compareTo(SKEW_OF_OTHERS) > 0) {
            return Finding.problem(
                    "clock",
                    "Other servers are " + others.get().abs().toSeconds() + " s "
                            + (others.get().isNegative() ? "behind" : "ahead of")
                            + " this machine: its clock is wrong, and they refuse its signatures. Set it by NTP.");
        }
        return Finding.ok(
                "clock",
                others.isPresent()
                        ? "agrees with the database and with other servers"
                        : "agrees with the database; other servers: godwit federation probe HANDLE");
    }

    private List<Finding> inbox(InboxBacklog.Seen backlog) {
        List<Finding> found = new ArrayList<>();
        boolean late = backlog.oldest()
                .map(since -> Duration.between(since, clock.instant()).compareTo(LATE) > 0)
                .orElse(false);
        found.add(
                late
                        ? Finding.problem(
                                "inbox",
                                backlog.waiting() + " waiting, the oldest since "
                                        + backlog.oldest().orElseThrow() + ".")
                        : Finding.ok("inbox", backlog.waiting() + " waiting"));
        if (backlog.parked() > 0) {
            found.add(Finding.warning(
                    "inbox",
                    backlog.parked() + " could not be applied and are kept aside; the log of that time says why."));
        }
        return found;
    }

    private static Finding delivery(PeerStatuses.Totals totals) {
        String words = totals.waiting() + " waiting for " + totals.peers() + " servers";
        return totals.failing() == 0
                ? Finding.ok("delivery", words)
                : Finding.warning(
                        "delivery",
                        words + "; nothing gets through to " + totals.failing()
                                + " of them at present. It goes on by itself.");
    }
}
