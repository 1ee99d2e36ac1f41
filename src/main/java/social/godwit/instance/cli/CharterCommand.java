package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.network.Deliberation;
import social.godwit.instance.client.network.HostedNetworks;
import social.godwit.instance.client.network.NetworkFile;
import social.godwit.instance.client.network.Participation;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Draft;
import social.godwit.network.moderation.Subject;

/** {@code charter}: what a network's rules are, who decides, and how that changes. */
@Command(
        name = "charter",
        description = "The rules of a network: begin, read, compare, approve and check them. Works on a file, offline.",
        subcommands = {
            CharterCommand.Init.class,
            CharterCommand.Show.class,
            CharterCommand.Diff.class,
            CharterCommand.Sign.class,
            CharterCommand.Verify.class,
            CharterCommand.Admit.class,
            CharterEmergency.Begin.class,
            CharterEmergency.Report.class,
            CharterRulings.Rule.class,
            CharterRulings.Reverse.class,
            CharterRulings.Appeal.class,
            CharterRulings.Answer.class,
            CharterRulings.Listed.class,
            CharterClaims.Vouch.class,
            CharterClaims.Revoke.class,
            CharterClaims.Listed.class,
            CharterCommand.Fetch.class,
            CharterCommand.Publish.class,
            CharterCommand.Host.class
        })
final class CharterCommand extends CommandGroup {
    /** {@code charter init}. */
    @Command(name = "init", description = "Begin a network: its name, who decides, and rules to start with.")
    static final class Init extends NetworkFileCommand {
        @Option(names = "--name", required = true, paramLabel = "NAME", description = "What it is called.")
        private String name = "";

        @Option(
                names = "--steward",
                paramLabel = "DID",
                description = "Who decides, more than half of them together. May be repeated. Default: you.")
        private List<String> stewards = new ArrayList<>();

        @Option(
                names = "--from",
                paramLabel = "JSON",
                description =
                        "Begin with this charter: one that you have written, or that of another network. With --steward"
                                + " it is decided as in a new network, else as it says.")
        private @Nullable Path from;

        @Override
        Told run() {
            List<Did> people = stewards.isEmpty()
                    ? List.of(key().did())
                    : stewards.stream().map(CharterCommand::did).toList();
            SigningKey network = SigningKey.generate(godwit().surroundings().randomness());
            JsonObject written = FirstCharter.of(network.did(), name, people, now());
            if (from != null) written = takenOver(json(from), written);
            Charter charter = read(written);
            // The network's key signs this and nothing else, ever: it is not kept anywhere.
            SignedAct founding = SignedAct.sign(new Founding(network.did(), now(), charter), network);
            NetworkFile.create(path(), founding, now());
            return Told.done(
                    JsonObject.builder()
                            .put("network", network.did().toString())
                            .put("charter", charter.hash().multibase())
                            .put("file", path().toString())
                            .build(),
                    charter.title() + " is founded. Its name for programs is " + network.did() + ".\n" + path()
                            + " holds all of it: read it with: godwit charter show " + path());
        }

        /** A charter that others wrote, for a new network: what is about the old one is replaced. */
        private JsonObject takenOver(JsonObject other, JsonObject own) {
            JsonObject taken = other.without("previous", "review", "forkOf")
                    .with(
                            "rules",
                            new JsonArray(other.list("rules").stream()
                                    .map(Init::sinceNow)
                                    .toList()));
            for (String member : List.of("type", "network", "version", "effective", "name", "governance"))
                if (!member.equals("governance") || !stewards.isEmpty())
                    taken = taken.with(member, Objects.requireNonNull(own.get(member)));
            return Charter.read(other) instanceof CharterReading.Read(Charter old)
                    ? taken.with("forkOf", Json.of(old.hash().multibase()))
                    : taken;
        }

        private static Json sinceNow(Json rule) {
            return rule instanceof JsonObject one ? one.with("since", JsonNumber.of(1)) : rule;
        }
    }

    /** {@code charter show}. */
    @Command(name = "show", description = "A network on one page, and what waits for a decision.")
    static final class Show extends NetworkFileCommand {
        @Option(
                names = "--write",
                paramLabel = "JSON",
                description = "Write the newest version into a new file, to change it and propose it.")
        private @Nullable Path write;

        @Option(names = "--number", paramLabel = "N", description = "That version instead of the newest.")
        private @Nullable Long version;

        @Override
        Told run() {
            NetworkCard card = file().card();
            if (write != null || version != null) {
                List<Charter> versions = card.chain().versions();
                Charter wanted = versions.stream()
                        .filter(one -> version == null || one.version() == version)
                        .reduce((earlier, later) -> later)
                        .orElseThrow(() -> new ClientProblem("There is no such version."));
                if (write != null) save(write, CharterText.pretty(wanted.json()));
                return Told.done(
                        wanted.json(),
                        write != null
                                ? "Version " + wanted.version() + " is in " + write
                                        + ". Change it, and then: godwit proposal open " + path() + " " + write
                                : CharterText.pretty(wanted.json()));
            }
            return Told.done(CardJson.of(card, List.of()), CharterText.card(card));
        }
    }

    /** {@code charter diff}. */
    @Command(name = "diff", description = "What is different between two versions, and who has to decide about it.")
    static final class Diff extends NetworkFileCommand {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "JSON|PROPOSAL",
                description =
                        "A changed charter, or the beginning of a proposal's name. Default: the last two versions.")
        private @Nullable String other;

        @Override
        Told run() {
            NetworkCard card = file().card();
            List<Charter> versions = card.chain().versions();
            if (versions.isEmpty()) throw new ClientProblem("No version of this charter is valid.");
            Charter last = versions.getLast();
            if (other == null && versions.size() == 1)
                return Told.done(JsonObject.builder().put("changes", List.of()).build(), "There is one version only.");
            Charter before = other == null ? versions.get(versions.size() - 2) : last;
            Charter after = other == null ? last : after(card, last);
            Changes changes = Changes.between(before, after);
            return Told.done(
                    CharterText.json(changes, before.governance()), CharterText.changes(changes, before.governance()));
        }

        private Charter after(NetworkCard card, Charter last) {
            String named = other == null ? "" : other;
            Optional<Pending> proposal = card.pending(named);
            if (proposal.isPresent()) return proposal.get().proposal().charter();
            return switch (Draft.next(
                    last, json(Path.of(named)), last.effective().plusSeconds(1))) {
                case CharterReading.Read(Charter charter) -> charter;
                case CharterReading.Malformed bad ->
                    throw new ClientProblem(
                            "This is no charter: " + bad.where() + " " + bad.reason() + ".",
                            "Change that in " + named + ".");
            };
        }
    }

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

    /** {@code charter verify}. */
    @Command(
            name = "verify",
            description =
                    "Work out everything again, without trusting anybody: every version, every vote. Exit code 1 when"
                            + " the charter is forked or the file holds what nobody signed.")
    static final class Verify extends NetworkFileCommand {
        @Override
        Told run() {
            NetworkFile file = file();
            NetworkCard card = file.card();
            CharterChain chain = card.chain();
            List<String> refused = file.dossier().refused();
            boolean valid =
                    !chain.forked() && refused.isEmpty() && !chain.versions().isEmpty();
            StringJoiner lines = new StringJoiner("\n");
            CharterText.versions(chain, now()).forEach(lines::add);
            refused.forEach(line -> lines.add("Not counted: " + line));
            lines.add(valid ? "All of it is as it was decided." : "This is not in order.");
            return new Told(
                    JsonObject.builder()
                            .put("valid", valid)
                            .put("network", card.network().toString())
                            .put(
                                    "versions",
                                    chain.versions().stream()
                                            .map(version -> version.hash().multibase())
                                            .toList())
                            .put("forked", chain.forked())
                            .put("refused", refused)
                            .put("acts", file.dossier().acts().size())
                            .build(),
                    lines.toString(),
                    valid ? 0 : 1);
        }
    }

    /** {@code charter fetch}. */
    @Command(
            name = "fetch",
            description = "Add to a file what a server knows of a network. Repeat it with --gateway for other servers.")
    static final class Fetch extends ClientCommand {
        @Parameters(index = "0", paramLabel = "NETWORK", description = "Its page's address, or its DID.")
        private String network = "";

        @Parameters(index = "1", paramLabel = "FILE", description = "The file; it need not be there.")
        private Path path = Path.of("");

        @Override
        Told run() {
            HostedNetworks.Named named = HostedNetworks.Named.parse(network);
            int fresh = NetworkFile.fetch(
                    path,
                    named.network(),
                    NetworkCommand.hosted(godwit(), named).documents(named.network()),
                    godwit().surroundings().now());
            return Told.done(
                    JsonObject.builder()
                            .put("network", named.network().toString())
                            .put("fetched", fresh)
                            .build(),
                    fresh == 0 ? "Nothing is new." : fresh + " documents are new. See: godwit charter show " + path);
        }
    }

    /** {@code charter publish}. */
    @Command(name = "publish", description = "Publish from your account what you have signed in a file.")
    static final class Publish extends OwnerCommand {
        @Parameters(index = "0", paramLabel = "FILE", description = "The network's file.")
        private Path path = Path.of("");

        @Override
        Told run(Owner owner) {
            NetworkFile file = NetworkFile.open(path, owner.surroundings().now());
            int published = new Participation(owner).publish(file.dossier().acts());
            return Told.done(
                    JsonObject.builder().put("published", published).build(),
                    published == 0
                            ? "Your servers have all that you signed in this file."
                            : "Published: " + published
                                    + ". Servers that host the network and keep your account show it.");
        }
    }

    /** {@code charter host}. */
    @Command(
            name = "host",
            description = "Host a network at your server: bring what a file holds, or say where else it is hosted.")
    static final class Host extends OperatorCommand {
        @Parameters(index = "0", paramLabel = "FILE|NETWORK", description = "Its file, its page's address, or its DID.")
        private String what = "";

        @Option(
                names = "--source",
                paramLabel = "ORIGIN",
                description = "A server that hosts it, too: what is said there is fetched from now on.")
        private @Nullable String source;

        @Option(names = "--end", description = "Host it no longer.")
        private boolean end;

        @Override
        Told run(OperatorConnection operator) {
            Path path = Path.of(what);
            return Files.exists(path) && !end
                    ? bring(
                            operator,
                            NetworkFile.open(path, godwit().surroundings().now()))
                    : ask(operator, HostedNetworks.Named.parse(what));
        }

        private Told ask(OperatorConnection operator, HostedNetworks.Named named) {
            String address = "/admin/v1/networks/"
                    + OperatorConnection.segment(named.network().toString());
            if (end) {
                return AdminNetwork.dismissed(operator.delete(address));
            }
            JsonObject.Builder wish = JsonObject.builder();
            named.origin().ifPresent(origin -> wish.put("source", origin.toString()));
            if (source != null) wish.put("source", source);
            operator.post(address, wish.build());
            return hosted(operator, named.network());
        }

        private Told bring(OperatorConnection operator, NetworkFile file) {
            String address = "/admin/v1/networks/"
                    + OperatorConnection.segment(file.network().toString());
            for (JsonObject part : NetworkFile.parts(file.dossier().acts()))
                operator.post(address, source == null ? part : part.with("source", Json.of(source)));
            return hosted(operator, file.network());
        }

        private static Told hosted(OperatorConnection operator, Did network) {
            return Told.done(
                    "network", network.toString(), "It is hosted here: " + operator.origin() + "/networks/" + network);
        }
    }

    /** The DID of an account. */
    static Did did(String text) {
        return Did.parse(text)
                .orElseThrow(() -> new ClientProblem(
                        text + " is not the DID of an account.",
                        "It begins with did:key: and is shown by: godwit account show"));
    }

    private static Charter read(JsonObject written) {
        return switch (Charter.read(written)) {
            case CharterReading.Read(Charter charter) -> charter;
            case CharterReading.Malformed bad ->
                throw new ClientProblem("This is no charter: " + bad.where() + " " + bad.reason() + ".");
        };
    }

    private static void save(Path file, String text) {
        try {
            Files.writeString(file, text + "\n", StandardOpenOption.CREATE_NEW);
        } catch (IOException e) {
            throw new ClientProblem(file + " cannot be written.", "Name a file that is not there yet.", e);
        }
    }
}
