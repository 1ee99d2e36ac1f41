package social.godwit.instance.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayChanges;
import social.godwit.instance.client.GatewayStates;
import social.godwit.instance.client.GatewayStates.Standing;
import social.godwit.instance.client.GatewayStates.State;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;

/** {@code account gateways}. */
@Command(
        name = "gateways",
        description = "The servers that keep your account. Any of them serves it when the others are gone.",
        subcommands = {
            AccountGateways.Listed.class,
            AccountGateways.Add.class,
            AccountGateways.Remove.class,
            AccountGateways.Order.class
        })
final class AccountGateways extends CommandGroup {
    /** {@code account gateways list}. */
    @Command(name = "list", aliases = "show", description = "Your servers in order, and what each has of your account.")
    static final class Listed extends OwnerCommand {
        @Override
        Told run(Owner owner) {
            new Profile(owner).newest();
            List<Standing> all = new GatewayStates(owner).all();
            StringJoiner lines = new StringJoiner("\n");
            Map<Origin, Origin> withholding = new GatewayStates(owner).withholding();
            for (Standing one : all)
                lines.add(one.origin() + "  " + words(one) + (one.equals(all.getFirst()) ? ", home" : "")
                        + (withholding.containsKey(one.origin())
                                ? ", WITHHOLDS posts that it has signed to hold, as " + withholding.get(one.origin())
                                        + " found: do not count on it"
                                : ""));
            long copies = all.stream()
                    .filter(one -> one.state() == State.COMPLETE && !withholding.containsKey(one.origin()))
                    .count();
            lines.add(copies + " of " + all.size() + " have a copy that you can count on.");
            return Told.done(
                    JsonObject.builder()
                            .put(
                                    "gateways",
                                    all.stream().map(AccountGateways::json).toList())
                            .put(
                                    "withholding",
                                    withholding.keySet().stream()
                                            .map(Origin::toString)
                                            .toList())
                            .put("copies", copies)
                            .build(),
                    lines.toString());
        }
    }

    /** {@code account gateways add}. */
    @Command(
            name = "add",
            description =
                    "Let another server keep your account too. It fetches everything by itself; repeat the command"
                            + " when it was interrupted.")
    static final class Add extends OwnerCommand {
        @Parameters(paramLabel = "ORIGIN", description = "The server, for example https://example.org.")
        private String origin = "";

        @Option(names = "--invite", paramLabel = "CODE", description = "The invitation, where one is needed.")
        private @Nullable String invite;

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "600",
                description = "How long to watch it fetch (default 600); it goes on without you.")
        private int wait;

        @Override
        Told run(Owner owner) {
            Origin gateway = AccountGateways.origin(origin);
            GatewayChanges.Added added = new GatewayChanges(owner).add(gateway, Optional.ofNullable(invite));
            if (!added.gateway().replicates())
                return Told.done(
                        JsonObject.builder()
                                .put("gateway", gateway.toString())
                                .put("state", "untold")
                                .build(),
                        gateway
                                + " keeps your account from now on. It is not Godwit: it has your profile, gets what you"
                                + " publish from now on, and does not fetch what is older.");
            Standing standing = new GatewayStates(owner).await(gateway, Duration.ofSeconds(wait), this::progress);
            return new Told(
                    json(standing),
                    switch (standing.state()) {
                        case COMPLETE ->
                            gateway + " keeps your account too: all " + standing.documents()
                                    + " signed documents of it.";
                        case FILLING ->
                            gateway + " is still fetching (" + words(standing)
                                    + "), and goes on by itself. See: godwit account gateways list";
                        default ->
                            gateway + " took your account and does not say how far it is. See: godwit account gateways"
                                    + " list";
                    },
                    0);
        }

        private void progress(Standing standing) {
            godwit().output()
                    .notice(
                            godwit().json()
                                    ? new String(Jcs.bytes(json(standing)), java.nio.charset.StandardCharsets.UTF_8)
                                    : standing.origin() + ": " + words(standing));
        }
    }

    /** {@code account gateways remove}. */
    @Command(
            name = "remove",
            description =
                    "Take a server out of your list, when another one has all that it has. It gets nothing new; what it has it"
                            + " may go on showing.")
    static final class Remove extends OwnerCommand {
        @Parameters(paramLabel = "ORIGIN", description = "The server.")
        private String origin = "";

        @Option(
                names = "--wait",
                paramLabel = "SECONDS",
                defaultValue = "30",
                description = "How long it may take until another server has all that this one has (default 30).")
        private int wait;

        @Option(names = "--force", description = "Also when it alone may have some of your posts: they are lost.")
        private boolean force;

        @Override
        Told run(Owner owner) {
            Origin gateway = AccountGateways.origin(origin);
            new GatewayChanges(owner).remove(gateway, Duration.ofSeconds(wait), force);
            return Told.done("removed", gateway.toString(), gateway + " is no longer one of your servers.");
        }
    }

    /** {@code account gateways order}. */
    @Command(
            name = "order",
            description =
                    "The order in which your servers are asked, behind the first. Those you do not name come last.")
    static final class Order extends OwnerCommand {
        @Parameters(arity = "1..*", paramLabel = "ORIGIN", description = "The servers.")
        private List<String> origins = List.of();

        @Override
        Told run(Owner owner) {
            List<String> now = new GatewayChanges(owner)
                    .order(origins.stream().map(AccountGateways::origin).toList());
            return Told.done(
                    JsonObject.builder().put("gateways", now).build(),
                    "Your servers, in order: " + String.join(", ", now));
        }
    }

    private static Origin origin(String text) {
        return Origin.parse(text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                .orElseThrow(() -> new ClientProblem(
                        text + " is not the address of a server.", "Write it like https://example.org"));
    }

    private static String words(Standing standing) {
        return switch (standing.state()) {
            case COMPLETE -> "has all " + standing.documents() + " documents";
            case FILLING -> "has " + standing.documents() + " of " + standing.expected() + " documents";
            case UNTOLD -> "is not Godwit, and does not tell what it has";
            case AWAY -> "does not answer";
            case ABSENT -> "does not have the account: add it again";
        };
    }

    private static JsonObject json(Standing standing) {
        return JsonObject.builder()
                .put("origin", standing.origin().toString())
                .put("state", standing.state().name().toLowerCase(Locale.ROOT))
                .put("documents", standing.documents())
                .put("expected", standing.expected())
                .build();
    }
}
