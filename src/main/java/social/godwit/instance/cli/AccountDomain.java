package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.domain.DomainMove;
import social.godwit.instance.client.domain.OwnDomains;
import social.godwit.instance.client.domain.OwnDomains.Pointing;
import social.godwit.instance.client.domain.OwnDomains.Standing;

/** {@code account domain}. */
@Command(
        name = "domain",
        description = "Domains of your own: an address that no server can take from you.",
        subcommands = {
            AccountDomain.Add.class,
            AccountDomain.Listed.class,
            AccountDomain.Check.class,
            AccountDomain.Point.class,
            AccountDomain.Remove.class
        })
final class AccountDomain extends CommandGroup {
    /** {@code account domain add}. */
    @Command(
            name = "add",
            description = "Let your server (or --gateway) answer for a domain of yours. Says what to set in its DNS.")
    static final class Add extends OwnerCommand {
        @Parameters(paramLabel = "DOMAIN", description = "The domain, for example alice.example.")
        private String domain = "";

        @Override
        Told run(Owner owner) {
            Standing standing = new OwnDomains(owner).add(domain);
            return Told.done(
                    json(standing),
                    standing.name() + " is yours: " + words(standing)
                            + ".\nWhere it points is seen with: godwit account" + " domain check " + standing.name());
        }
    }

    /** {@code account domain list}. */
    @Command(name = "list", aliases = "show", description = "Your domains, as your server (or --gateway) has them.")
    static final class Listed extends OwnerCommand {
        @Override
        Told run(Owner owner) {
            List<Standing> all = new OwnDomains(owner).list();
            StringJoiner lines = new StringJoiner("\n");
            lines.setEmptyValue("You have brought no domain.");
            for (Standing one : all) lines.add(one.name() + "  " + words(one));
            return Told.done(
                    JsonObject.builder()
                            .put(
                                    "domains",
                                    all.stream().<Json>map(AccountDomain::json).toList())
                            .build(),
                    lines.toString());
        }
    }

    /** {@code account domain check}. */
    @Command(
            name = "check",
            description = "Look again, now: whether the domain is proven, and to which of your servers it points.")
    static final class Check extends OwnerCommand {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        @Override
        Told run(Owner owner) {
            OwnDomains domains = new OwnDomains(owner);
            Standing standing = domains.add(domain);
            Pointing pointing = domains.pointing(Origin.parse(standing.origin()).orElseThrow());
            String wanted = ActorDocument.gatewayKeys(
                            new Profile(owner).newest().document())
                    .getOrDefault(standing.origin(), "");
            boolean good = standing.standing().equals("proven")
                    && pointing instanceof Pointing.To(String instance)
                    && (wanted.isEmpty() || wanted.equals(instance));
            return new Told(
                    JsonObject.builder()
                            .putAll(json(standing))
                            .put("pointing", pointing instanceof Pointing.To(String to) ? to : "")
                            .put("good", good)
                            .build(),
                    standing.name() + ": " + words(standing) + "; " + where(standing, pointing, wanted),
                    good ? 0 : 1);
        }

        private static String where(Standing standing, Pointing pointing, String wanted) {
            return switch (pointing) {
                case Pointing.Nowhere(String reason) ->
                    "it does not point to your server yet (" + reason
                            + "). Set its A and AAAA records, or its CNAME, to" + " those of your server";
                case Pointing.To(String instance)
                when wanted.isEmpty() ->
                    "it points to a server. Your address is another one still: godwit move plan --to "
                            + standing.origin();
                case Pointing.To(String instance)
                when wanted.equals(instance) -> "it points to the server that your profile names. All is well";
                case Pointing.To(String other) ->
                    "it still points to another server than the one that your profile names";
            };
        }
    }

    /** {@code account domain point}. */
    @Command(
            name = "point",
            description =
                    "Move to another of your servers, under the same address: prepares it, and says where to point"
                            + " the name. The old server need not answer.")
    static final class Point extends OwnerCommand {
        @Parameters(paramLabel = "DOMAIN", description = "Your domain.")
        private String domain = "";

        @Option(names = "--to", required = true, paramLabel = "ORIGIN", description = "The server to move to.")
        private String to = "";

        @Override
        Told run(Owner owner) {
            Origin next = Origin.parse(to.endsWith("/") ? to.substring(0, to.length() - 1) : to)
                    .orElseThrow(() -> new ClientProblem(
                            to + " is not the address of a server.", "Write it like https://example.org"));
            DomainMove.Moved moved = new DomainMove(owner, godwit().output()::notice).to(domain, next);
            String host = moved.origin().host();
            return Told.done(
                    JsonObject.builder()
                            .put("origin", moved.origin().toString())
                            .put("to", moved.to().toString())
                            .put("changed", moved.changed())
                            .put("servers", moved.servers())
                            .put("told", moved.taken())
                            .build(),
                    moved.to() + " answers for " + host
                            + " from now on. Point the name to it: set the A and AAAA records of "
                            + host + ", or its CNAME, to those of " + moved.to().host()
                            + ". Nothing else changes, and nobody who follows you has to do anything.\nSee whether it has"
                            + " arrived with: godwit account domain check " + host);
        }
    }

    /** {@code account domain remove}. */
    @Command(name = "remove", description = "Let your server (or --gateway) stop answering for a domain.")
    static final class Remove extends OwnerCommand {
        @Parameters(paramLabel = "DOMAIN", description = "The domain.")
        private String domain = "";

        @Override
        Told run(Owner owner) {
            new OwnDomains(owner).remove(domain);
            return Told.done("removed", OwnDomains.ascii(domain), "Your server does not answer for it any more.");
        }
    }

    private static String words(Standing standing) {
        String day = standing.until().length() < 10
                ? standing.until()
                : standing.until().substring(0, 10);
        return switch (standing.standing()) {
            case "proven" ->
                standing.elsewhere() ? "proven; your profile names another server for it" : "proven and answered here";
            case "missing" ->
                "the record in the DNS is gone; it is answered until " + day
                        + ", then not any more. Set the record again";
            default -> "ended on " + day + ", because its record is gone";
        };
    }

    private static JsonObject json(Standing standing) {
        return JsonObject.builder()
                .put("name", standing.name())
                .put("origin", standing.origin())
                .put("standing", standing.standing())
                .put("elsewhere", standing.elsewhere())
                .put("until", standing.until())
                .build();
    }
}
