package social.godwit.network.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Moderation.Filter;
import social.godwit.network.charter.Moderation.Filter.Reaction;
import social.godwit.network.charter.Moderation.Labeler.Trust;
import social.godwit.network.charter.Verification.Need;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.member.Membership;
import social.godwit.network.moderation.Subject;
import social.godwit.network.verification.Vouched;

/**
 * How members and posts stand in a network at one moment: who is a member since when, what was ruled about whom, which emergency
 * powers are in use. Worked out once, asked for every post.
 */
public final class Standings {
    /** How long somebody is a newcomer whose posts can be held in an emergency. */
    static final Duration NEWCOMER = Duration.ofDays(7);

    private final NetworkCard card;
    private final Charter charter;
    private final Map<String, Membership> members;
    private final Map<String, List<JudgedRuling>> rulings = new HashMap<>();
    private final Map<String, Label> labels = new HashMap<>();
    /** What stewards let in: memberships of newcomers, and posts, by their hashes. */
    private final Set<Sha256> admitted;

    private final boolean membersOnly;
    private final boolean holding;

    private Standings(NetworkCard card, Charter charter, Map<String, Membership> members) {
        this.card = card;
        this.charter = charter;
        this.members = members;
        this.admitted = card.evidence().all().stream()
                .filter(act -> charter.governance().stewards().contains(act.author()))
                .flatMap(act -> act.as(Approval.class).stream())
                .map(Approval::subject)
                .collect(Collectors.toUnmodifiableSet());
        this.membersOnly = inUse(Power.MEMBERS_ONLY);
        this.holding = inUse(Power.HOLD_NEWCOMERS);
        charter.labels().forEach(label -> labels.put(label.id(), label));
        card.rulings().stream()
                .filter(JudgedRuling::holds)
                .forEach(ruling -> rulings.computeIfAbsent(
                                ruling.ruling().subject().toString(), absent -> new ArrayList<>())
                        .add(ruling));
    }

    /** Of a network whose charter is in force; nothing where none is: it shows nothing. {@code members} by actor's id. */
    public static Optional<Standings> of(NetworkCard card, Map<String, Membership> members) {
        return card.charter().map(charter -> new Standings(card, charter, members));
    }

    private boolean inUse(Power power) {
        return card.inForce().stream().anyMatch(measure -> measure.emergency().power() == power);
    }

    /** The charter in force. */
    public Charter charter() {
        return charter;
    }

    /** The membership of the account with this actor's id. */
    public Optional<Membership> member(String actor) {
        return Optional.ofNullable(members.get(actor));
    }

    boolean joinedWithin(String actor, Duration time) {
        return member(actor)
                .filter(membership -> membership.since().plus(time).isAfter(card.now()))
                .isPresent();
    }

    boolean vouched(Did account) {
        return Vouched.any(card.vouched().getOrDefault(account, List.of()));
    }

    /** Why a post is not shown at all, by what the charter says about who may post; nothing when its author may. */
    Optional<Left> excluded(Candidate post) {
        Optional<Membership> membership = member(post.actor());
        if (membership.isEmpty()) {
            return membersOnly ? Optional.of(new Left(Left.Reason.MEMBERS_ONLY, "")) : Optional.empty();
        }
        if (charter.verification().need() == Need.POST
                && post.author().filter(this::vouched).isEmpty()) {
            return Optional.of(new Left(Left.Reason.NOT_VOUCHED_FOR, ""));
        }
        return holding
                        && joinedWithin(post.actor(), NEWCOMER)
                        && !admitted.contains(membership.get().hash())
                ? Optional.of(new Left(Left.Reason.NEWCOMER, ""))
                : Optional.empty();
    }

    /** Whether a steward has looked at a post that a filter holds, and let it through. */
    boolean admitted(Candidate post) {
        return admitted.contains(Subject.post(post.id()).hash());
    }

    /** The filters that hold a post, as long as no steward has let it through. */
    List<Filter> holding(Candidate post) {
        return admitted(post)
                ? List.of()
                : filters(post.hits()).stream()
                        .filter(filter -> filter.reaction() == Reaction.HOLD)
                        .toList();
    }

    /** What holds about the post and about its author, oldest first. */
    List<JudgedRuling> about(Candidate post) {
        List<JudgedRuling> both = new ArrayList<>(
                rulings.getOrDefault(Subject.account(post.actor()).toString(), List.of()));
        both.addAll(rulings.getOrDefault(Subject.post(post.id()).toString(), List.of()));
        both.sort(Comparator.comparing(ruling -> ruling.ruling().at()));
        return both;
    }

    /** Whether labels of this labeler have their effect here: the charter says so. */
    boolean heeds(Did labeler) {
        return charter.moderation().labelers().stream()
                .anyMatch(one -> one.did().equals(labeler) && one.trust() == Trust.APPLY);
    }

    /** Of the charter's filters, in their order, those with these ids. */
    List<Filter> filters(Set<String> ids) {
        return ids.isEmpty()
                ? List.of()
                : charter.moderation().filters().stream()
                        .filter(filter -> ids.contains(filter.id()))
                        .toList();
    }

    Optional<Label> label(String id) {
        return Optional.ofNullable(labels.get(id));
    }
}
