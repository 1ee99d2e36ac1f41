package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** Several devices, copies of one, and what gateways have signed for. */
class DevicesTest {
    private static final String BOB = "https://other.example/users/bob";
    private static final char[] PASSPHRASE = "correct horse".toCharArray();

    @TempDir
    Path folder;

    private final StandInGateway gateway = new StandInGateway();
    private final List<String> notices = new ArrayList<>();

    @AfterEach
    void close() {
        gateway.close();
        assertThat(gateway.faults).isEmpty();
    }

    @Test
    void namesTheNewestLinkOfAnotherDeviceInItsOwnNext() {
        SigningKey phone = SigningKey.generate(TestKeys.seeded(9));
        Checkpoint link = Checkpoint.first(
                TestKeys.ring().did(), phone.did(), ChainClass.PRIVATE, List.of(Sha256.of(new byte[] {1})), List.of());
        gateway.hasFromElsewhere(link.sign(TestKeys.ring().authority(), phone, TestKeys.NOW));
        like("home");
        assertThat(newest().others()).isEmpty();
        like("home");
        assertThat(newest().others()).containsExactly(link.link());
    }

    @Test
    @DisplayName("A link of another device that the gateway cannot show is not named: it may be made up")
    void namesNoLinkThatItHasNotSeen() {
        SigningKey phone = SigningKey.generate(TestKeys.seeded(9));
        Checkpoint link = Checkpoint.first(
                TestKeys.ring().did(), phone.did(), ChainClass.PRIVATE, List.of(Sha256.of(new byte[] {1})), List.of());
        gateway.hasFromElsewhere(link.sign(TestKeys.ring().authority(), phone, TestKeys.NOW));
        gateway.hides(link.hash());
        like("home");
        like("home");
        assertThat(newest().others()).isEmpty();
    }

    @Test
    @DisplayName(
            "A copied folder gives itself a device key and chains of its own once it sees that another goes on with them")
    void aCopyStartsChainsOfItsOwn() throws IOException {
        like("home");
        Files.createDirectory(folder.resolve("copy"));
        for (String file : List.of("state.json", "keys.json"))
            Files.copy(
                    folder.resolve("home").resolve(file), folder.resolve("copy").resolve(file));
        gateway.toleratesForks = true;
        like("home");
        like("home");
        like("copy");
        Checkpoint forked = newest();
        assertThat(forked.seq()).isEqualTo(2);
        like("copy");
        Checkpoint own = newest();
        assertThat(own.device()).isNotEqualTo(forked.device());
        assertThat(own.seq()).isEqualTo(1);
        assertThat(notices).anyMatch(words -> words.contains("Another copy"));
        like("copy");
        assertThat(newest().seq()).isEqualTo(2);
        assertThat(newest().device()).isEqualTo(own.device());
        like("home");
        like("home");
        assertThat(newest().device()).isEqualTo(forked.device());
        assertThat(newest().others()).extracting(Checkpoint.Link::device).containsExactly(own.device());
    }

    @Test
    void keepsReceiptsAndSaysWhenAServerGivesNone() {
        like("home");
        try (Owner owner = open("home")) {
            List<Sha256> kept = new KeptReceipts(owner).of(gateway.origin(), 100);
            assertThat(kept).hasSize(2);
            assertThat(notices).isEmpty();
        }
        gateway.receipts = SigningKey.generate(TestKeys.seeded(6));
        like("home");
        assertThat(notices).anyMatch(words -> words.contains("no valid receipt"));
        try (Owner owner = open("home")) {
            assertThat(new KeptReceipts(owner).of(gateway.origin(), 100)).hasSize(2);
        }
    }

    @Test
    void tellsWhatAGatewayHoldsAndWithholds() {
        like("home");
        try (Owner owner = open("home")) {
            assertThat(Holdings.everywhere(owner)).singleElement().satisfies(of -> {
                assertThat(of.state()).isEqualTo("complete");
                assertThat(of.asOf()).isPresent();
            });
            gateway.forgetsChains = true;
            assertThat(Holdings.everywhere(owner).getFirst().words()).isEqualTo("behind by 1");
            gateway.forgetsDocuments = true;
            assertThat(Holdings.everywhere(owner).getFirst().state()).isEqualTo("withheld");
        }
    }

    /** The checkpoint of the last batch that lists something private. */
    private Checkpoint newest() {
        String[] lines = gateway.bodies.getLast().split("\n");
        for (int i = lines.length - 1; i >= 0; i--)
            if (PortableDocument.read(lines[i].getBytes(java.nio.charset.StandardCharsets.UTF_8), TestKeys.NOW)
                            instanceof DocumentVerdict.Admissible(PortableDocument document)
                    && Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint link)
                    && link.chain() == ChainClass.PRIVATE) return link;
        throw new AssertionError("no checkpoint");
    }

    private void like(String name) {
        try (Owner owner = open(name)) {
            NewDevice.announce(owner);
            new Publisher(owner)
                    .publish(
                            List.of(owner.sign(Activities.like(
                                    owner.ids(), owner.newName(), "https://other.example/notes/1", BOB))),
                            Facts.NONE);
        }
    }

    private Owner open(String name) {
        HomeFolder home = HomeFolder.open(folder.resolve(name));
        if (home.keys().isEmpty()) home.saveKeys(TestKeys.ring().sealed(PASSPHRASE, TestKeys.seeded(3)));
        if (!home.state().hasAccount())
            home.save(home.state()
                    .withAccount(
                            "alice",
                            List.of(gateway.origin().toString()),
                            Map.of(
                                    gateway.origin().toString(),
                                    gateway.instance.did().toString())));
        var surroundings = new Surroundings(
                InstantSource.fixed(TestKeys.NOW),
                TestKeys.seeded(name.hashCode()),
                new GatewayConnection("test"),
                notices::add);
        KeyRing keys = NewDevice.keys(
                home,
                KeyRing.open(home.keys().orElseThrow(), PASSPHRASE),
                surroundings,
                own -> home.saveKeys(own.sealed(PASSPHRASE, TestKeys.seeded(4))));
        return Owner.of(home, keys, surroundings, Optional.empty());
    }
}
