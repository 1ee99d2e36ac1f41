package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.network.NetworkFile;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Draft;

/** {@code charter show|diff|verify}: what was decided in a network so far, and what waits. */
final class CharterVersions {
    private CharterVersions() {}

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

        private static void save(Path file, String text) {
            try {
                Files.writeString(file, text + "\n", StandardOpenOption.CREATE_NEW);
            } catch (IOException e) {
                throw new ClientProblem(file + " cannot be written.", "Name a file that is not there yet.", e);
            }
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
}
