package social.godwit.network.desk;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.log.LogChain;
import social.godwit.network.log.LogStore;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseRules.Situation;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Event;
import social.godwit.network.moderation.PlanStore;
import social.godwit.network.moderation.PlanStore.Plan;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;

/**
 * Does what a moderator wishes in a case. The case, the log and the doors change together or not at all. Whether somebody may
 * is asked before.
 */
public final class Desk {
    private final Transactions transactions;
    private final CaseStore cases;
    private final LogStore log;
    private final Doors doors;
    private final Supplier<SigningKey> instance;
    private final InstantSource clock;

    /** {@code instance} gives the key that signs the log. */
    public Desk(
            Transactions transactions,
            CaseStore cases,
            LogStore log,
            Doors doors,
            Supplier<SigningKey> instance,
            InstantSource clock) {
        this.transactions = transactions;
        this.cases = cases;
        this.log = log;
        this.doors = doors;
        this.instance = instance;
        this.clock = clock;
    }

    /**
     * Does something in a case by one of {@link CaseRules}.
     *
     * @param decision the id of the decision that the wish is about
     */
    public Uni<Turn> turn(Subject subject, Optional<String> decision, String by, Function<Situation, Turn> rule) {
        return act(subject, decision, by, rule).call(turn -> settle(List.of(turn)));
    }

    /** Takes a decision, wherever it belongs. */
    public Uni<Turn> decide(Decision decision) {
        return decideAll(List.of(decision)).map(List::getFirst);
    }

    /** Takes decisions one after the other; each answer stands for itself. */
    public Uni<List<Turn>> decideAll(List<Decision> decisions) {
        return each(decisions, this::take);
    }

    /** A plan that was carried out, and what came of each of its decisions. */
    public record Carried(Plan plan, List<Decision> decisions, List<Turn> turns) {}

    /** Carries out a plan to which a second person agrees; it is gone when its decisions are taken. Empty when there is none. */
    public Uni<Optional<Carried>> carryOut(PlanStore plans, String id) {
        Instant now = clock.instant();
        return transactions
                .inTransaction(() -> plans.take(id, now)
                        .chain(plan -> plan.isEmpty()
                                ? Uni.createFrom().item(Optional.<Carried>empty())
                                : carryOut(plan.get(), now).map(Optional::of)))
                .call(done -> done.map(carried -> settle(carried.turns()))
                        .orElseGet(() -> Uni.createFrom().voidItem()));
    }

    private Uni<Carried> carryOut(Plan plan, Instant now) {
        List<Decision> decisions = plan.agreed(now);
        return decideTogether(decisions).map(turns -> new Carried(plan, decisions, turns));
    }

    /** Takes decisions in the caller's transaction, all or none of them; {@link #settle} comes after it. */
    public Uni<List<Turn>> decideTogether(List<Decision> decisions) {
        if (decisions.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        Set<Subject> subjects = decisions.stream().map(Decision::subject).collect(Collectors.toSet());
        // The log's head is locked with the first of them: whoever holds it waits for no case any more.
        return cases.reserve(subjects, clock.instant()).chain(() -> InTurn.map(decisions, this::take));
    }

    private Uni<Turn> take(Decision decision) {
        return act(decision.subject(), Optional.empty(), decision.by(), now -> CaseRules.decide(now, decision));
    }

    /** Takes a decision back. */
    public Uni<Turn> reverse(Decision decision, String reason, String by) {
        return reverseAll(List.of(decision), reason, by).map(List::getFirst);
    }

    /** Takes back all decisions of a bulk that still stand. */
    public Uni<List<Turn>> undo(String bulk, String reason, String by) {
        return cases.bulk(bulk)
                .map(all -> all.stream().filter(one -> one.reversed().isEmpty()).toList())
                .chain(standing -> reverseAll(standing, reason, by));
    }

    /** Takes decisions back one after the other; each answer stands for itself. */
    public Uni<List<Turn>> reverseAll(List<Decision> decisions, String reason, String by) {
        Instant now = clock.instant();
        return each(
                decisions,
                decision -> act(
                        decision.subject(),
                        Optional.of(decision.id()),
                        by,
                        situation -> CaseRules.reverse(situation, reason, by, now)));
    }

    private Uni<List<Turn>> each(List<Decision> decisions, Function<Decision, Uni<Turn>> work) {
        return InTurn.map(decisions, work).call(this::settle);
    }

    private Uni<Turn> act(Subject subject, Optional<String> decision, String by, Function<Situation, Turn> rule) {
        Instant now = clock.instant();
        return transactions.inTransaction(
                () -> cases.turn(subject, decision, by, now, rule).call(turn -> follow(turn, by, now)));
    }

    /** What was decided in these turns is stored: who holds decisions in memory is told. */
    public Uni<Void> settle(List<Turn> turns) {
        List<Decision> changed = turns.stream()
                .flatMap(turn -> turn instanceof Turn.Done done ? done.decision().stream() : Stream.empty())
                .toList();
        return changed.isEmpty() ? Uni.createFrom().voidItem() : doors.settled(changed);
    }

    private Uni<Void> follow(Turn turn, String by, Instant now) {
        Uni<Void> followed = Uni.createFrom().voidItem();
        if (turn instanceof Turn.Done done) {
            for (Event event : done.events()) {
                Optional<String> action = LogChain.action(event);
                Optional<Decision> decision = LogChain.decision(event);
                if (action.isPresent() && decision.isPresent()) {
                    followed = followed.chain(() -> log.append(
                            head -> LogChain.next(head, action.get(), decision.get(), by, now, instance.get())));
                }
                if (event instanceof Event.AppealAnswered(Decision about, boolean granted, String answer) && !granted) {
                    followed = followed.chain(() -> doors.upheld(about, answer));
                }
            }
            if (done.decision().isPresent()) {
                followed = followed.chain(() -> doors.changed(done.decision().get()));
            }
        }
        return followed;
    }
}
