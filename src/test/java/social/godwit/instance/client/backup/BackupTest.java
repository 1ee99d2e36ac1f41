package social.godwit.instance.client.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.BagContent;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.RsaCopies;
import social.godwit.instance.client.TestKeys;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.store.record.GatewayRecord;

@DisplayName("A backup")
class BackupTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final Ids IDS = TestKeys.ids(KEYS);
    private static final Instant NOW = TestKeys.NOW;
    private static final char[] WORDS = "five words are quite enough".toCharArray();
    private static final RsaKeyPair RSA = RsaKeyPair.generate(TestKeys.seeded(1));
    private static final RsaKeyPair OTHER_RSA = RsaKeyPair.generate(TestKeys.seeded(2));
    private static final byte[] PICTURE = TestKeys.seeded(3).bytes(2 * BackupItem.PIECE_BYTES + 7);
    private static final JsonObject ACTOR = actor();
    private static final JsonObject FIRST = post("1");
    private static final JsonObject SECOND = post("2");
    private static final BackupItem.Follower BOB = new BackupItem.Follower(
            "https://far.example/bob",
            "https://far.example/follow/1",
            "https://far.example/bob/inbox",
            "https://far.example/inbox");

    private static final byte[] OBSERVED = observed(KEYS.did());

    @TempDir
    private Path folder;

    private int files;

    @Test
    @DisplayName("comes back as it was written, and passes the drill")
    void whole() {
        Path file = write(writer -> {
            for (JsonObject one : all()) writer.document(Jcs.bytes(one));
            writer.follower(BOB);
            writer.observed(OBSERVED);
            writer.medium(Sha256.of(PICTURE), PICTURE);
            writer.end(0);
        });
        BackupCheck.Report report = check(file);
        assertThat(report.faults()).isEmpty();
        assertThat(report.counted()).isEqualTo(new BackupItem.End(5, 0, 1, 1, 1, 0));
        assertThat(report.asOf()).contains(NOW);
        try (BackupReader reader = BackupReader.open(file, WORDS, InstantSource.fixed(NOW))) {
            assertThat(reader.manifest().did()).isEqualTo(KEYS.did());
            assertThat(reader.manifest().actor()).isEqualTo(ACTOR);
            assertThat(BagContent.copies(reader.keys())).containsExactly(new RsaCopies.Copy(keyId(), RSA));
            assertThat(KeyRing.of(reader.keys(), TestKeys.seeded(9)).genesis()).isEqualTo(KEYS.genesis());
            List<BackupItem> items = new ArrayList<>();
            reader.next().ifPresent(items::add);
            while (!(items.getLast() instanceof BackupItem.End))
                items.add(reader.next().orElseThrow());
            assertThat(items).contains(BOB);
            assertThat(items)
                    .filteredOn(BackupItem.Observed.class::isInstance)
                    .singleElement()
                    .satisfies(one ->
                            assertThat(((BackupItem.Observed) one).bytes()).isEqualTo(OBSERVED));
            assertThat(reader.next()).isEmpty();
        }
    }

    @Test
    @DisplayName("without a listed document, or a whole link of a chain, fails the drill; a deleted one is no fault")
    void incomplete() {
        assertThat(faults(List.of(ACTOR, FIRST, link(1), link(2)), writer -> {}))
                .singleElement()
                .asString()
                .startsWith("1 documents that the account has listed are missing");
        assertThat(faults(List.of(ACTOR, FIRST, link(1), link(2)), writer -> writer.gone(hash(SECOND), "deleted")))
                .isEmpty();
        assertThat(faults(List.of(ACTOR, FIRST, SECOND, link(2)), writer -> {}))
                .as("the second link names the first")
                .isNotEmpty();
        assertThat(faults(all(), writer -> writer.document("{\"id\":\"forged\"}".getBytes(StandardCharsets.UTF_8))))
                .singleElement()
                .asString()
                .contains("no valid proof");
    }

    @Test
    @DisplayName("with media that are not what their hash says fails the drill")
    void brokenMedia() {
        assertThat(faults(all(), writer -> writer.medium(Sha256.of(new byte[] {1}), PICTURE)))
                .singleElement()
                .asString()
                .contains("not what their hashes say");
        assertThat(faults(all(), writer -> writer.medium(Sha256.of(PICTURE)))).isEmpty();
    }

    @Test
    @DisplayName("with what no server has signed about a follower, or what is about another account, fails the drill")
    void forgedRecords() {
        assertThat(faults(all(), writer -> writer.observed("{}".getBytes(StandardCharsets.UTF_8))))
                .singleElement()
                .asString()
                .startsWith("1 records of who follows you");
        assertThat(faults(
                        all(),
                        writer -> writer.observed(
                                observed(SigningKey.generate(TestKeys.seeded(6)).did()))))
                .hasSize(1);
    }

    @Test
    @DisplayName("without a copy of the key that home signs with fails the drill")
    void noRescue() {
        Path file = write(List.of(new RsaCopies.Copy(keyId(), OTHER_RSA)), writer -> {
            for (JsonObject one : all()) writer.document(Jcs.bytes(one));
            writer.end(0);
        });
        assertThat(check(file).faults()).singleElement().asString().contains("no copy of the key");
    }

    @Test
    @DisplayName(
            "that is cut off, altered, mixed with another, under another passphrase or none at all is named as such")
    void damaged() throws IOException {
        Path file = write(writer -> {
            for (JsonObject one : all()) writer.document(Jcs.bytes(one));
            writer.medium(Sha256.of(PICTURE), PICTURE);
            writer.end(0);
        });
        byte[] bytes = Files.readAllBytes(file);
        assertThatThrownBy(() -> check(altered(Arrays.copyOf(bytes, bytes.length - 100))))
                .hasMessageContaining("cut off");
        byte[] one = bytes.clone();
        one[bytes.length / 2] ^= 1;
        assertThatThrownBy(() -> check(altered(one))).hasMessageContaining("altered");
        assertThatThrownBy(() -> check(altered(Arrays.copyOf(bytes, bytes.length + 1))))
                .hasMessageContaining("follows after the end");
        assertThatThrownBy(() -> check(altered("PK\3\4".getBytes(StandardCharsets.UTF_8))))
                .hasMessageContaining("not a backup");
        assertThatThrownBy(() -> new BackupCheck(InstantSource.fixed(NOW), (stage, done, total) -> {})
                        .run(file, "other words".toCharArray()))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("passphrase");
        assertThatThrownBy(() -> check(folder.resolve("nowhere"))).hasMessageContaining("does not exist");
    }

    @Test
    @DisplayName("whose writer broke off before the end is not taken for a whole one")
    void noEnd() {
        Path file = write(writer -> writer.document(Jcs.bytes(FIRST)));
        assertThatThrownBy(() -> check(file)).isInstanceOf(ClientProblem.class);
    }

    private List<String> faults(List<JsonObject> documents, Content more) {
        return check(write(writer -> {
                    for (JsonObject one : documents) writer.document(Jcs.bytes(one));
                    more.to(writer);
                    writer.end(0);
                }))
                .faults();
    }

    private static BackupCheck.Report check(Path file) {
        return new BackupCheck(InstantSource.fixed(NOW), (stage, done, total) -> {}).run(file, WORDS);
    }

    private Path altered(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("altered" + ++files), bytes);
    }

    /** What a test puts into a backup. */
    @FunctionalInterface
    private interface Content {
        void to(BackupWriter writer) throws IOException;
    }

    private Path write(Content content) {
        return write(List.of(new RsaCopies.Copy(keyId(), RSA)), content);
    }

    private Path write(List<RsaCopies.Copy> copies, Content content) {
        Path file = folder.resolve("backup" + ++files);
        var manifest = new Manifest(KEYS.did(), IDS.handle(), NOW, ACTOR, true);
        try (OutputStream out = Files.newOutputStream(file);
                var writer =
                        new BackupWriter(out, manifest, BagContent.of(KEYS, copies), WORDS, TestKeys.seeded(++files))) {
            content.to(writer);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return file;
    }

    private static byte[] observed(Did account) {
        SigningKey server = SigningKey.generate(TestKeys.seeded(4));
        Origin home = Origin.parse("https://home.example").orElseThrow();
        return GatewayRecord.peer(
                        account,
                        home,
                        server.did(),
                        "https://far.example/bob",
                        "https://far.example/bob/inbox",
                        "https://far.example/inbox",
                        NOW)
                .sign(server)
                .orElseThrow()
                .bytes();
    }

    private static List<JsonObject> all() {
        return List.of(ACTOR, FIRST, SECOND, link(1), link(2));
    }

    private static JsonObject actor() {
        JsonObject first = ActorDocument.first(
                IDS,
                new ActorDocument.Gateway(
                        TestKeys.HOME.toString(), KEYS.device().did().toString(), "https://home.example/inbox"),
                NOW);
        return IntegrityProof.sign(
                ActorDocument.homeKey(IDS, keyId(), RSA.publicKey()).applyTo(first), KEYS.authority(), NOW);
    }

    private static String keyId() {
        return IDS.actor() + "#" + RSA.publicKey().fragment();
    }

    private static JsonObject post(String name) {
        return IntegrityProof.sign(
                JsonObject.builder()
                        .put("@context", PortableDocument.CONTEXT)
                        .put("id", IDS.at("/objects/" + name))
                        .put("type", "Note")
                        .put("attributedTo", IDS.actor())
                        .put("content", name)
                        .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                        .build(),
                KEYS.authority(),
                NOW);
    }

    private static Sha256 hash(JsonObject document) {
        return Sha256.of(Jcs.bytes(document));
    }

    /** The first link lists the actor and the first post, the second the second post. */
    private static JsonObject link(int number) {
        Checkpoint first = Checkpoint.first(
                KEYS.did(), KEYS.device().did(), ChainClass.PUBLIC, List.of(hash(ACTOR), hash(FIRST)), List.of());
        Checkpoint link = number == 1 ? first : first.next(List.of(hash(SECOND)), List.of());
        return link.sign(KEYS.authority(), KEYS.device(), NOW);
    }
}
