package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.charter.Moderation.Labeler;
import social.godwit.network.charter.Moderation.Labeler.Trust;
import social.godwit.network.governance.CharterChain.Standing;

/**
 * What somebody ruled about an account or a post, and what came of it. It is judged by the charter that was in force when it was
 * signed, whichever it cites, so that a server that is behind cannot apply a rule that is no more.
 *
 * @param cites where the version that it cites stood when it was signed; anything but in force is shown with it
 * @param reversal which took it back: a {@link Reversal}, or an {@link Answer} that grants an appeal
 * @param appeal of the one concerned, in time
 * @param answer to it
 * @param answerOwed the appeal waits for longer than the charter allows
 */
public record JudgedRuling(
        SignedAct act,
        Status status,
        Standing cites,
        Optional<SignedAct> reversal,
        Optional<SignedAct> appeal,
        Optional<SignedAct> answer,
        boolean answerOwed) {
    /** What came of it. */
    public enum Status {
        /** It has its effect in the network's view. */
        IN_FORCE,
        /** It has ended. */
        ENDED,
        /** It was taken back. */
        REVERSED,
        /** The charter heeds this labeler's word only as a hint to stewards. */
        SUGGESTED,
        /** Its author may not do this, or the charter has no such rule, action or label. */
        NOT_GRANTED,
        /** It cites a version that this network has not, or not in force yet, or a branch of a fork. */
        FOREIGN
    }

    /** What was ruled. */
    public Ruling ruling() {
        return act.as(Ruling.class).orElseThrow();
    }

    /** Whom it concerns: whose account or post it is; nothing for somebody without a portable account. */
    public static Optional<Did> concerned(Ruling ruling) {
        return PortableId.parse(ruling.subject().id()).map(PortableId::did);
    }

    /** Why it was taken back, in the words of whoever did. */
    public Optional<String> takenBack() {
        return reversal.map(SignedAct::act)
                .map(act -> act instanceof Answer granted ? granted.text() : ((Reversal) act).reason());
    }

    /** Whether it has its effect. */
    public boolean holds() {
        return status == Status.IN_FORCE;
    }

    /** All of them, oldest first. */
    public static List<JudgedRuling> of(CharterChain chain, Evidence evidence, Instant now) {
        return evidence.rulings().stream()
                .map(act -> judge(act, chain, evidence, now))
                .toList();
    }

    private static JudgedRuling judge(SignedAct act, CharterChain chain, Evidence evidence, Instant now) {
        Ruling ruling = act.as(Ruling.class).orElseThrow();
        Standing cites = chain.standing(ruling.charter(), ruling.at());
        Optional<Charter> charter = chain.inForce(ruling.at());
        boolean known = cites == Standing.IN_FORCE || cites == Standing.SUPERSEDED;
        Optional<SignedAct> appeal = charter.flatMap(version -> appeal(act, ruling, version, evidence));
        Optional<SignedAct> answer = appeal.flatMap(one -> answer(one, act, chain, evidence));
        Optional<SignedAct> reversal = chain.inForce(now)
                .flatMap(present -> reversal(act, present, evidence))
                .or(() -> answer.filter(
                        one -> one.as(Answer.class).filter(Answer::granted).isPresent()));
        boolean owed = appeal.isPresent()
                && answer.isEmpty()
                && reversal.isEmpty()
                && charter.filter(version -> now.isAfter(appeal.get()
                                .act()
                                .at()
                                .plus(Duration.ofHours(
                                        version.moderation().appeal().answerHours()))))
                        .isPresent();
        return new JudgedRuling(
                act,
                known && charter.isPresent()
                        ? status(act.author(), ruling, charter.get(), reversal.isPresent(), now)
                        : Status.FOREIGN,
                cites,
                reversal,
                appeal,
                answer,
                owed);
    }

    /** The first of the one concerned, within the time that the charter gives. */
    private static Optional<SignedAct> appeal(SignedAct act, Ruling ruling, Charter charter, Evidence evidence) {
        Instant latest =
                ruling.at().plus(Duration.ofDays(charter.moderation().appeal().windowDays()));
        return evidence.about(act.hash(), Appeal.class).stream()
                .filter(one -> concerned(ruling).equals(Optional.of(one.author())))
                .filter(one ->
                        !one.act().at().isBefore(ruling.at()) && !one.act().at().isAfter(latest))
                .findFirst();
    }

    /** The first by a steward or witness who was that when answering, and is not who ruled. */
    private static Optional<SignedAct> answer(
            SignedAct appeal, SignedAct ruling, CharterChain chain, Evidence evidence) {
        return evidence.about(appeal.hash(), Answer.class).stream()
                .filter(one -> !one.author().equals(ruling.author())
                        && !one.author().equals(appeal.author())
                        && !one.act().at().isBefore(appeal.act().at()))
                .filter(one -> chain.inForce(one.act().at())
                        .map(Charter::governance)
                        .filter(governance -> governance.stewards().contains(one.author())
                                || governance.witnesses().contains(one.author()))
                        .isPresent())
                .findFirst();
    }

    private static Status status(Did author, Ruling ruling, Charter charter, boolean reversed, Instant now) {
        boolean steward = charter.governance().stewards().contains(author);
        Optional<Trust> labeler = charter.moderation().labelers().stream()
                .filter(one -> one.did().equals(author))
                .map(Labeler::trust)
                .findFirst();
        boolean described = charter.rule(ruling.rule()).isPresent()
                && charter.moderation().actions().contains(ruling.action())
                && (ruling.action() != Action.LABEL
                        || charter.labels().stream()
                                .map(Label::id)
                                .anyMatch(ruling.text().orElse("")::equals));
        if (!described || !(steward || (labeler.isPresent() && ruling.action() == Action.LABEL))) {
            return Status.NOT_GRANTED;
        }
        if (!steward && labeler.get() == Trust.SUGGEST) {
            return Status.SUGGESTED;
        }
        if (reversed) {
            return Status.REVERSED;
        }
        return ruling.ends().filter(end -> !now.isBefore(end)).isPresent() ? Status.ENDED : Status.IN_FORCE;
    }

    /** A steward of the present charter takes back what anybody ruled; whoever ruled takes back their own. */
    private static Optional<SignedAct> reversal(SignedAct act, Charter present, Evidence evidence) {
        return evidence.about(act.hash(), Reversal.class).stream()
                .filter(one -> one.author().equals(act.author())
                        || present.governance().stewards().contains(one.author()))
                .findFirst();
    }
}
