package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.interaction.ReportStore;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.filter.FilterStore.Name;
import social.godwit.network.filter.Reaction;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.Report;
import social.godwit.network.moderation.Report.Evidence;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.StoredJson;
import social.godwit.network.moderation.Subject;
import social.godwit.store.InTurn;

/**
 * Brings what filters found to the case of the post's author: as a report, and as a decision that a machine took, which cites
 * its rule, says what was found, can be appealed and taken back like any other.
 *
 * <p>A flood does not fill the cases: whoever was hit ten times in a day by one filter is decided about as a whole, for a week.
 */
@ApplicationScoped
public class FilterIntake {
    /** Who reports what a filter found; the filter's name follows after a colon where it decides. */
    static final String REPORTER = "filter";

    private static final Duration POST = Duration.ofDays(30);
    private static final Duration ACCOUNT = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);
    private static final int HITS_A_DAY = 10;
    /** Of decisions that machines took so many hold at once; what comes after them is reported, and no more. */
    private static final int STANDING_MAX = 20_000;

    private static final int COPY_MAX = 64 * 1024;

    private final NoteStore notes;
    private final CaseStore cases;
    private final AccountStore accounts;
    private final NetworkFederationPolicy policy;
    private final InForce inForce;
    private final Randomness randomness;

    FilterIntake(
            NoteStore notes,
            CaseStore cases,
            AccountStore accounts,
            NetworkFederationPolicy policy,
            InForce inForce,
            Randomness randomness) {
        this.accounts = accounts;
        this.notes = notes;
        this.cases = cases;
        this.policy = policy;
        this.inForce = inForce;
        this.randomness = randomness;
    }

    /** Files what is to be reported, and says what is to be decided. */
    Uni<List<Decision>> file(ReportStore.Report found) {
        return notes.reported(found.objects())
                .chain(posts -> posts.values().stream()
                        .findFirst()
                        .map(post -> file(found, post))
                        .orElseGet(() -> Uni.createFrom().item(List.of())));
    }

    private Uni<List<Decision>> file(ReportStore.Report found, Note post) {
        List<JsonObject> hits = new ArrayList<>();
        for (Json item : StoredJson.read(found.content()).list("hits")) {
            if (item instanceof JsonObject hit) {
                hits.add(hit);
            }
        }
        return InTurn.map(hits, hit -> file(found, post, hit))
                .map(all -> all.stream().flatMap(Optional::stream).toList());
    }

    private Uni<Optional<Decision>> file(ReportStore.Report found, Note post, JsonObject hit) {
        Reaction reaction = hit.string("reaction").flatMap(Reaction::parse).orElse(Reaction.FLAG);
        Optional<Measure> measure = measure(reaction);
        Uni<Optional<Decision>> decision = measure.isEmpty() || policy.automated() >= STANDING_MAX
                ? undecided(post, measure)
                : decide(post, hit, measure.get(), found.at());
        boolean seen = reaction == Reaction.FLAG || reaction == Reaction.HOLD;
        return seen ? cases.file(report(found, post, hit)).chain(() -> decision) : decision;
    }

    /** Where nothing is decided, a post does not stay hidden as it was from the moment that it came. */
    private Uni<Optional<Decision>> undecided(Note post, Optional<Measure> measure) {
        Uni<Void> shown =
                measure.filter(Measure::hides).isEmpty() ? Uni.createFrom().voidItem() : inForce.agree(post.id());
        return shown.replaceWith(Optional.empty());
    }

    private static Optional<Measure> measure(Reaction reaction) {
        return switch (reaction) {
            case PASS, FLAG -> Optional.empty();
            case LABEL -> Optional.of(Measure.LABEL);
            case FOLD -> Optional.of(Measure.CONTENT_WARNING);
            case HOLD, HIDE -> Optional.of(Measure.SUSPEND);
        };
    }

    private static Report report(ReportStore.Report found, Note post, JsonObject hit) {
        String filter = by(hit);
        return new Report(
                found.id() + " " + filter,
                Subject.account(post.author()),
                filter,
                // The limit of reports an hour is one for each author, so that none keeps what others do from being
                // seen.
                filter + " " + post.author(),
                Report.Category.SPAM,
                Optional.of(rule(hit)),
                hit.string("explained").orElse(""),
                List.of(new Evidence(
                        post.id(), Optional.of(post.document()).filter(copy -> copy.length() <= COPY_MAX))),
                found.at());
    }

    private Uni<Optional<Decision>> decide(Note post, JsonObject hit, Measure measure, Instant at) {
        Subject account = Subject.account(post.author());
        Subject target = Subject.post(post.id());
        String by = by(hit);
        return cases.on(account, at)
                .chain(holding -> cases.on(target, at).chain(onPost -> {
                    boolean known = holding.stream().anyMatch(one -> one.by().equals(by))
                            || onPost.stream().anyMatch(one -> one.by().equals(by));
                    return known
                            ? Uni.createFrom().item(Optional.empty())
                            : flood(account, by, at)
                                    .map(flood -> Optional.of(
                                            flood
                                                    ? decision(account, account, measure, hit, at, ACCOUNT)
                                                    : decision(account, target, measure, hit, at, POST)));
                }));
    }

    /** Of people who have their account here, no machine decides as a whole. */
    private Uni<Boolean> flood(Subject account, String by, Instant at) {
        return Ids.did(account.id())
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(own -> own.isPresent()
                        ? Uni.createFrom().item(false)
                        : cases.about(account)
                                .map(before -> before.stream()
                                                .filter(one -> one.by().equals(by)
                                                        && one.holds(at)
                                                        && one.at().isAfter(at.minus(DAY)))
                                                .count()
                                        >= HITS_A_DAY));
    }

    private Decision decision(
            Subject account, Subject target, Measure measure, JsonObject hit, Instant at, Duration holds) {
        String text = hit.string("text").filter(words -> !words.isBlank()).orElse("Folded by a filter of this server");
        return new Decision(
                HexFormat.of().formatHex(randomness.bytes(16)),
                account,
                target,
                measure,
                measure == Measure.SUSPEND ? "" : text,
                rule(hit),
                hit.string("explained").orElse(""),
                true,
                by(hit),
                at,
                Optional.of(at.plus(holds)),
                Optional.empty(),
                Optional.empty());
    }

    /** By whom a filter's reports and decisions are: two charters and the instance may call different filters the same. */
    public static String by(Name filter) {
        return REPORTER + ":" + filter.id() + (filter.network().isEmpty() ? "" : " of " + filter.network());
    }

    static String by(JsonObject hit) {
        return by(
                new Name(hit.string("network").orElse(""), hit.string("filter").orElse("")));
    }

    private static RuleReference rule(JsonObject hit) {
        return hit.object("rule").map(DecisionForm::readRule).orElseGet(() -> RuleReference.house("spam"));
    }
}
