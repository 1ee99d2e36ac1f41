package social.godwit.instance.admin.web;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Permission;

/** What somebody wishes to decide, about one subject or many. Whether they may is asked elsewhere. */
record DecisionWish(
        List<Subject> subjects,
        Optional<Subject> target,
        Measure measure,
        String text,
        RuleReference rule,
        String facts,
        boolean automated,
        Optional<Duration> lasting) {
    /** How many a single request may decide about. */
    static final int BULK_MAX = 500;
    /** From how many on suspending and purging needs a second person. */
    static final int ALONE_MAX = 10;

    private static final long HOURS_MAX = 24L * 3660;

    /** Reads it; what is wrong with it is for whoever wishes it, as the exception's message. */
    static DecisionWish read(JsonObject wish) {
        Optional<Measure> measure = wish.string("measure").flatMap(Measure::parse);
        List<Subject> subjects = subjects(wish);
        if (measure.isEmpty() || subjects.isEmpty() || subjects.size() > BULK_MAX) {
            throw new IllegalArgumentException("Name a measure, and a subject or at most " + BULK_MAX + " subjects.");
        }
        Optional<Subject> target = wish.string("target").flatMap(CasesResource::subject);
        if (target.isPresent() && subjects.size() > 1) {
            throw new IllegalArgumentException("A target is a post of the one subject.");
        }
        Optional<Long> hours = ModerationAnswers.number(wish, "hours");
        if (wish.has("hours")
                && hours.filter(one -> one > 0 && one <= HOURS_MAX).isEmpty()) {
            throw new IllegalArgumentException("hours is a whole number from 1 to " + HOURS_MAX);
        }
        return new DecisionWish(
                subjects,
                target,
                measure.get(),
                wish.string("text").orElse(""),
                new RuleReference(
                        wish.string("charter").orElse(RuleReference.HOUSE),
                        wish.string("version").orElse(""),
                        wish.string("rule").orElse("")),
                wish.string("facts").orElse(""),
                new JsonBoolean(true).equals(wish.get("automated")),
                hours.map(Duration::ofHours));
    }

    private static List<Subject> subjects(JsonObject wish) {
        return Stream.concat(
                        wish.string("subject").stream(),
                        wish.list("subjects").stream()
                                .flatMap(item ->
                                        item instanceof JsonString text ? Stream.of(text.value()) : Stream.empty()))
                .map(written -> CasesResource.subject(written)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "A subject is written account:ID, post:ID or domain:NAME.")))
                .distinct()
                .toList();
    }

    /** What a measure needs. */
    static Permission permission(Measure measure) {
        return switch (measure) {
            case LABEL -> Permission.LABEL;
            case WARN, CONTENT_WARNING, SENSITIVE, REFUSE_MEDIA, LIMIT -> Permission.RESTRICT;
            case SUSPEND -> Permission.SUSPEND;
            case PURGE -> Permission.PURGE;
        };
    }

    /** What it needs. */
    Permission permission() {
        return permission(measure);
    }

    /** Whether a second person has to agree. */
    boolean needsSecond() {
        return measure.destructive() && subjects.size() > ALONE_MAX;
    }

    /** The decisions that come of it, by {@code who}; several share the id of a bulk. */
    List<Decision> decisions(String who, Instant now, Supplier<String> freshId) {
        Optional<String> bulk = subjects.size() > 1 ? Optional.of(freshId.get()) : Optional.empty();
        return subjects.stream()
                .map(subject -> new Decision(
                        freshId.get(),
                        subject,
                        target.orElse(subject),
                        measure,
                        text,
                        rule,
                        facts,
                        automated,
                        who,
                        now,
                        lasting.map(now::plus),
                        bulk,
                        Optional.empty()))
                .toList();
    }
}
