package social.godwit.instance.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.network.Deliberation;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.moderation.Subject;

/** {@code charter sign|admit}: yes to a proposal, to a newcomer, or to a post that is held. */
final class CharterApprovals {
    private CharterApprovals() {}

    /** {@code charter sign}. */
    @Command(name = "sign", description = "Approve a proposal, as one of those who decide.")
    static final class Sign extends NetworkFileCommand {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "PROPOSAL",
                description = "The beginning of its name; not needed when there is only one.")
        private @Nullable String proposal;

        @Override
        Told run() {
            Deliberation deliberation = deliberation();
            Pending pending = deliberation.pending(Optional.ofNullable(proposal));
            Charter charter = pending.proposal().charter();
            SignedAct act = deliberation.approve(charter.hash());
            NetworkCard card = file().card();
            boolean valid = card.chain().version(charter.hash()).isPresent();
            String left = card.pending(pending.act().hash().multibase())
                    .map(still -> "It still lacks: " + CharterText.lacks(still))
                    .orElse("");
            return signed(
                    JsonObject.builder()
                            .put("approval", act.hash().multibase())
                            .put("charter", charter.hash().multibase())
                            .put("valid", valid)
                            .build(),
                    "You have approved version " + charter.version() + ". "
                            + (valid ? "It is decided, and in force from " + charter.effective() + "." : left));
        }
    }

    /** {@code charter admit}. */
    @Command(
            name = "admit",
            description =
                    "Let in somebody who has joined, as one of those who decide, or stand up for them as a member; or let a"
                            + " post through that a filter of the charter holds.")
    static final class Admit extends NetworkFileCommand {
        @Parameters(
                index = "1",
                paramLabel = "WHO|POST",
                description = "The account or the post: its DID or id, the address of its page, or @name@server.")
        private String account = "";

        @Override
        Told run() {
            Optional<Subject> found = Did.parse(account).isPresent() ? Optional.empty() : Optional.of(subject(account));
            if (found.filter(one -> one.kind() == Subject.Kind.POST).isPresent()) {
                SignedAct act = deliberation().release(found.get());
                return signed(
                        "approval", act.hash().multibase(), "You let it through: the network's view shows it again.");
            }
            SignedAct act = deliberation()
                    .admit(found.map(one -> OperatorConnection.did(one, account))
                            .orElseGet(() -> did(account)));
            return signed("approval", act.hash().multibase(), "You have stood up for " + account + ".");
        }
    }
}
