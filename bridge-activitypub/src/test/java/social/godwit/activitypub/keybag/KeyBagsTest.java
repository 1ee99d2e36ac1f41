package social.godwit.activitypub.keybag;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.GatewayWorld;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.keybag.KeyBags.Fetched;
import social.godwit.activitypub.remote.Handle;
import social.godwit.activitypub.remote.HandleLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.WebFingerClient;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

@DisplayName("Key bags")
class KeyBagsTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Random SEEDED = new Random(3);
    private static final Randomness RANDOMNESS = count -> {
        byte[] bytes = new byte[count];
        SEEDED.nextBytes(bytes);
        return bytes;
    };
    private static final SigningKey ONCE = SigningKey.generate(RANDOMNESS);
    private static final Map<String, String> HOMES = new HashMap<>();
    private static final Map<String, PassphraseKey> STRETCHED = new HashMap<>();
    private static GatewayWorld world;
    private static KeyBags bags;
    private static PassphraseProofs proofs;
    private static RecoveryPresence presence;
    private static AccountStore accounts;
    private static Did instance;

    @BeforeAll
    static void world() {
        world = new GatewayWorld(DB);
        Beans beans = world.beans()
                .with(RANDOMNESS)
                .with((Origins) host -> Optional.of(GatewayWorld.ORIGIN).filter(origin -> origin.endsWith("/" + host)))
                .with(new WebFingerClient() {
                    @Override
                    public Uni<HandleLookup> find(String handle) {
                        return Uni.createFrom()
                                .item(
                                        HOMES.containsKey(handle)
                                                ? new HandleLookup.Found(handle, HOMES.get(handle))
                                                : new HandleLookup.Unavailable("no answer"));
                    }

                    @Override
                    public Uni<HandleLookup> verify(RemoteActor actor) {
                        throw new AssertionError("not asked here");
                    }
                })
                .make("keybag.HibernateKeyBagStore")
                .make("keybag.HibernateGuessStore")
                .make("keybag.GuessLimits")
                .make("keybag.RecoveryPresence")
                .make("keybag.PassphraseProofs")
                .make("keybag.Homes")
                .make("keybag.KeyBags");
        bags = beans.get(KeyBags.class);
        proofs = beans.get(PassphraseProofs.class);
        presence = beans.get(RecoveryPresence.class);
        accounts = beans.get(AccountStore.class);
        instance = beans.get(InstanceKeys.class).did();
    }

    @Test
    @DisplayName("whoever has the passphrase gets the bag, and nobody else can read the answer")
    void gives() {
        register("ann", 1, "ann's own words");
        assertThat(fetched("ann", "ann's own words", "9.9.9.9").orElseThrow().version())
                .isEqualTo(1);
        assertThat(refused("ann", "other words", "9.9.9.9").status()).isEqualTo(403);
    }

    @Test
    @DisplayName("a wrong passphrase, an account without a bag, and no account are answered alike, and counted alike")
    void tellsNothing() {
        register("bea", 1, "bea's own words");
        world.register("bare");
        Problem wrong = refused("bea", "guess", "9.9.9.1");
        assertThat(refused("bare", "guess", "9.9.9.2")).isEqualTo(wrong);
        assertThat(refused("nobody", "guess", "9.9.9.3")).isEqualTo(wrong);
        for (int i = 0; i < 2 * Guesses.FREE; i++) {
            refused("bea", "guess", "8.8.1." + i);
            refused("nobody2", "guess", "8.8.2." + i);
        }
        assertThat(refused("bea", "guess", "9.9.8.1").status()).isEqualTo(429);
        assertThat(refused("nobody2", "guess", "9.9.8.2")).isEqualTo(refused("bea", "guess", "9.9.8.1"));
    }

    @Test
    @DisplayName(
            "guessing becomes slow, per account and per network; the owner gets in where the owner has been, and never"
                    + " has to wait longer than a quarter of an hour")
    void slow() {
        register("cyd", 1, "cyd's own words");
        assertThat(fetched("cyd", "cyd's own words", "7.7.7.7")).isPresent();
        for (int i = 0; i < 100; i++) {
            refused("cyd", "guess", "6.6.6." + i);
            world.later(Duration.ofMinutes(1));
        }
        assertThat(refused("cyd", "cyd's own words", "6.6.7.1").status())
                .as("even the right one has to wait: it must not be told from a guess")
                .isEqualTo(429);
        assertThat(fetched("cyd", "cyd's own words", "7.7.7.7")).isPresent();
        world.later(Guesses.WAIT_MAX);
        assertThat(fetched("cyd", "cyd's own words", "6.6.7.1")).isPresent();

        for (int i = 0; i < Guesses.FREE; i++) {
            refused("somebody" + i, "guess", "5.5.5.5");
        }
        assertThat(refused("cyd", "cyd's own words", "5.5.5.5").status()).isEqualTo(429);
    }

    @Test
    @DisplayName("a question that is sealed to another instance is not answered")
    void anotherInstance() {
        register("dot", 1, "dot's own words");
        Did other = SigningKey.generate(RANDOMNESS).did();
        byte[] question = question("dot", "dot's own words", other);
        assertThat(DB.await(bags.fetch(question, "9.9.9.9")))
                .isInstanceOfSatisfying(
                        Fetched.Refused.class,
                        no -> assertThat(no.problem().status()).isEqualTo(421));
    }

    @Test
    @DisplayName("the newest bag is kept, the one before is gone; a newer one needs the passphrase that held so far")
    void newest() {
        register("eve", 5, "old words");
        assertThat(upload("eve", 4, "new words", Optional.of("old words"))
                        .orElseThrow()
                        .status())
                .as("older")
                .isEqualTo(409);
        assertThat(upload("eve", 5, "new words", Optional.of("old words"))
                        .orElseThrow()
                        .status())
                .as("another with the same number")
                .isEqualTo(409);
        assertThat(upload("eve", 6, "new words", Optional.empty()).orElseThrow().type())
                .isEqualTo("passphrase-needed");
        assertThat(upload("eve", 6, "new words", Optional.of("new words"))
                        .orElseThrow()
                        .type())
                .isEqualTo("passphrase");
        assertThat(fetched("eve", "old words", "9.9.9.9").orElseThrow().version())
                .isEqualTo(5);

        assertThat(upload("eve", 6, "new words", Optional.of("old words"))).isEmpty();
        assertThat(upload("eve", 6, "new words", Optional.empty()))
                .as("the same once more, its answer having been lost")
                .isEmpty();
        assertThat(refused("eve", "old words", "9.9.9.9").status()).isEqualTo(403);
        assertThat(fetched("eve", "new words", "9.9.9.9").orElseThrow().version())
                .isEqualTo(6);
        assertThat(DB.await(bags.version(account("eve")))).contains(6L);
    }

    @Test
    @DisplayName(
            "who has a device puts no bag of his own where there is none; an hour after the account came only the recovery key does")
    void first() {
        world.registerWithDevice("guy");
        world.registerWithDevice("hob");
        world.register("irv");
        assertThat(upload("guy", 1, "guy's five words", Optional.empty())).isEmpty();
        world.later(Duration.ofHours(2));
        assertThat(upload("hob", 1, "the thief's words", Optional.empty())
                        .orElseThrow()
                        .type())
                .isEqualTo("recovery-needed");
        assertThat(upload("irv", 1, "no log, no recovery key", Optional.empty()))
                .isEmpty();
        presence.note(did("hob"));
        assertThat(upload("hob", 1, "hob's five words", Optional.empty())).isEmpty();
    }

    @Test
    @DisplayName("what the account did not sign, or signed for nobody, is not kept")
    void foreign() {
        world.register("fay");
        world.register("gil");
        JsonObject gils = body("gil", 1, "words");
        assertThat(DB.await(bags.keep(account("fay"), gils, Optional.empty(), "9.9.9.9"))
                        .orElseThrow()
                        .status())
                .isEqualTo(400);
        JsonObject altered = gils.with("bag", gils.object("bag").orElseThrow().with("sealed", new JsonString("AAAA")));
        assertThat(DB.await(bags.keep(account("gil"), altered, Optional.empty(), "9.9.9.9")))
                .isPresent();
        assertThat(DB.await(bags.keep(account("gil"), gils.without("fetch"), Optional.empty(), "9.9.9.9")))
                .isPresent();
        assertThat(DB.await(bags.version(account("gil")))).isEmpty();
    }

    @Test
    @DisplayName("proves the passphrase anew for what a stolen device must not do")
    void proves() {
        register("hal", 1, "hal's own words");
        world.register("ida");
        assertThat(proof("hal", Optional.of("hal's own words"))).isInstanceOf(PassphraseVerdict.Proven.class);
        assertThat(proof("hal", Optional.of("guess"))).isInstanceOf(PassphraseVerdict.Refused.class);
        assertThat(proof("hal", Optional.empty())).isInstanceOf(PassphraseVerdict.Refused.class);
        assertThat(proof("ida", Optional.empty())).isInstanceOf(PassphraseVerdict.NoBag.class);
        String elsewhere = Base64.getEncoder()
                .encodeToString(passphrase("hal", "hal's own words")
                        .proof(SigningKey.generate(RANDOMNESS).did()));
        assertThat(DB.await(proofs.check(did("hal"), Optional.of(elsewhere), "9.9.9.9")))
                .as("what another gateway was given")
                .isInstanceOf(PassphraseVerdict.Refused.class);
        for (int i = 0; i < Guesses.FREE; i++) {
            proof("hal", Optional.of("guess"));
        }
        assertThat(proof("hal", Optional.of("hal's own words")))
                .isInstanceOfSatisfying(
                        PassphraseVerdict.Refused.class,
                        no -> assertThat(no.problem().status()).isEqualTo(429));
    }

    @Test
    @DisplayName("an account of another home is found by its handle once that home has confirmed it, by a liar never")
    void handles() {
        register("jan", 1, "jan's own words");
        register("liar", 1, "liar's own words");
        for (String name : List.of("jan", "liar"))
            DB.execute("update account set username = 'jan', gateways = 'https://home.example ' || origin where did = '"
                    + did(name) + "'");
        List.of("jan", "liar").forEach(name -> accounts.forget(did(name)));
        Handle handle = Handle.parse("jan@home.example").orElseThrow();
        DB.await(bags.upkeep());
        assertThat(DB.await(bags.whose(handle))).as("home did not answer").isEmpty();
        HOMES.put("jan@home.example", "https://home.example/.well-known/apgateway/" + did("jan") + "/actor");
        DB.await(bags.upkeep());
        assertThat(DB.await(bags.whose(handle))).as("asked a moment ago").isEmpty();
        world.later(Duration.ofHours(1));
        DB.await(bags.upkeep());
        HOMES.clear();
        world.later(Duration.ofHours(1));
        DB.await(bags.upkeep());
        assertThat(DB.await(bags.whose(Handle.parse("Jan@Home.Example").orElseThrow())))
                .contains(did("jan"));
    }

    @Test
    @DisplayName(
            "the bag of an account that has left this gateway, or was deleted, is erased after 14 days, and not before")
    void erases() {
        register("kim", 1, "kim's own words");
        register("lea", 1, "lea's own words");
        register("max", 1, "max's own words");
        DB.await(accounts.markDeleted(did("kim")));
        DB.execute("update account set gateways = 'https://other.example' where did = '" + did("lea") + "'");
        DB.await(bags.upkeep());
        world.later(Duration.ofDays(13));
        DB.await(bags.upkeep());
        assertThat(fetched("kim", "kim's own words", "4.4.4.4")).isPresent();
        world.later(Duration.ofDays(2));
        DB.await(bags.upkeep());
        assertThat(refused("kim", "kim's own words", "4.4.4.4").status()).isEqualTo(403);
        assertThat(refused("lea", "lea's own words", "4.4.4.4").status()).isEqualTo(403);
        assertThat(fetched("max", "max's own words", "4.4.4.4")).isPresent();
    }

    private static void register(String name, long version, String words) {
        world.register(name);
        assertThat(upload(name, version, words, Optional.empty())).isEmpty();
    }

    private static Optional<Problem> upload(String name, long version, String words, Optional<String> before) {
        return DB.await(
                bags.keep(account(name), body(name, version, words), before.map(old -> header(name, old)), "3.3.3.3"));
    }

    /** The same bytes for the same words and number. */
    private static JsonObject body(String name, long version, String words) {
        PassphraseKey passphrase = passphrase(name, words);
        KeyBag bag = KeyBag.seal(
                KeyFile.empty().with(KeyFile.AUTHORITY, world.key(name)),
                world.key(name),
                version,
                passphrase,
                count -> new byte[count]);
        return JsonObject.builder()
                .put("bag", bag.json())
                .put("fetch", hash(passphrase.fetchSecret(instance)))
                .put("proof", hash(passphrase.proof(instance)))
                .build();
    }

    private static String hash(byte[] secret) {
        return Base64.getEncoder().encodeToString(Sha256.of(secret).bytes());
    }

    private static String header(String name, String words) {
        return Base64.getEncoder().encodeToString(passphrase(name, words).proof(instance));
    }

    private static PassphraseVerdict proof(String name, Optional<String> words) {
        return DB.await(proofs.check(did(name), words.map(one -> header(name, one)), "2.2.2.2"));
    }

    private static Optional<KeyBag> fetched(String name, String words, String network) {
        Fetched fetched = DB.await(bags.fetch(question(name, words, instance), network));
        if (!(fetched instanceof Fetched.Given given)) {
            return Optional.empty();
        }
        assertThat(KeyBagRequest.openAnswer(given.sealed(), world.key(name))).isEmpty();
        byte[] altered = Arrays.copyOf(given.sealed(), given.sealed().length - 1);
        assertThat(KeyBagRequest.openAnswer(altered, ONCE)).isEmpty();
        return KeyBagRequest.openAnswer(given.sealed(), ONCE);
    }

    private static Problem refused(String name, String words, String network) {
        Fetched fetched = DB.await(bags.fetch(question(name, words, instance), network));
        return ((Fetched.Refused) fetched).problem();
    }

    private static byte[] question(String name, String words, Did to) {
        return new KeyBagRequest(did(name), passphrase(name, words).fetchSecret(to), ONCE.did())
                .seal(to, RANDOMNESS)
                .orElseThrow();
    }

    private static PassphraseKey passphrase(String name, String words) {
        return STRETCHED.computeIfAbsent(name + "\0" + words, any -> PassphraseKey.of(words.toCharArray(), did(name)));
    }

    private static Did did(String name) {
        return world.key(name).did();
    }

    private static Account account(String name) {
        return DB.await(accounts.find(did(name))).orElseThrow();
    }
}
