package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.network.HostedNetworks;
import social.godwit.instance.client.network.Participation;

/** {@code network}: the networks that one account is at home in. */
@Command(
        name = "network",
        description = "Join networks with the account that you have, and leave them.",
        subcommands = {
            NetworkCommand.Listed.class,
            NetworkCommand.Show.class,
            NetworkCommand.Join.class,
            NetworkCommand.Leave.class
        })
final class NetworkCommand extends CommandGroup {
    /** {@code network list}. */
    @Command(name = "list", description = "The networks that a server hosts.")
    static final class Listed extends ClientCommand {
        @Override
        Told run() {
            Origin origin = origin(godwit());
            List<JsonObject> all = new HostedNetworks(origin, godwit().surroundings()).all();
            StringJoiner lines = new StringJoiner("\n");
            for (JsonObject card : all)
                lines.add(card.string("name").orElse("(no charter in force)") + "\n  " + origin + "/networks/"
                        + card.string("network").orElse(""));
            return Told.done(
                    JsonObject.builder().put("networks", all).build(),
                    all.isEmpty() ? origin + " hosts no network." : lines.toString());
        }
    }

    /** {@code network show}. */
    @Command(
            name = "show",
            description =
                    "A network as a server describes it. To check what it says: godwit charter fetch, and verify.")
    static final class Show extends ClientCommand {
        @Parameters(paramLabel = "NETWORK", description = "Its page's address, or its DID.")
        private String network = "";

        @Override
        Told run() {
            HostedNetworks.Named named = HostedNetworks.Named.parse(network);
            JsonObject card = hosted(godwit(), named).card(named.network());
            StringJoiner lines = new StringJoiner("\n");
            lines.add(card.string("name").orElse("No charter is in force."));
            card.string("summary").ifPresent(lines::add);
            card.string("ends").ifPresent(end -> lines.add("This server hosts it until " + end + "."));
            if (card.get("forked") instanceof JsonBoolean(boolean forked) && forked)
                lines.add(
                        "The charter is forked: two versions are valid, and the one before stays in force. See both with:"
                                + " godwit charter fetch, and verify.");
            if (card.get("members") instanceof JsonNumber members)
                lines.add(members.canonical() + " members known there");
            for (Json rule : card.list("rules"))
                if (rule instanceof JsonObject one)
                    lines.add("  " + one.string("id").orElse("") + ": "
                            + one.string("text").orElse(""));
            return Told.done(card, lines.toString());
        }
    }

    /** {@code network join}. */
    @Command(name = "join", description = "Become a member. Everybody can see it, until you leave.")
    static final class Join extends OwnerCommand {
        @Parameters(paramLabel = "NETWORK", description = "Its page's address, or its DID.")
        private String network = "";

        @Override
        Told run(Owner owner) {
            HostedNetworks.Named named = HostedNetworks.Named.parse(network);
            Origin there =
                    named.origin().orElseGet(() -> owner.gateways().origins().getFirst());
            HostedNetworks hosted = new HostedNetworks(there, owner.surroundings());
            JsonObject card = hosted.card(named.network());
            Sha256 charter = hosted.charter(named.network());
            String id = new Participation(owner).join(named.network(), charter);
            return Told.done(
                    JsonObject.builder()
                            .put("network", named.network().toString())
                            .put("membership", id)
                            .put("charter", charter.multibase())
                            .build(),
                    joined(card, card.string("name").orElse("the network"))
                            + " You can leave at any time, with everything: godwit network leave " + network);
        }

        /** Whether that is all, or whether others have to agree. */
        private static String joined(JsonObject card, String name) {
            String door = card.string("joining").orElse("open");
            boolean vouches = card.get("vouches") instanceof JsonNumber number
                    && number.integer().orElse(0) > 0;
            if (door.equals("open") && !vouches) return "You are a member of " + name + ".";
            return "You have asked to join " + name + ". You are a member when "
                    + (door.equals("credential")
                            ? "somebody whose word the network takes vouches for you"
                            : vouches ? "enough members stand up for you" : "a steward lets you in")
                    + ".";
        }
    }

    /** {@code network leave}. */
    @Command(name = "leave", description = "Be a member no longer. What you posted stays yours.")
    static final class Leave extends OwnerCommand {
        @Parameters(paramLabel = "NETWORK", description = "Its page's address, or its DID.")
        private String network = "";

        @Override
        Told run(Owner owner) {
            HostedNetworks.Named named = HostedNetworks.Named.parse(network);
            return Told.done(
                    "membership",
                    new Participation(owner).leave(named.network()),
                    "You have left. Nothing else has changed.");
        }
    }

    /** The server that shows a network: that of its address, or the one that is asked anyway. */
    static HostedNetworks hosted(Godwit godwit, HostedNetworks.Named named) {
        return new HostedNetworks(named.origin().orElseGet(() -> origin(godwit)), godwit.surroundings());
    }

    /** The server named by {@code --gateway}, or the account's home. */
    private static Origin origin(Godwit godwit) {
        return godwit.gateway().orElseGet(() -> {
            try (HomeFolder home = godwit.home()) {
                return home.state().gateways().stream()
                        .findFirst()
                        .flatMap(Origin::parse)
                        .orElseThrow(() -> new ClientProblem(
                                "There is no account here whose server could be asked.",
                                "Name a server: --gateway https://SERVER"));
            }
        });
    }
}
