package social.godwit.instance.cli;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Verification.Claim;
import social.godwit.network.form.Words;
import social.godwit.network.verification.Credential;
import social.godwit.network.verification.Vouched;

/** {@code charter vouch|revoke|claims}: what is vouched for about people in a network. */
final class CharterClaims {
    private CharterClaims() {}

    /** {@code charter vouch}. */
    @Command(
            name = "vouch",
            description = "Vouch for an account, as one of those whose word the network takes. Everybody can see it.")
    static final class Vouch extends NetworkFileCommand {
        @Parameters(
                index = "1",
                paramLabel = "WHO",
                description = "The account: its DID, @name@server, or the address of its profile.")
        private String account = "";

        @Parameters(
                index = "2",
                paramLabel = "CLAIM",
                description = "identity, unique-person, organisation, press or role.")
        private String claim = "";

        @Mixin
        private ClaimOptions said = new ClaimOptions();

        @Override
        Told run() {
            Claim what = Words.parse(Claim.class, claim)
                    .orElseThrow(() -> new ClientProblem(
                            claim + " is nothing that one can vouch for.",
                            "Choose: identity, unique-person, organisation, press or role"));
            if (said.days < 1 || said.days > Credential.MAX_TIME.toDays())
                throw new ClientProblem("One vouches for 1 to " + Credential.MAX_TIME.toDays() + " days.");
            Credential credential = deliberation()
                    .vouch(
                            account(account),
                            what,
                            Optional.ofNullable(said.detail),
                            Duration.ofDays(said.days),
                            Credential.id(godwit().surroundings().randomness()));
            boolean trusted = file().card()
                    .charter()
                    .filter(charter -> charter.verification().trusts(credential.issuer(), what))
                    .isPresent();
            return signed(
                    credential.json(),
                    "You vouch for " + account + ": " + claim + ", until " + credential.until() + "."
                            + (trusted
                                    ? ""
                                    : "\nThe charter does not name you for that: it counts for nothing until it does."));
        }
    }

    /** {@code charter revoke}. */
    @Command(name = "revoke", description = "Vouch for an account no longer.")
    static final class Revoke extends NetworkFileCommand {
        @Parameters(
                index = "1",
                paramLabel = "WHO",
                description = "The account: its DID, @name@server, or the address of its profile.")
        private String account = "";

        @Override
        Told run() {
            int count = deliberation().revoke(account(account));
            JsonObject json = JsonObject.builder().put("revoked", count).build();
            return count == 0
                    ? Told.done(json, "You do not vouch for " + account + ".")
                    : signed(json, "Taken back: " + count + ".");
        }
    }

    /** {@code charter claims}. */
    @Command(name = "claims", description = "What is vouched for about people, by whom, until when.")
    static final class Listed extends NetworkFileCommand {
        @Parameters(index = "1", arity = "0..1", paramLabel = "WHO", description = "Of this account only.")
        private @Nullable String account;

        @Override
        Told run() {
            NetworkCard card = file().card();
            Optional<Did> only = Optional.ofNullable(account).map(this::account);
            List<JsonObject> accounts = new ArrayList<>();
            StringJoiner lines = new StringJoiner("\n");
            for (Map.Entry<Did, List<Vouched>> entry : card.vouched().entrySet()) {
                if (only.isPresent() && !only.get().equals(entry.getKey())) continue;
                accounts.add(CardJson.verified(card, entry.getKey()));
                for (Vouched vouched : entry.getValue()) lines.add(entry.getKey() + "  " + words(vouched));
            }
            return Told.done(
                    JsonObject.builder().put("accounts", accounts).build(),
                    accounts.isEmpty() ? "Nothing is vouched for." : lines.toString());
        }

        private static String words(Vouched vouched) {
            Credential credential = vouched.credential();
            return Words.of(credential.claim())
                    + credential.detail().map(detail -> " (" + detail + ")").orElse("") + " by " + credential.issuer()
                    + " since " + credential.from() + ": "
                    + switch (vouched.standing()) {
                        case VALID -> "valid until " + credential.until();
                        case EXPIRED -> "not valid at this time";
                        case REVOKED -> "taken back";
                        case NOT_TRUSTED -> "the charter does not take this issuer's word for it";
                    };
        }
    }
}
