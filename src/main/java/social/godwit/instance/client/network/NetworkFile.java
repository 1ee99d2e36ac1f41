package social.godwit.instance.client.network;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.dossier.Dossier;
import social.godwit.network.moderation.Meant;
import social.godwit.network.moderation.Subject;

/**
 * A network as a file: all that was signed in its affairs, one document a line, and nothing else. What the file says follows from
 * it alone, without asking anybody. It only ever grows; two of them are put together by copying one behind the other.
 */
public final class NetworkFile {
    private static final int PART_BYTES = 600_000;

    private final Path path;
    private final Instant now;
    private Dossier dossier;
    private final Did network;

    private NetworkFile(Path path, Dossier dossier, Did network, Instant now) {
        this.path = path;
        this.dossier = dossier;
        this.network = network;
        this.now = now;
    }

    /** Opens a file about one network and verifies every line. */
    public static NetworkFile open(Path path, Instant now) {
        Dossier dossier = Dossier.read(bytes(path), now);
        if (dossier.networks().size() != 1)
            throw new ClientProblem(
                    path + (dossier.networks().isEmpty() ? " tells of no network." : " tells of several networks."),
                    "One is begun with: godwit charter init FILE, or fetched with: godwit charter fetch NETWORK FILE");
        return new NetworkFile(path, dossier, dossier.networks().iterator().next(), now);
    }

    /** Begins a file with what founds a network; an existing file is not touched. */
    public static NetworkFile create(Path path, SignedAct founding, Instant now) {
        write(path, List.of(founding.document()), StandardOpenOption.CREATE_NEW);
        return open(path, now);
    }

    /**
     * Adds what a server knows to a file, which need not be there; how many documents were not in it. What is not about the
     * network, or was not signed as it must be, is left out.
     */
    public static int fetch(Path path, Did network, List<JsonObject> documents, Instant now) {
        byte[] known = Files.exists(path) ? bytes(path) : new byte[0];
        Set<String> lines = new HashSet<>(List.of(new String(known, StandardCharsets.UTF_8).split("\n")));
        List<JsonObject> fresh = documents.stream()
                .filter(document -> document.string("network")
                        .filter(network.toString()::equals)
                        .isPresent())
                .filter(document ->
                        Dossier.read(Jcs.bytes(document), now).refused().isEmpty())
                .filter(document -> !lines.contains(document.toString()))
                .toList();
        if (fresh.isEmpty()) return 0;
        if (known.length == 0) write(path, fresh, StandardOpenOption.CREATE);
        else write(path, fresh, StandardOpenOption.APPEND);
        return fresh.size();
    }

    /** Adds a document at the end; it is on the disk when this returns. */
    public void add(SignedAct act) {
        write(path, List.of(act.document()), StandardOpenOption.APPEND);
        dossier = Dossier.read(bytes(path), now);
    }

    /** Acts in bodies that an operator's request may have. */
    public static List<JsonObject> parts(List<SignedAct> acts) {
        List<JsonObject> parts = new ArrayList<>();
        List<JsonObject> some = new ArrayList<>();
        int size = 0;
        for (SignedAct act : acts) {
            int length = Jcs.bytes(act.document()).length;
            if (!some.isEmpty() && size + length > PART_BYTES) {
                parts.add(JsonObject.builder().put("documents", some).build());
                some = new ArrayList<>();
                size = 0;
            }
            some.add(act.document());
            size += length;
        }
        parts.add(JsonObject.builder().put("documents", some).build());
        return parts;
    }

    /** What somebody means, as far as it need not be looked up: the DID of a member, or an id that names the same everywhere. */
    public Optional<Subject> subject(Meant meant) {
        return meant.did()
                .map(did -> dossier.members(network).stream()
                        .filter(one -> one.member().equals(did))
                        .findFirst()
                        .map(one -> Subject.account(one.actor()))
                        .orElseThrow(() -> new ClientProblem(
                                did + " has not joined, as far as this file knows.",
                                "Fetch the newest members with: godwit charter fetch " + network + " " + path)))
                .or(meant::spelled);
    }

    /** Where it lies. */
    public Path path() {
        return path;
    }

    /** The network. */
    public Did network() {
        return network;
    }

    /** Everything in it. */
    public Dossier dossier() {
        return dossier;
    }

    /** What follows from it now. */
    public NetworkCard card() {
        return at(now);
    }

    /** What follows from it at another time. */
    public NetworkCard at(Instant time) {
        return NetworkCard.of(
                dossier.evidence(network),
                (int) dossier.members(network).stream()
                        .map(membership -> membership.member())
                        .distinct()
                        .count(),
                time);
    }

    private static void write(Path path, List<JsonObject> documents, StandardOpenOption how) {
        byte[] lines = Dossier.write(documents.stream().map(Jcs::bytes).toList());
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE, how)) {
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            while (buffer.hasRemaining()) file.write(buffer);
            file.force(true);
        } catch (FileAlreadyExistsException e) {
            throw new ClientProblem(
                    path + " is there already.", "Name another file, or read it with: godwit charter show " + path, e);
        } catch (IOException e) {
            throw new ClientProblem(path + " cannot be written.", "Check the folder and its permissions.", e);
        }
    }

    private static byte[] bytes(Path path) {
        try {
            if (Files.size(path) > Dossier.MAX_BYTES)
                throw new ClientProblem(path + " is larger than a network's documents ever are.");
            return Files.readAllBytes(path);
        } catch (IOException e) {
            throw new ClientProblem(
                    path + " cannot be read.", "Is it the file of a network? Begin one with: godwit charter init", e);
        }
    }
}
