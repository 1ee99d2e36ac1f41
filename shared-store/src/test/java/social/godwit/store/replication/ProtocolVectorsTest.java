package social.godwit.store.replication;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.Helpers;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogReading;
import social.godwit.identity.keylog.Notice;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.document.VersionRank;
import social.godwit.store.testing.TestAccount;

/**
 * The vectors of the protocol document: {@code src/test/resources/protocol}. Each case says what an implementation must find.
 * Made by {@code -Dgodwit.protocol.write=true}; every run makes them again, finds them unchanged, and checks each.
 */
class ProtocolVectorsTest {
    private static final JsonLimits LIMITS = new JsonLimits(4 << 20, 32, 100_000, 10_000, false);
    private static final Instant NOW = Instant.parse("2026-11-02T00:00:00Z");
    private static final Origin HOME = Origin.parse("https://home.example").orElseThrow();

    private final TestAccount account = new TestAccount(4_711);
    private final TestAccount stranger = new TestAccount(4_712);
    private final SigningKey device = account.newKey();
    private final SigningKey instance = account.newKey();

    private static JsonObject vector(String name, String text, String found) {
        return JsonObject.builder()
                .put("name", name)
                .put("input", text)
                .put("found", found)
                .build();
    }

    private static String text(JsonObject json) {
        return new String(Jcs.bytes(json), StandardCharsets.UTF_8);
    }

    @TestFactory
    List<DynamicTest> documents() {
        JsonObject note = account.note("/objects/1", "Grüße").json();
        JsonObject tomorrow = account.note("/objects/2", "too early", Instant.parse("2026-11-02T00:10:01Z"))
                .json();
        String good = text(note);
        List<JsonObject> made = new ArrayList<>();
        for (var one : List.of(
                java.util.Map.entry("a public note", note),
                java.util.Map.entry(
                        "for followers",
                        signed("/objects/3", account.id("/actor/followers").canonical())),
                java.util.Map.entry("for somebody", signed("/objects/4", "https://b.example/users/bob")),
                java.util.Map.entry(
                        "for nobody",
                        account.sign(
                                        account.noteAt(account.id("/objects/5").canonical(), "mine")
                                                .build(),
                                        account.tick())
                                .json()),
                java.util.Map.entry(
                        "spelt with a gateway",
                        account.noteSpelt(HOME, "/objects/6", "at home").json()),
                java.util.Map.entry(
                        "a tombstone", account.tombstone("/objects/7").json()),
                java.util.Map.entry("an entry of the key log", account.genesis().json()))) {
            made.add(vector(one.getKey(), text(one.getValue()), document(text(one.getValue()))));
        }
        made.add(vector("its time lies ahead by more than ten minutes", text(tomorrow), document(text(tomorrow))));
        for (var bad : List.of(
                new String[] {"one letter changed", good.replace("Grüße", "Grüsse")},
                new String[] {"a member added", good.replace("{\"@context\"", "{\"bcc\":[],\"@context\"")},
                new String[] {"a key twice", good.replace("\"type\":\"Note\"", "\"type\":\"Note\",\"type\":\"Note\"")},
                new String[] {"a key that equals a term but for case", good.replace("\"content\"", "\"Content\"")},
                new String[] {
                    "a proof option that no server may heed",
                    good.replace("\"proofPurpose\"", "\"expires\":\"2027-01-01T00:00:00Z\",\"proofPurpose\"")
                },
                new String[] {"another purpose", good.replace("assertionMethod", "authentication")},
                new String[] {
                    "the id of somebody else",
                    good.replace(
                            account.id("/objects/1").canonical(),
                            stranger.id("/objects/1").canonical())
                },
                new String[] {
                    "no proof", good.substring(0, good.indexOf(",\"proof\"")) + good.substring(good.indexOf(",\"to\""))
                },
                new String[] {"something after it", good + "{}"},
                new String[] {"cut off", good.substring(0, good.length() - 1)})) {
            made.add(vector(bad[0], bad[1], document(bad[1])));
        }
        return check("documents", made, ProtocolVectorsTest::document);
    }

    private JsonObject signed(String path, String to) {
        return account.sign(
                        account.noteAt(account.id(path).canonical(), "x", to).build(), account.tick())
                .json();
    }

    private static String document(String text) {
        return switch (PortableDocument.read(text.getBytes(StandardCharsets.UTF_8), NOW)) {
            case DocumentVerdict.Admissible(PortableDocument document) ->
                "admissible " + document.hash().multibase() + " "
                        + document.id().canonical() + " "
                        + ItemClass.of(document.visibility()).wireName();
            case DocumentVerdict.NotYet notYet -> "not yet";
            case DocumentVerdict.Inadmissible bad -> "inadmissible";
        };
    }

    @TestFactory
    List<DynamicTest> chains() {
        Checkpoint first = account.link(device, Optional.empty(), account.note("/objects/1", "a"));
        Checkpoint second = first.next(
                List.of(Sha256.of(new byte[] {2})),
                List.of(new Checkpoint.Link(instance.did(), 7, Sha256.of(new byte[] {7}))));
        Checkpoint secret = Checkpoint.first(
                account.did(), device.did(), ChainClass.PRIVATE, List.of(Sha256.of(new byte[] {3})), List.of());
        List<JsonObject> made = new ArrayList<>();
        for (var link : List.of(first, second, secret)) {
            String text = text(account.sign(link, device).json());
            made.add(vector("link " + link.seq() + " of the " + link.chain() + " chain", text, checkpoint(text)));
        }
        String good = text(account.sign(second, device).json());
        for (String[] bad : List.of(
                new String[] {"another count", good.replace("\"count\":2", "\"count\":3")},
                new String[] {"another number", good.replace("\"seq\":2", "\"seq\":3")},
                new String[] {
                    "a note", text(account.note("/objects/9", "no checkpoint").json())
                })) {
            made.add(vector(bad[0], bad[1], checkpoint(bad[1])));
        }
        for (var entry : List.of(account.genesis(), account.addDevice(device), account.revokeDevice(device, second))) {
            String text = text(entry.json());
            made.add(vector(
                    "entry of the key log: "
                            + entry.json()
                                    .object("entry")
                                    .orElseThrow()
                                    .string("type")
                                    .orElseThrow(),
                    text,
                    checkpoint(text)));
        }
        return check("checkpoints-and-key-log", made, ProtocolVectorsTest::checkpoint);
    }

    private static String checkpoint(String text) {
        if (!(PortableDocument.read(text.getBytes(StandardCharsets.UTF_8), NOW)
                instanceof DocumentVerdict.Admissible(PortableDocument document))) {
            return "inadmissible";
        }
        if (Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint link)) {
            return "checkpoint " + link.chain() + " " + link.seq() + " "
                    + link.hash().multibase() + " lists " + link.added().size() + " of " + link.count();
        }
        return KeyLogEntry.read(document) instanceof KeyLogReading.Entry(KeyLogEntry entry)
                ? "entry " + entry.hash().multibase()
                : "neither";
    }

    /** What a key log says at a moment: documents of entries, when which gateway had them, and the gateways that were listed. */
    @TestFactory
    List<DynamicTest> logs() {
        SigningKey next = account.newKey();
        SigningKey friend = account.newKey();
        SigningKey other = account.newKey();
        SigningKey third = account.newKey();
        Did successor = account.newKey().did();
        Sha256 began = account.genesisEntry().hash();
        PortableDocument named = account.recoverAlone(
                Optional.of(new Helpers(
                        2, List.of(Helpers.member(began, friend.did()), Helpers.member(began, other.did())))),
                Optional.empty());
        Sha256 head = entry(named).hash();
        PortableDocument one = helps(head, friend, successor);
        PortableDocument two = helps(head, other, successor);
        PortableDocument stranger = helps(head, third, successor);
        PortableDocument elsewhere = helps(head, other, third.did());
        PortableDocument veto = TestAccount.read(account.veto(
                new KeyLogEntry.Veto(
                        account.did(), began, ((KeyLogEntry.HelperSuccession) entry(one)).proposal(), device.did()),
                device));
        PortableDocument lost = TestAccount.read(account.entry(new KeyLogEntry.RecoveryReplacement(
                account.did(), began, began, KeyLogEntry.commitment(next.publicKey()))));
        PortableDocument word = account.recoverAlone(Optional.empty(), Optional.of(successor));
        PortableDocument added = account.addDevice(device);
        List<JsonObject> made = new ArrayList<>();
        made.add(log("a successor by the recovery key is in force at once", 0, added, word));
        made.add(log("two helpers agree: not before 72 hours", 71, added, named, one, two));
        made.add(log("two helpers agree: after 72 hours", 72, added, named, one, two));
        made.add(log("a recovery key that is lost: not before 30 days", 719, lost));
        made.add(log("a recovery key that is lost: after 30 days", 720, lost));
        made.add(log("one helper is not enough", 10_000, added, named, one));
        made.add(log("who is no helper does not count", 10_000, added, named, one, stranger));
        made.add(log("helpers who do not agree", 10_000, added, named, one, elsewhere));
        made.add(log("a device objects", 10_000, added, named, one, two, veto));
        made.add(log("any word of the recovery key cancels its replacement", 10_000, lost, named));
        made.add(log("two words with one predecessor freeze the log", 10_000, added, named, word));
        made.add(log("a second beginning", 0, added, account.otherGenesis()));
        made.add(log("a word by another recovery key", 0, added, account.recoverByStranger(device)));
        return check("key-logs", made, ProtocolVectorsTest::log);
    }

    private static KeyLogEntry entry(PortableDocument document) {
        return ((KeyLogReading.Entry) KeyLogEntry.read(document)).entry();
    }

    private PortableDocument helps(Sha256 head, SigningKey helper, Did successor) {
        return TestAccount.read(new KeyLogEntry.HelperSuccession(
                        account.did(), account.genesisEntry().hash(), head, helper.did(), successor, List.of())
                .sign(helper, account.tick()));
    }

    /** All entries came to one gateway, one minute after the other, and it is so many hours later. */
    private JsonObject log(String name, long hoursLater, PortableDocument... entries) {
        List<Json> documents = new ArrayList<>(List.of(account.genesis().json()));
        JsonObject.Builder received = JsonObject.builder();
        Instant time = NOW;
        for (PortableDocument document : entries) {
            documents.add(document.json());
            time = time.plusSeconds(60);
            received.put(entry(document).hash().multibase(), time.toString());
        }
        String input = text(JsonObject.builder()
                .put("genesis", account.genesisEntry().hash().multibase())
                .put("entries", documents)
                .put("gateway", instance.did().toString())
                .put("received", received.build())
                .put("at", time.plus(Duration.ofHours(hoursLater)).toString())
                .build());
        return vector(name, input, log(input));
    }

    private static String log(String input) {
        JsonObject json =
                Asking.json(input.getBytes(StandardCharsets.UTF_8), LIMITS).orElseThrow();
        List<KeyLogEntry> entries = new ArrayList<>();
        for (Json item : json.list("entries")) {
            entries.add(entry(TestAccount.read((JsonObject) item)));
        }
        KeyLogEntry.Genesis genesis = entries.stream()
                .filter(entry ->
                        entry.hash().multibase().equals(json.string("genesis").orElseThrow()))
                .map(KeyLogEntry.Genesis.class::cast)
                .findFirst()
                .orElseThrow();
        Did gateway = json.string("gateway").flatMap(Did::parse).orElseThrow();
        java.util.Map<Sha256, Notice> notices = new java.util.HashMap<>();
        json.object("received")
                .orElseThrow()
                .members()
                .forEach((name, time) -> notices.put(
                        Sha256.parseMultibase(name).orElseThrow(),
                        new Notice(
                                java.util.Set.of(gateway),
                                java.util.Map.of(gateway, Instant.parse(((JsonString) time).value())),
                                Optional.empty())));
        KeyLog log = KeyLog.fold(
                genesis, entries, notices, Instant.parse(json.string("at").orElseThrow()));
        StringBuilder found = new StringBuilder("entries " + log.entries().size());
        found.append(" head ").append(log.head().multibase());
        if (log.frozen()) {
            found.append(" frozen");
        }
        log.succession().ifPresent(one -> found.append(" successor ").append(one.successor()));
        log.pending()
                .forEach(one ->
                        found.append(" pending ").append(one.name().multibase()).append(one.vetoed() ? " vetoed" : ""));
        log.devices()
                .values()
                .forEach(one ->
                        found.append(one.revoked() ? " revoked " : " device ").append(one.device()));
        return found.toString();
    }

    @TestFactory
    List<DynamicTest> maps() {
        String receipt = text(new Receipt(HOME, instance.did(), account.did(), NOW, List.of(Sha256.of(new byte[] {1})))
                .sign(instance));
        String hello = text(new PeerHello(HOME, instance.did(), device.did(), "0123456789abcdef", NOW).sign(instance));
        List<JsonObject> made = new ArrayList<>();
        for (String[] one : List.of(
                new String[] {"a receipt", receipt},
                new String[] {"a receipt for another time", receipt.replace("2026-11-02", "2026-11-01")},
                new String[] {"a receipt with one member more", receipt.replace("{\"account\"", "{\"a\":1,\"account\"")
                },
                new String[] {"a receipt for nothing", receipt.replaceAll("\"hashes\":\\[[^]]*]", "\"hashes\":[]")},
                new String[] {"a hello", hello},
                new String[] {"a hello to another nonce", hello.replace("0123456789abcdef", "0123456789abcdee")},
                new String[] {"a hello of another type", hello.replace("PeerHello", "Receipt")})) {
            made.add(vector(one[0], one[1], map(one[1])));
        }
        return check("receipts-and-hello", made, ProtocolVectorsTest::map);
    }

    private static String map(String text) {
        JsonObject map =
                Asking.json(text.getBytes(StandardCharsets.UTF_8), LIMITS).orElseThrow();
        Optional<Receipt> receipt = Receipt.read(map);
        if (receipt.isPresent()) {
            return "receipt of " + receipt.get().instance() + " for "
                    + receipt.get().hashes().size();
        }
        Peer peer = new Peer(HOME, map.string("instance").flatMap(Did::parse).orElseThrow());
        Did asker = map.string("peer").flatMap(Did::parse).orElse(peer.key());
        return PeerHello.proves(map, peer, asker, map.string("nonce").orElse(""))
                ? "hello of " + peer.key()
                : "invalid";
    }

    @TestFactory
    List<DynamicTest> frames() {
        byte[] good = Frame.write(List.of(
                new Frame.Document("{}".getBytes(StandardCharsets.UTF_8)),
                new Frame.GatewayRecord(new byte[] {1}),
                new Frame.Gone(Sha256.of(new byte[] {1}), 1, 1_793_577_600, ItemClass.PUBLIC),
                new Frame.Absent(Sha256.of(new byte[] {2})),
                new Frame.Items(account.did(), ItemClass.RECORDS, new byte[] {0x61}),
                new Frame.Offer(account.did(), Sha256.of(new byte[] {3}))));
        String hex = HexFormat.of().formatHex(good);
        List<JsonObject> made = new ArrayList<>();
        for (String[] one : List.of(
                new String[] {"one of each kind", hex},
                new String[] {"nothing", ""},
                new String[] {"the end is missing", hex.substring(0, hex.length() - 2)},
                new String[] {"an unknown kind", "0700000000"},
                new String[] {"longer than a frame may be", "0100100001"},
                new String[] {
                    "gone for a reason that is none",
                    HexFormat.of()
                            .formatHex(Frame.write(
                                    List.of(new Frame.Gone(Sha256.of(new byte[] {1}), 3, 0, ItemClass.PUBLIC))))
                },
                new String[] {"a hash that is too short", "040000001f" + "00".repeat(31)},
                new String[] {"an offer without an account", "060000002100" + "00".repeat(32)})) {
            made.add(vector(one[0], one[1], frames(one[1])));
        }
        return check("frames", made, ProtocolVectorsTest::frames);
    }

    private static String frames(String hex) {
        return Frame.read(HexFormat.of().parseHex(hex))
                .map(frames -> "kinds " + frames.stream().map(Frame::kind).toList())
                .orElse("refused");
    }

    @TestFactory
    List<DynamicTest> versions() {
        Instant time = Instant.parse("2026-11-01T00:00:00.5Z");
        List<String> ranks = new ArrayList<>();
        for (long sequence : List.of(0L, 5L)) {
            for (Instant at : List.of(time, time.plusNanos(1), Instant.parse("1969-12-31T23:59:59Z"))) {
                for (int hash : List.of(1, 2)) {
                    ranks.add(sequence + " " + at + " "
                            + Sha256.of(new byte[] {(byte) hash}).hex());
                }
            }
        }
        String text = String.join("\n", ranks);
        return check("versions", List.of(vector("newest first", text, versions(text))), ProtocolVectorsTest::versions);
    }

    /** Lines of sequence, proof time and hash, sorted. */
    private static String versions(String text) {
        return text.lines()
                .sorted(Comparator.comparing((String line) -> {
                            String[] parts = line.split(" ");
                            return VersionRank.of(
                                    Long.parseLong(parts[0]),
                                    Instant.parse(parts[1]),
                                    Sha256.parseHex(parts[2]).orElseThrow());
                        })
                        .reversed())
                .reduce((one, other) -> one + "\n" + other)
                .orElseThrow();
    }

    /** The stored file is what was made, and every case of it is found as it says. */
    private static List<DynamicTest> check(
            String name, List<JsonObject> made, java.util.function.UnaryOperator<String> find) {
        JsonObject file =
                JsonObject.builder().put("cases", List.<Json>copyOf(made)).build();
        if (Boolean.getBoolean("godwit.protocol.write")) {
            write(name, text(file).replace("},{\"found\"", "},\n{\"found\"") + "\n");
        }
        JsonObject stored = Asking.json(read(name), LIMITS).orElseThrow();
        List<DynamicTest> tests = new ArrayList<>();
        tests.add(DynamicTest.dynamicTest(
                name + " are what this implementation makes",
                () -> assertThat(stored).isEqualTo(file)));
        for (Json item : stored.list("cases")) {
            JsonObject one = (JsonObject) item;
            tests.add(DynamicTest.dynamicTest(
                    name + ": " + one.string("name").orElseThrow(),
                    () -> assertThat(find.apply(one.string("input").orElseThrow()))
                            .isEqualTo(one.string("found").orElseThrow())));
        }
        return tests;
    }

    private static void write(String name, String text) {
        try {
            Path folder = Path.of("src/test/resources/protocol");
            Files.createDirectories(folder);
            Files.writeString(folder.resolve(name + ".json"), text);
            Path built = Path.of("target/test-classes/protocol");
            Files.createDirectories(built);
            Files.writeString(built.resolve(name + ".json"), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] read(String name) {
        try (InputStream in = ProtocolVectorsTest.class.getResourceAsStream("/protocol/" + name + ".json")) {
            assertThat(in).as("protocol/" + name + ".json").isNotNull();
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
