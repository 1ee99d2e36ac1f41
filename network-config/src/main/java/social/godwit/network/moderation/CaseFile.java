package social.godwit.network.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.network.moderation.Report.Category;

/**
 * Where a case stands.
 *
 * @param openReports reports since it was last resolved
 * @param category the queue in which it waits: the gravest of the open reports, until somebody sorts it elsewhere
 * @param waitingSince when the oldest open report or appeal came: its age in the queue
 * @param changedAt when anything last happened in it
 * @param assignee whose it is
 * @param claim who looks at it just now
 * @param entries how many entries its timeline has; at most {@value #ENTRIES_MAX}
 */
public record CaseFile(
        Subject subject,
        Status status,
        int openReports,
        Category category,
        Instant waitingSince,
        Instant changedAt,
        Optional<String> assignee,
        Optional<Claim> claim,
        int entries) {
    /** How long a timeline may become. */
    public static final int ENTRIES_MAX = 10_000;

    /** Whether somebody has to look at it. */
    public enum Status {
        OPEN,
        RESOLVED
    }

    /** A lease: it ends by itself, so that nothing stays with somebody who went home. */
    public record Claim(String by, Instant until) {
        /** Whether it keeps {@code who} away. */
        boolean keepsAway(String who, Instant now) {
            return !by.equals(who) && now.isBefore(until);
        }
    }

    /** Where it stands in its queue. */
    public CaseStore.Place place() {
        return new CaseStore.Place(waitingSince, subject);
    }

    /** A case of which nothing is known yet. */
    static CaseFile fresh(Subject subject, Instant now) {
        return new CaseFile(
                subject, Status.RESOLVED, 0, Category.OTHER, now, now, Optional.empty(), Optional.empty(), 0);
    }

    /** The file after one more event. */
    CaseFile after(Event event, String by, Instant now) {
        Status then = status;
        int open = openReports;
        Category gravest = category;
        Instant waiting = waitingSince;
        Optional<String> whose = assignee;
        Optional<Claim> held = claim;
        switch (event) {
            case Event.Reported(Report report) -> {
                boolean first = status == Status.RESOLVED;
                then = Status.OPEN;
                open++;
                gravest = first || report.category().compareTo(category) < 0 ? report.category() : category;
                waiting = first ? now : waitingSince;
            }
            case Event.Appealed ignored -> {
                waiting = status == Status.RESOLVED ? now : waitingSince;
                then = Status.OPEN;
            }
            case Event.Reopened() -> {
                then = Status.OPEN;
                waiting = now;
            }
            case Event.Resolved() -> {
                then = Status.RESOLVED;
                open = 0;
                gravest = Category.OTHER;
                held = Optional.empty();
            }
            case Event.Sorted(Report.Category to, List<RuleReference> ignored) -> gravest = to;
            case Event.Assigned(Optional<String> to) -> whose = to;
            case Event.Released() -> held = Optional.empty();
            case Event.Claimed(Instant until) -> held = Optional.of(new Claim(by, until));
            case Event.Noted ignored -> held = claim;
            case Event.Messaged ignored -> held = claim;
            case Event.Forwarded ignored -> held = claim;
            case Event.Looked ignored -> held = claim;
            case Event.Decided ignored -> held = claim;
            case Event.Reversed ignored -> held = claim;
            case Event.AppealAnswered ignored -> {
                // What nothing but an appeal keeps open is done with its answer.
                if (openReports == 0) {
                    then = Status.RESOLVED;
                    gravest = Category.OTHER;
                    held = Optional.empty();
                }
            }
        }
        return new CaseFile(subject, then, open, gravest, waiting, now, whose, held, entries + 1);
    }
}
