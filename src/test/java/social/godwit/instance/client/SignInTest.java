package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

@DisplayName("Signing in with handle and passphrase")
class SignInTest {
    private static final KeyRing KEYS = TestKeys.ring();
    private static final char[] WORDS = "correct horse battery staple".toCharArray();
    private static final char[] NEW_WORDS = "another horse altogether".toCharArray();
    private static final RsaKeyPair RSA = RsaKeyPair.generate(TestKeys.seeded(11));
    private static final Map<String, PassphraseKey> STRETCHED = new ConcurrentHashMap<>();
    private static final SigningKey STRANGER = SigningKey.generate(TestKeys.seeded(12));

    @TempDir
    private Path folder;

    @TempDir
    private Path newFolder;

    private final StandInGateway home = new StandInGateway();
    private final StandInGateway second = new StandInGateway();
    private final List<String> notices = new ArrayList<>();
    private int opened;
    private String keyId = "";

    @BeforeEach
    void account() {
        var ids = new Ids(KEYS.did(), home.origin(), "alice");
        keyId = ids.actor() + "#" + RSA.publicKey().fragment();
        JsonObject first = ActorDocument.first(
                ids,
                new ActorDocument.Gateway(
                        home.origin().toString(), home.instance.did().toString(), home.origin() + "/inbox"),
                TestKeys.NOW);
        Map<String, String> pinned = pinned();
        JsonObject actor = IntegrityProof.sign(
                ActorDocument.gateways(List.copyOf(pinned.keySet()), pinned).applyTo(first),
                KEYS.authority(),
                TestKeys.NOW);
        for (StandInGateway one : List.of(home, second)) {
            one.has(actor);
            KeyLogBeginning.of(KEYS, TestKeys.NOW).forEach(one::has);
            one.bags.whose = KEYS.did().toString();
        }
        try (Owner owner = owner()) {
            new RsaCopies(owner.home(), KEYS).keep(new RsaCopies.Copy(keyId, RSA), owner.surroundings());
            assertThat(new KeyBagUpload(owner).renew(passphrase(WORDS), Optional.empty()))
                    .isEmpty();
        }
    }

    @AfterEach
    void close() {
        home.close();
        second.close();
        assertThat(home.faults).isEmpty();
        assertThat(second.faults).isEmpty();
    }

    @Test
    @DisplayName(
            "a new device gets the account's key and RSA copies, and a key of its own, which the key log then names")
    void signsIn() {
        JsonObject told = signIn(WORDS, Optional.empty());
        assertThat(told.string("did")).contains(KEYS.did().toString());
        try (HomeFolder files = HomeFolder.open(newFolder)) {
            KeyRing keys = KeyRing.open(files.keys().orElseThrow(), WORDS);
            assertThat(keys.did()).isEqualTo(KEYS.did());
            assertThat(keys.genesis()).isEqualTo(KEYS.genesis());
            assertThat(keys.device().did()).isNotEqualTo(KEYS.device().did());
            assertThat(keys.recovery()).isEmpty();
            assertThat(new RsaCopies(files, keys).all()).containsExactly(new RsaCopies.Copy(keyId, RSA));
            assertThat(home.bodies.getLast()).contains(keys.device().did().toString(), "KeyLogEntry");
        }
    }

    @Test
    @DisplayName("works at a surviving gateway when home is dead, and says what to do when none is named")
    void homeIsDead() {
        home.close();
        String handle = "alice@localhost:" + home.origin().authority().split(":")[1];
        assertThatThrownBy(() -> new SignIn(surroundings(), Optional.empty()).find(handle))
                .isInstanceOfSatisfying(
                        ClientProblem.class,
                        problem -> assertThat(problem.next())
                                .hasValueSatisfying(next -> assertThat(next).contains("--gateway")));
        JsonObject told = signIn(handle, WORDS, Optional.of(second.origin()));
        assertThat(told.string("did")).contains(KEYS.did().toString());
        assertThat(second.bodies).hasSize(1);
    }

    @Test
    @DisplayName("a handle at a domain that is no server leads to the account by the domain's own file")
    void ownHandle() {
        try (StandInDomain domain = new StandInDomain()) {
            OwnHandle handle = domain.handle("you");
            assertThatThrownBy(() -> signIn(handle.toString(), WORDS, Optional.empty()))
                    .hasMessageContaining("knows no account @" + handle);
            domain.says(handle, new Ids(KEYS.did(), home.origin(), "alice").actor());
            assertThat(signIn(handle.toString(), WORDS, Optional.empty()).string("did"))
                    .contains(KEYS.did().toString());
        }
    }

    @Test
    @DisplayName("a name alone is that of the account at the server that was named, as after a restore there")
    void nameAtAGateway() {
        assertThatThrownBy(() -> new SignIn(surroundings(), Optional.empty()).find("alice"))
                .hasMessageContaining("does not say at which server");
        home.close();
        JsonObject told = signIn("alice", WORDS, Optional.of(second.origin()));
        assertThat(told.string("did")).contains(KEYS.did().toString());
        assertThat(second.bags.asked).isEqualTo("alice@" + second.origin().authority());
    }

    @Test
    @DisplayName("a wrong passphrase opens nothing and leaves nothing on this device")
    void wrongPassphrase() {
        assertThatThrownBy(() -> signIn("wrong horse".toCharArray(), Optional.empty()))
                .hasMessageContaining("passphrase is wrong");
        try (HomeFolder files = HomeFolder.open(newFolder)) {
            assertThat(files.keys()).isEmpty();
        }
    }

    @Test
    @DisplayName(
            "a gateway that gives out another bag is named and not believed; one that is left alone with that has failed")
    void swappedBag() {
        PassphraseKey strangers = PassphraseKey.of(WORDS, STRANGER.did());
        home.bags.gives = Optional.of(KeyBag.seal(
                        KeyFile.empty().with(KeyFile.AUTHORITY, STRANGER),
                        STRANGER,
                        9_000_000_000_000L,
                        strangers,
                        TestKeys.seeded(3))
                .json());
        assertThat(signIn(WORDS, Optional.empty()).string("did"))
                .contains(KEYS.did().toString());
        assertThat(notices).anyMatch(notice -> notice.contains(home.origin() + " gave out something"));
        second.bags.trouble = 503;
        assertThatThrownBy(() -> open(WORDS)).isInstanceOf(ClientProblem.class).hasMessageContaining("No server");
    }

    @Test
    @DisplayName("of two bags the newest counts: one that is played back under the old passphrase is surpassed")
    void replayedBag() {
        JsonObject old = home.bags.kept.orElseThrow();
        change(WORDS, NEW_WORDS);
        home.bags.gives = old.object("bag");
        SignIn.Opened opened = open(NEW_WORDS);
        assertThat(opened.bag().version()).isEqualTo(second.bags.version());
        second.bags.trouble = 503;
        assertThatThrownBy(() -> open(NEW_WORDS)).isInstanceOf(ClientProblem.class);
        assertThatThrownBy(() -> open("guess".toCharArray())).isInstanceOf(ClientProblem.class);
    }

    @Test
    @DisplayName("whoever has the origin by now, without the instance key that is pinned, learns nothing")
    void wrongInstanceKey() {
        home.bags.instance = STRANGER;
        home.bags.read.clear();
        signIn(WORDS, Optional.empty());
        assertThat(home.bags.read).isEmpty();
        assertThat(second.bags.read).isNotEmpty();
        assertThat(notices).anyMatch(notice -> notice.contains("its key is another"));
    }

    @Test
    @DisplayName("two servers that tell different accounts for one handle: nobody is asked for anything")
    void twoAnswers() {
        second.bags.whose = STRANGER.did().toString();
        String handle = "alice@localhost:" + home.origin().authority().split(":")[1];
        assertThatThrownBy(() -> new SignIn(surroundings(), Optional.of(second.origin())).find(handle))
                .hasMessageContaining("two different accounts");
        assertThat(second.bags.read).isEmpty();
    }

    @Test
    @DisplayName("too many guesses are said as such, with the time to wait")
    void tooManyGuesses() {
        home.bags.trouble = 429;
        second.bags.trouble = 429;
        assertThatThrownBy(() -> open(WORDS))
                .isInstanceOfSatisfying(
                        ClientProblem.class,
                        problem -> assertThat(problem.next())
                                .hasValueSatisfying(next -> assertThat(next).contains("wait")));
    }

    @Test
    @DisplayName("a gateway that was away for two changes of the passphrase gets the newest bag when it is back")
    void awayForTwoChanges() {
        second.bags.trouble = 503;
        assertThat(change(WORDS, NEW_WORDS)).containsExactly(second.origin());
        assertThat(change(NEW_WORDS, "third words".toCharArray())).containsExactly(second.origin());
        second.bags.trouble = 0;
        try (Owner owner = owner()) {
            assertThat(new KeyBagUpload(owner).retry())
                    .as("an hour has not passed")
                    .containsExactly(second.origin());
        }
        home.now = TestKeys.NOW.plusSeconds(3_601);
        second.now = home.now;
        try (Owner owner = owner()) {
            assertThat(new KeyBagUpload(owner).retry()).isEmpty();
        }
        assertThat(second.bags.version()).isEqualTo(home.bags.version());
        assertThat(open("third words".toCharArray()).bag().version()).isEqualTo(home.bags.version());
    }

    @Test
    @DisplayName(
            "a gateway that is added gets the bag that there is; not one of a passphrase that was changed elsewhere")
    void addedGateway() {
        second.bags.kept = Optional.empty();
        try (Owner owner = owner()) {
            var upload = new KeyBagUpload(owner);
            assertThat(upload.offer(second.origin(), WORDS::clone)).contains(true);
            assertThat(second.bags.version()).isEqualTo(home.bags.version());
            assertThatThrownBy(() -> upload.offer(second.origin(), NEW_WORDS::clone))
                    .hasMessageContaining("changed on another device");
        }
    }

    private List<Origin> change(char[] before, char[] now) {
        try (Owner owner = owner()) {
            return new KeyBagUpload(owner).renew(passphrase(now), Optional.of(passphrase(before)));
        }
    }

    private SignIn.Opened open(char[] words) {
        var signIn = new SignIn(surroundings(), Optional.of(home.origin()));
        return signIn.open(signIn.find(KEYS.did().toString()), words);
    }

    private JsonObject signIn(char[] words, Optional<Origin> only) {
        return signIn("alice@localhost:" + home.origin().authority().split(":")[1], words, only);
    }

    private JsonObject signIn(String handle, char[] words, Optional<Origin> only) {
        try (HomeFolder files = HomeFolder.open(newFolder)) {
            var signIn = new SignIn(surroundings(), only);
            return signIn.takeOver(signIn.open(signIn.find(handle), words), files, words);
        }
    }

    private static PassphraseKey passphrase(char[] words) {
        return STRETCHED.computeIfAbsent(new String(words), same -> PassphraseKey.of(same.toCharArray(), KEYS.did()));
    }

    private Owner owner() {
        HomeFolder files = HomeFolder.open(folder);
        Map<String, String> pinned = pinned();
        if (!files.state().hasAccount())
            files.save(files.state().withAccount("alice", List.copyOf(pinned.keySet()), pinned));
        return Owner.of(files, KEYS, surroundings(), Optional.empty());
    }

    private Map<String, String> pinned() {
        Map<String, String> pinned = new LinkedHashMap<>();
        for (StandInGateway one : List.of(home, second))
            pinned.put(one.origin().toString(), one.instance.did().toString());
        return pinned;
    }

    private Surroundings surroundings() {
        opened++;
        return new Surroundings(
                InstantSource.fixed(home.now), TestKeys.seeded(opened), new GatewayConnection("test"), notices::add);
    }
}
