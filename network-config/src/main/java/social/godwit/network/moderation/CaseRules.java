package social.godwit.network.moderation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import social.godwit.network.moderation.Turn.Done;
import social.godwit.network.moderation.Turn.Reason;
import social.godwit.network.moderation.Turn.Refused;

/** What may be done in a case, and what it changes. Pure: whether somebody has the permission is asked before. */
public final class CaseRules {
    /** How long a claim keeps others away. */
    public static final Duration CLAIM = Duration.ofMinutes(30);
    /** How long the one affected may appeal, where the charter says nothing else. */
    public static final Duration APPEAL_WINDOW = Duration.ofDays(20);
    /** The longest note, message or appeal, in characters. */
    public static final int TEXT_MAX = 5_000;
    /** How many rules a case may be said to be about. */
    public static final int RULES_MAX = 20;

    /**
     * What is known when somebody wishes something.
     *
     * @param decision the decision that the wish names
     * @param appeal the appeal against it, if there was one
     */
    public record Situation(CaseFile file, Optional<Decision> decision, Optional<Appeal> appeal) {}

    /** An appeal; each decision has one at most. */
    public record Appeal(Instant at, Optional<Boolean> granted) {}

    private CaseRules() {}

    static Turn report(Situation now, Report report) {
        return add(now.file(), report.reporter(), report.at(), Optional.empty(), new Event.Reported(report));
    }

    /** Takes the case for {@link #CLAIM}, or for as long again. */
    public static Turn claim(Situation now, String by, Instant at) {
        return withClaim(now, by, at, new Event.Claimed(at.plus(CLAIM)));
    }

    /** Gives the claim up. */
    public static Turn release(Situation now, String by, Instant at) {
        return now.file().claim().isEmpty()
                ? new Refused(Reason.DONE_ALREADY, "Nobody has claimed this case.")
                : withClaim(now, by, at, new Event.Released());
    }

    /** Gives the case to somebody, or to nobody. */
    public static Turn assign(Situation now, Optional<String> to, String by, Instant at) {
        return add(now.file(), by, at, Optional.empty(), new Event.Assigned(to));
    }

    /** Says what the case is about; it waits in that queue from now on. */
    public static Turn sort(Situation now, Report.Category category, List<RuleReference> rules, String by, Instant at) {
        return rules.size() > RULES_MAX
                ? new Refused(Reason.TOO_MUCH, "At most " + RULES_MAX + " rules.")
                : add(now.file(), by, at, Optional.empty(), new Event.Sorted(category, rules));
    }

    /** Writes something down for colleagues. */
    public static Turn note(Situation now, String text, String by, Instant at) {
        return add(now.file(), by, at, Optional.empty(), new Event.Noted(text));
    }

    /** Writes down that somebody read private evidence; once an hour for each reader is enough. */
    public static Turn looked(Situation now, String by, Instant at) {
        return add(now.file(), by, at, Optional.empty(), new Event.Looked());
    }

    /** Writes down what is said to the one affected or to the reporters. */
    public static Turn message(Situation now, Event.Addressee to, String text, String by, Instant at) {
        return withClaim(now, by, at, new Event.Messaged(to, text));
    }

    /** Writes down that the report was passed on to another server. */
    public static Turn forwarded(Situation now, String inbox, String text, String by, Instant at) {
        return withClaim(now, by, at, new Event.Forwarded(inbox, text));
    }

    /** Says that the open reports are dealt with. */
    public static Turn resolve(Situation now, String by, Instant at) {
        return now.file().status() == CaseFile.Status.RESOLVED
                ? new Refused(Reason.DONE_ALREADY, "Nothing is open in this case.")
                : withClaim(now, by, at, new Event.Resolved());
    }

    /** Looks at it again. */
    public static Turn reopen(Situation now, String by, Instant at) {
        return now.file().status() == CaseFile.Status.OPEN
                ? new Refused(Reason.DONE_ALREADY, "This case is open.")
                : add(now.file(), by, at, Optional.empty(), new Event.Reopened());
    }

    /** Decides something. A machine does not wait until a moderator is done. */
    public static Turn decide(Situation now, Decision decision) {
        if (decision.automated()) {
            return add(now.file(), decision.by(), decision.at(), Optional.of(decision), new Event.Decided(decision));
        }
        return withClaim(now, decision.by(), decision.at(), Optional.of(decision), new Event.Decided(decision));
    }

    /** Takes a decision back. */
    public static Turn reverse(Situation now, String reason, String by, Instant at) {
        if (now.decision().isEmpty()) {
            return unknown();
        }
        Decision decision = now.decision().get();
        if (decision.reversed().isPresent()) {
            return new Refused(Reason.DONE_ALREADY, "This decision has been taken back already.");
        }
        Decision undone = decision.reversed(by, at, reason);
        return withClaim(now, by, at, Optional.of(undone), new Event.Reversed(undone));
    }

    /** The one affected, {@code by}, disagrees; once, and within {@code window}. */
    public static Turn appeal(Situation now, String text, String by, Instant at, Duration window) {
        if (now.decision().isEmpty()) {
            return unknown();
        }
        Decision decision = now.decision().get();
        if (decision.reversed().isPresent() || now.appeal().isPresent()) {
            return new Refused(Reason.DONE_ALREADY, "This decision has been appealed already, or has been taken back.");
        }
        if (at.isAfter(decision.at().plus(window))) {
            return new Refused(
                    Reason.TOO_LATE,
                    "An appeal was possible until " + decision.at().plus(window) + ".");
        }
        return add(now.file(), by, at, Optional.empty(), new Event.Appealed(decision, text));
    }

    /** Answers an appeal; who decided may not. Granting it takes the decision back. */
    public static Turn answer(Situation now, boolean granted, String text, String by, Instant at) {
        if (now.decision().isEmpty() || now.appeal().isEmpty()) {
            return unknown();
        }
        Decision decision = now.decision().get();
        if (now.appeal().get().granted().isPresent()) {
            return new Refused(Reason.DONE_ALREADY, "This appeal has been answered already.");
        }
        if (decision.by().equals(by)) {
            return new Refused(Reason.NOT_YOU, "Somebody else than who decided answers an appeal.");
        }
        Event answered = new Event.AppealAnswered(decision, granted, text);
        if (!granted || decision.reversed().isPresent()) {
            return withClaim(now, by, at, answered);
        }
        Decision undone = decision.reversed(by, at, text);
        return withClaim(now, by, at, Optional.of(undone), answered, new Event.Reversed(undone));
    }

    private static Turn unknown() {
        return new Refused(Reason.UNKNOWN, "There is no such decision or appeal in this case.");
    }

    private static Turn withClaim(Situation now, String by, Instant at, Event event) {
        return withClaim(now, by, at, Optional.empty(), event);
    }

    private static Turn withClaim(Situation now, String by, Instant at, Optional<Decision> decision, Event... events) {
        Optional<CaseFile.Claim> other = now.file().claim().filter(claim -> claim.keepsAway(by, at));
        return other.map(claim -> claimed(at, claim)).orElseGet(() -> add(now.file(), by, at, decision, events));
    }

    private static Turn claimed(Instant at, CaseFile.Claim claim) {
        long minutes = Math.max(1, Duration.between(at, claim.until()).toMinutes());
        return new Refused(
                Reason.CLAIMED,
                "Somebody else is at this case, for " + (minutes == 1 ? "a minute" : minutes + " minutes")
                        + " more at most.",
                OptionalLong.of(minutes));
    }

    private static Turn add(CaseFile file, String by, Instant at, Optional<Decision> decision, Event... events) {
        if (file.entries() + events.length > CaseFile.ENTRIES_MAX) {
            return new Refused(
                    Reason.TOO_MUCH, "This case has " + CaseFile.ENTRIES_MAX + " entries; it takes no more.");
        }
        List<Event> added = new ArrayList<>(events.length);
        CaseFile then = file;
        for (Event event : events) {
            then = then.after(event, by, at);
            added.add(event);
        }
        return new Done(then, added, decision);
    }
}
