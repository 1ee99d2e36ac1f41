package social.godwit.network.moderation;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.moderation.CaseRules.Situation;

/** Keeps cases, their timelines, reports and decisions. */
public interface CaseStore {
    /** How many reports one source may send in an hour. */
    int REPORTS_PER_HOUR = 60;

    /** What became of a report. */
    enum Filing {
        /** It is in its case. */
        FILED,
        /** The same was reported by the same source before, and that is still open. */
        KNOWN,
        /** The source has sent more than {@link #REPORTS_PER_HOUR} within the hour, or the case is full. */
        TOO_MANY
    }

    /**
     * Files a report in its subject's case, and opens the case. Atomic; the same id twice is {@link Filing#KNOWN}.
     */
    Uni<Filing> file(Report report);

    /**
     * Does something in a case: loads, lets {@code rule} decide, and stores what it says, all at once. Two turns in the same
     * case follow each other.
     *
     * @param decision the id of the decision that the wish is about
     */
    Uni<Turn> turn(Subject subject, Optional<String> decision, String by, Instant at, Function<Situation, Turn> rule);

    /**
     * Keeps others from doing anything in these cases before the caller's transaction ends. Whoever does something in several cases in
     * one transaction begins with it: they are taken in one order, so that two who need the same ones never wait for each other. A
     * {@link #turn} in each follows.
     */
    Uni<Void> reserve(Collection<Subject> subjects, Instant now);

    /** The case of a subject. */
    Uni<Optional<CaseFile>> find(Subject subject);

    /** Cases of the queue, those that wait longest first: at most {@code limit} after {@code after}. */
    Uni<List<CaseFile>> queue(Queue queue, Optional<Place> after, int limit);

    /** The other way round: those that wait shortest first, at most {@code limit} before {@code before}. */
    Uni<List<CaseFile>> newest(Queue queue, Optional<Place> before, int limit);

    /** A case's timeline from its beginning: at most {@code limit} entries after number {@code after}. */
    Uni<List<Entry>> timeline(Subject subject, int after, int limit);

    /** What a filter brought to cases (reports and decisions by {@code filter:NAME}, {@code filter:NAME of DID}), the newest first. */
    Uni<List<Brought>> brought(String filter, int limit);

    /** One decision. */
    Uni<Optional<Decision>> decision(String id);

    /** The decisions of a bulk, by id; at most 10,000. */
    Uni<List<Decision>> bulk(String bulk);

    /** All decisions that hold at this time, at most 100,000, the oldest first. */
    Uni<List<Decision>> holding(Instant now);

    /** The decisions about one target that hold at this time, the oldest first; at most 1,000. */
    Uni<List<Decision>> on(Subject target, Instant now);

    /** All decisions ever taken in a case, the newest first; at most 100. */
    Uni<List<Decision>> about(Subject subject);

    /** Appeals that nobody has answered yet, the oldest first, at most {@code limit}. */
    Uni<List<Appealed>> appeals(int limit);

    /** What was said in a case's appeals and in their answers, from the beginning; at most 200. */
    Uni<List<Entry>> appealed(Subject subject);

    /** How many open cases wait in each category; a category without any is left out. */
    Uni<Map<Report.Category, Long>> waiting();

    /** Forgets resolved cases without a decision, and reports, in which nothing happened since {@code before}. */
    Uni<Integer> forget(Instant before);

    /**
     * Which cases: all conditions hold, an empty one holds for every case.
     *
     * @param text part of the subject's id
     * @param before waiting since before this moment
     * @param reporter with a report by them that is not forgotten yet
     */
    record Queue(
            Optional<CaseFile.Status> status,
            Optional<Report.Category> category,
            Optional<String> assignee,
            Optional<Subject.Kind> kind,
            Optional<String> text,
            Optional<Instant> before,
            Optional<Reporter> reporter) {
        /**
         * Who reported.
         *
         * @param id as it stands in the report
         * @param source who answers for that id, as in {@link Report#source}
         */
        public record Reporter(String id, String source) {}

        /** Everything that is open. */
        public static Queue open() {
            return new Queue(
                    Optional.of(CaseFile.Status.OPEN),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
        }
    }

    /** An appeal that waits for an answer: against which decision, since when, and what is said. */
    record Appealed(Decision decision, Instant at, String text) {}

    /** Where a case stands in a queue, the longest waiting first. */
    record Place(Instant waitingSince, Subject subject) implements Comparable<Place> {
        @Override
        public int compareTo(Place other) {
            int time = waitingSince.compareTo(other.waitingSince);
            return time == 0 ? subject.toString().compareTo(other.subject.toString()) : time;
        }
    }

    /** An entry, and whose case it is in. */
    record Brought(Subject subject, Entry entry) {}

    /** One entry of a timeline. */
    record Entry(int number, Instant at, String by, String type, JsonObject details) {}
}
