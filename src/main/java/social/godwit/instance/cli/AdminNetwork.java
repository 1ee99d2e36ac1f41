package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** {@code admin network rule|reverse|vouch|revoke|dismiss}. */
@Command(
        name = "network",
        description =
                "Act in a network whose charter names this server's operator: decide about posts in its view, vouch for people; or"
                        + " end hosting it.",
        subcommands = {
            AdminNetwork.Rule.class,
            AdminNetwork.Reverse.class,
            AdminNetwork.Vouch.class,
            AdminNetwork.Revoke.class,
            AdminNetwork.Dismiss.class
        })
final class AdminNetwork extends CommandGroup {
    /** A command about one network. */
    abstract static class OfNetwork extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "NETWORK", description = "Its DID.")
        private String network = "";

        final String path(String rest) {
            return "/admin/v1/networks/" + OperatorConnection.segment(network) + rest;
        }
    }

    /** {@code admin network rule}. */
    @Command(
            name = "rule",
            description = "Decide about a post or an account in the network's view. Everybody can see it.")
    static final class Rule extends OfNetwork {
        @Parameters(
                index = "1",
                paramLabel = "SUBJECT",
                description = "A post or an account: the address of its page, its id, or @name@server.")
        private String subject = "";

        @Parameters(
                index = "2",
                paramLabel = "ACTION",
                description = "label, warn, content-warning, sensitive, limit, hide or suspend.")
        private String action = "";

        @Mixin
        private RulingOptions said = new RulingOptions();

        @Override
        Told run(OperatorConnection operator) {
            JsonObject.Builder wish = JsonObject.builder()
                    .put("subject", operator.subject(subject))
                    .put("action", action)
                    .put("rule", said.rule)
                    .put("facts", said.facts);
            if (said.text != null) wish.put("text", said.text);
            if (said.hours != null) wish.put("hours", said.hours);
            JsonObject answer = operator.post(path("/desk/rulings"), wish.build());
            String status = answer.object("ruling")
                    .flatMap(ruling -> ruling.string("status"))
                    .orElse("");
            return Told.done(
                    answer,
                    status.equals("in-force")
                            ? "In force in this network's view, nowhere else."
                            : "It is signed, but has no effect (" + status
                                    + "). Does the charter have this rule, this action and this label?");
        }
    }

    /** {@code admin network reverse}. */
    @Command(name = "reverse", description = "Take back what was decided about a post or an account.")
    static final class Reverse extends OfNetwork {
        @Parameters(index = "1", paramLabel = "RULING", description = "The beginning of its name.")
        private String ruling = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(
                    operator.post(
                            path("/desk/rulings/reverse"),
                            JsonObject.builder()
                                    .put("ruling", ruling)
                                    .put("reason", reason)
                                    .build()),
                    "It is taken back.");
        }
    }

    /** {@code admin network vouch}. */
    @Command(
            name = "vouch",
            description = "Vouch for an account as this server, where the charter names it. Everybody can see it.")
    static final class Vouch extends OfNetwork {
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
        Told run(OperatorConnection operator) {
            JsonObject.Builder wish = JsonObject.builder()
                    .put("account", operator.account(account).toString())
                    .put("claim", claim)
                    .put("days", said.days);
            if (said.detail != null) wish.put("detail", said.detail);
            return Told.done(
                    operator.post(path("/desk/claims"), wish.build()),
                    "This server vouches for " + account + ": " + claim + ".");
        }
    }

    /** {@code admin network revoke}. */
    @Command(name = "revoke", description = "Vouch for an account as this server no longer.")
    static final class Revoke extends OfNetwork {
        @Parameters(
                index = "1",
                paramLabel = "WHO",
                description = "The account: its DID, @name@server, or the address of its profile.")
        private String account = "";

        @Override
        Told run(OperatorConnection operator) {
            return Told.done(
                    operator.post(
                            path("/desk/claims/revoke"),
                            JsonObject.builder()
                                    .put("account", operator.account(account).toString())
                                    .build()),
                    "It is taken back.");
        }
    }

    /** {@code admin network dismiss}. */
    @Command(
            name = "dismiss",
            description =
                    "End hosting a network, after the notice that its charter promises. Members keep their accounts and what they said.")
    static final class Dismiss extends OfNetwork {
        @Option(names = "--now", description = "At once, without notice.")
        private boolean now;

        @Override
        Told run(OperatorConnection operator) {
            return dismissed(operator.delete(path(now ? "?now=true" : "")));
        }
    }

    /** When hosting a network ends, in words. */
    static Told dismissed(JsonObject answer) {
        return Told.done(
                answer,
                answer.string("ends")
                        .map(ends -> "Its page says so from now on; hosting it ends on " + ends + ".")
                        .orElse("It is not hosted here any more."));
    }
}
