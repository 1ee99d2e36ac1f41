package social.godwit.instance.cli;

import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.network.Deliberation;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Count;

/** {@code proposal}: changing a charter together. */
@Command(
        name = "proposal",
        description = "Change a network's rules together: propose, vote, count. Works on a file, offline.",
        subcommands = {
            ProposalCommand.Open.class,
            ProposalCommand.RollOf.class,
            ProposalCommand.Vote.class,
            ProposalCommand.TallyOf.class
        })
final class ProposalCommand extends CommandGroup {
    /** {@code proposal open}. */
    @Command(name = "open", description = "Propose a changed charter.")
    static final class Open extends NetworkFileCommand {
        @Parameters(
                index = "1",
                paramLabel = "JSON",
                description = "The changed charter; begin with: godwit charter show FILE --write JSON")
        private Path changed = Path.of("");

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Option(
                names = "--days",
                paramLabel = "N",
                description = "For how long one can vote, if longer than the charter asks for.")
        private @Nullable Integer days;

        @Option(
                names = "--effective",
                paramLabel = "TIME",
                description =
                        "From when it is to be in force, for example 2027-01-01T00:00:00Z; default: as soon as may be.")
        private @Nullable String effective;

        @Override
        Told run() {
            Deliberation deliberation = deliberation();
            Charter before = deliberation.current();
            Deliberation.Proposed proposed = deliberation.propose(
                    json(changed),
                    reason,
                    Optional.ofNullable(days).map(Duration::ofDays),
                    Optional.ofNullable(effective).map(Open::time));
            String who = proposed.decisions().stream().map(Decision::id).collect(Collectors.joining(", "));
            boolean voted = proposed.decisions().stream().anyMatch(Decision::voted);
            return signed(
                    JsonObject.builder()
                            .put("proposal", proposed.act().hash().multibase())
                            .put("charter", proposed.charter().hash().multibase())
                            .put("version", proposed.charter().version())
                            .put(
                                    "effective",
                                    ProofTime.format(proposed.charter().effective()))
                            .put(
                                    "decisions",
                                    proposed.decisions().stream()
                                            .map(Decision::id)
                                            .toList())
                            .build(),
                    "Version " + proposed.charter().version() + " is proposed (decided as: " + who
                            + "), to be in force from "
                            + proposed.charter().effective() + ".\nReason: " + reason + "\n"
                            + CharterText.changes(Changes.between(before, proposed.charter()), before.governance())
                            + "\n"
                            + (voted
                                    ? "Members vote with: godwit proposal vote " + path() + " yes|no|abstain"
                                    : decided(proposed.charter())
                                            ? "It is decided: nobody else has to agree."
                                            : "Other stewards agree with: godwit charter sign " + path()));
        }

        private boolean decided(Charter proposed) {
            return file().card().chain().version(proposed.hash()).isPresent();
        }

        private static Instant time(String text) {
            try {
                return Instant.parse(text);
            } catch (DateTimeException e) {
                throw new ClientProblem(text + " is not a time.", "Write it like 2027-01-01T00:00:00Z", e);
            }
        }
    }

    /** {@code proposal roll}. */
    @Command(name = "roll", description = "Confirm, as a steward or a witness, who may vote from now on.")
    static final class RollOf extends NetworkFileCommand {
        @Override
        Told run() {
            SignedAct act = deliberation().roll();
            int voters = act.as(Roll.class).orElseThrow().members().size();
            return signed(
                    JsonObject.builder()
                            .put("roll", act.as(Roll.class).orElseThrow().list().multibase())
                            .put("voters", voters)
                            .build(),
                    "You have confirmed a list of " + CharterText.some(voters, "voter") + ".");
        }
    }

    /** {@code proposal vote}. */
    @Command(name = "vote", description = "Vote. Everybody can see how you voted, and that stays so.")
    static final class Vote extends NetworkFileCommand {
        @Parameters(index = "1", paramLabel = "yes|no|abstain", description = "Your vote; the last one in time counts.")
        private Ballot.Choice choice = Ballot.Choice.ABSTAIN;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "PROPOSAL",
                description = "The beginning of its name; not needed when there is only one.")
        private @Nullable String proposal;

        @Override
        Told run() {
            Deliberation deliberation = deliberation();
            Pending pending = deliberation.pending(Optional.ofNullable(proposal));
            SignedAct act = deliberation.vote(pending, choice);
            return signed(
                    "ballot",
                    act.hash().multibase(),
                    "Your vote is in the file. It counts when those who count confirm it after "
                            + pending.proposal().closes().orElseThrow() + ".");
        }
    }

    /** {@code proposal tally}. */
    @Command(name = "tally", description = "Count the votes again, from the ballots in the file.")
    static final class TallyOf extends NetworkFileCommand {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "PROPOSAL",
                description = "The beginning of its name; not needed when there is only one.")
        private @Nullable String proposal;

        @Option(
                names = "--sign",
                description = "Confirm the ballots, as a steward or a witness, when the vote has ended.")
        private boolean sign;

        @Override
        Told run() {
            SignedAct act = file().card()
                    .proposal(Optional.ofNullable(proposal).orElse(""))
                    .orElseThrow(() -> new ClientProblem(
                            "There is no such proposal, or there are several.",
                            "See them with: godwit charter show " + path()));
            if (sign) deliberation().tally(act);
            NetworkCard card = file().card();
            Proposal proposed = act.as(Proposal.class).orElseThrow();
            Charter charter = proposed.charter();
            Count count = card.count(act).orElseThrow();
            boolean valid = card.chain().version(charter.hash()).isPresent();
            String lacks = card.pending(act.hash().multibase())
                    .map(still -> "It lacks: " + CharterText.lacks(still))
                    .orElse("It is not valid.");
            JsonObject json = CardJson.count(count).with("valid", new JsonBoolean(valid));
            String words = (proposed.closes().isPresent()
                            ? CharterText.count(count)
                            : "Members do not vote about this: stewards decide.")
                    + "\n"
                    + (valid ? "It is decided, and in force from " + charter.effective() + "." : lacks);
            return sign ? signed(json, words) : Told.done(json, words);
        }
    }
}
