package social.godwit.instance.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.identity.Randomness;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.PaperKey;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.SealedBox;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.instance.client.RunningInstance;
import social.godwit.instance.client.words.WordList;

/** The browser and Java make the same of the same keys: vectors of the standards, and each reads what the other wrote. */
@DisplayName("In the browser")
class SameBytesIT {
    private static final Path VECTORS = Path.of(System.getProperty("basedir", "."))
            .resolve("../identity-did/src/test/resources/vectors")
            .normalize();
    private static final Randomness RANDOM = SameBytesIT::random;
    private static final JsonLimits LIMITS = new JsonLimits(1 << 20, 32, 10_000, 1_000, false);
    private static final Instant TIME = Instant.parse("2026-11-26T06:00:00Z");
    private static final Map<SigningKey, byte[]> SEEDS = new HashMap<>();
    private static final SigningKey ALICE = newKey();
    private static final SigningKey DEVICE = newKey();
    private static final SigningKey GATEWAY = newKey();
    private static final String PASSPHRASE = " five  words are\tquite caf\u0065\u0301 ";

    @TempDir
    static Path folder;

    private static RunningInstance instance;
    private static Browser browser;
    private static Browser.Person person;
    private static IdentityInBrowser code;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        browser = Browser.start();
        instance = RunningInstance.start(folder);
        person = browser.person(instance.origin()).open("/");
        code = IdentityInBrowser.on(person.page());
    }

    @AfterAll
    static void stop() {
        if (person != null) person.close();
        if (instance != null) instance.close();
        if (browser != null) browser.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"arrays", "french", "structures", "unicode", "values", "weird"})
    @DisplayName("canonical JSON is that of RFC 8785")
    void canonical(String name) throws IOException {
        assertThat(code.text("return m.canonical(JSON.parse(a[0]))", read("jcs/input/" + name + ".json")))
                .isEqualTo(read("jcs/output/" + name + ".json"));
    }

    @Test
    @DisplayName("numbers are written as Java writes them, at every edge")
    void numbers() throws IOException {
        List<String> read = read("jcs/es6-static-numbers.txt")
                .lines()
                .map(bits -> Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16)))
                .filter(Double::isFinite)
                .map(number -> "{\"a\":" + number + "}")
                .filter(text -> json(text).has("a"))
                .toList();
        assertThat(read).hasSizeGreaterThan(100);
        String numbers = "{\"all\":[" + String.join(",", read) + "]}";
        assertThat(code.text("return m.canonical(JSON.parse(a[0]))", numbers))
                .isEqualTo(json(numbers).toString());
    }

    @Test
    @DisplayName("a proof of vc-di-eddsa is made, bit by bit, and recognised; nothing altered is")
    void proofs() throws IOException {
        String signed = read("vc-di-eddsa-jcs-2022/signedJCS.json");
        assertThat(code.text("""
                        const pair = JSON.parse(a[1]), signed = JSON.parse(a[0]);
                        const key = await m.opened(m.ofMultibase(pair.privateKeyMultibase).slice(2));
                        return (await m.signed(signed, await m.closed(key), new Date(signed.proof.created))).proof.proofValue;
                        """, signed, read("vc-di-eddsa-jcs-2022/keyPair.json")))
                .isEqualTo(json(signed)
                        .object("proof")
                        .orElseThrow()
                        .string("proofValue")
                        .orElseThrow());
        assertThat(code.run("return m.signerOf(JSON.parse(a[0]))", signed))
                .isEqualTo("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2");
        assertThat(code.run("return m.signerOf(JSON.parse(a[0]))", read("map-local-create-note.signed.json")))
                .isNotNull();
        assertThat(code.run("return m.signerOf({ ...JSON.parse(a[0]), more: 1 })", signed))
                .isNull();
        JsonObject note = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("type", "Note")
                .put("id", "https://a.example/x")
                .put("content", "\u00e4 \ud83d\ude00")
                .build();
        assertThat(code.text(
                        "return m.canonical(await m.signed(JSON.parse(a[0]), " + key(ALICE) + ", new Date(a[1])))",
                        note.toString(),
                        TIME.toString()))
                .isEqualTo(IntegrityProof.sign(note, ALICE, TIME).toString());
    }

    @ParameterizedTest
    @CsvSource({
        "'', z",
        "0000, z11",
        "796573206d616e692021, z7paNL19xttacUY",
        "00796573206d616e692021, z17paNL19xttacUY",
        "0000796573206d616e692021, z117paNL19xttacUY"
    })
    @DisplayName("base58 goes there and back")
    void base58(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Multibase.encode(bytes)).isEqualTo(text);
        assertThat(code.text("return m.toMultibase(m.ofBase64(a[0]))", base64(bytes)))
                .isEqualTo(text);
        assertThat(code.text("return m.toBase64(m.ofMultibase(a[0]))", text)).isEqualTo(base64(bytes));
    }

    @Test
    @DisplayName("what is no base58, or too long, is none")
    void notBase58() {
        for (String text : List.of("", "x2g", "z0", "zO", "zl", "z" + "1".repeat(1_000)))
            assertThat(code.run("return m.ofMultibase(a[0]) === undefined", text))
                    .isEqualTo(true);
    }

    @Test
    @DisplayName("a request is signed so that servers take it")
    void requests() {
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        String target = "https://godwit.example/session?account=x";
        @SuppressWarnings("unchecked")
        var headers = (Map<String, String>) code.run(
                "return m.requestSignature(" + key(DEVICE) + ", 'POST', a[0], m.ofBase64(a[1]), new Date(a[2]))",
                target,
                base64(body),
                TIME.toString());
        assertThat(IdentityRequest.verify("POST", target, named(headers), body, TIME))
                .isInstanceOfSatisfying(
                        social.godwit.identity.request.RequestVerdict.Signed.class,
                        signed -> assertThat(signed.signer()).isEqualTo(DEVICE.did()));
        assertThat(IdentityRequest.verify("POST", target + "y", named(headers), body, TIME))
                .isInstanceOf(social.godwit.identity.request.RequestVerdict.Refused.class);
    }

    @Test
    @DisplayName("the key log begins with the same entries")
    void keyLog() {
        var genesis = new KeyLogEntry.Genesis(ALICE.did(), KeyLogEntry.commitment(GATEWAY.publicKey()));
        assertThat(code.text(
                        "return m.canonical((await m.genesis(" + key(ALICE)
                                + ", m.publicKeyOf(a[0]), new Date(a[1]))).document)",
                        GATEWAY.did().toString(),
                        TIME.toString()))
                .isEqualTo(genesis.sign(ALICE, TIME).toString());
        assertThat(code.text(
                        "return m.canonical(await m.deviceAddition(" + key(ALICE) + ", a[0], a[1], new Date(a[2])))",
                        genesis.hash().multibase(),
                        DEVICE.did().toString(),
                        TIME.toString()))
                .isEqualTo(new KeyLogEntry.DeviceAddition(ALICE.did(), genesis.hash(), DEVICE.did())
                        .sign(ALICE, TIME)
                        .toString());
    }

    @Test
    @DisplayName("a batch ends with the same checkpoints")
    void checkpoints() {
        var genesis = new KeyLogEntry.Genesis(ALICE.did(), KeyLogEntry.commitment(GATEWAY.publicKey()));
        JsonObject document = genesis.sign(ALICE, TIME);
        var other = new Checkpoint.Link(GATEWAY.did(), 3, Sha256.of(new byte[] {1}));
        var first = Checkpoint.first(
                ALICE.did(), DEVICE.did(), ChainClass.PUBLIC, List.of(Jcs.hash(document)), List.of(other));
        var second = first.next(List.of(Jcs.hash(document)), List.of(other));
        String links = "{ public: [{ device: a[1], seq: 3, hash: a[2] }] }";
        Object[] arguments = {
            document.toString(), GATEWAY.did().toString(), other.hash().multibase(), TIME.toString()
        };
        String batch = "m.batchOf(" + key(ALICE) + ", " + key(DEVICE) + ", %s, " + links
                + ", [JSON.parse(a[0])], new Date(a[3]))";
        assertThat(code.text(
                        "const one = await " + batch.formatted("{}") + "; const two = await "
                                + batch.formatted("one.after")
                                + "; return new TextDecoder().decode(one.bytes) + new TextDecoder().decode(two.bytes)",
                        arguments))
                .isEqualTo(document + "\n" + first.sign(ALICE, DEVICE, TIME) + "\n" + document + "\n"
                        + second.sign(ALICE, DEVICE, TIME) + "\n");
        assertThat(PortableDocument.read(Jcs.bytes(first.sign(ALICE, DEVICE, TIME)), TIME))
                .isInstanceOf(DocumentVerdict.Admissible.class);
    }

    @Test
    @DisplayName("a sealed box opens on the other side, for its purpose only")
    void sealedBoxes() {
        byte[] plain = "between us".getBytes(StandardCharsets.UTF_8);
        byte[] ours = SealedBox.seal(plain, ALICE.publicKey(), "a test", RANDOM);
        String open =
                "return m.sealed.open(m.ofBase64(a[0]), await m.opened(m.ofBase64(a[1])), a[2]).then(b => b ? m.toBase64(b) : '')";
        assertThat(code.text(open, base64(ours), base64(SEEDS.get(ALICE)), "a test"))
                .isEqualTo(base64(plain));
        assertThat(code.text(open, base64(ours), base64(SEEDS.get(ALICE)), "another"))
                .isEmpty();
        assertThat(code.text(open, base64(ours), base64(SEEDS.get(DEVICE)), "a test"))
                .isEmpty();
        byte[] theirs = decoded(code.text(
                "return m.sealed.seal(m.ofBase64(a[0]), a[1], 'a test').then(m.toBase64)",
                base64(plain),
                ALICE.did().toString()));
        assertThat(SealedBox.open(theirs, ALICE, "a test")).contains(plain);
    }

    @Test
    @DisplayName("a passphrase becomes the same secrets, and the key bag opens on the other side")
    void keyBags() {
        PassphraseKey passphrase = PassphraseKey.of(PASSPHRASE.toCharArray(), ALICE.did());
        String stretched = "const p = await m.stretched(a[0], a[1]); ";
        String account = ALICE.did().toString();
        assertThat(code.text(
                        stretched
                                + "return m.toBase64(await m.fetchSecret(p, a[2])) + m.toBase64(await m.proofSecret(p, a[2]))",
                        PASSPHRASE,
                        account,
                        GATEWAY.did().toString()))
                .isEqualTo(base64(passphrase.fetchSecret(GATEWAY.did())) + base64(passphrase.proof(GATEWAY.did())));

        KeyFile keys = KeyFile.empty().with(KeyFile.AUTHORITY, ALICE).withSecret("rsa-x", new byte[1_500]);
        KeyBag ours = KeyBag.seal(keys, ALICE, 7, passphrase, RANDOM);
        assertThat(code.text(
                        stretched + "const b = JSON.parse(a[2]); const c = await m.openBag(b, p);"
                                + " return await m.isBagOf(b, a[1]) + ' ' + m.toBase64(c.keys.authority) + ' ' + c.secrets['rsa-x'].length",
                        PASSPHRASE,
                        account,
                        ours.json().toString()))
                .isEqualTo("true " + base64(SEEDS.get(ALICE)) + " 1500");
        assertThat(code.run(
                        stretched + "return (await m.openBag(JSON.parse(a[2]), p)) === undefined",
                        "another passphrase",
                        account,
                        ours.json().toString()))
                .isEqualTo(true);
        assertThat(code.run(
                        "return m.isBagOf({ ...JSON.parse(a[0]), version: 8 }, a[1])",
                        ours.json().toString(),
                        account))
                .isEqualTo(false);

        String theirs = code.text(
                stretched
                        + "return m.canonical(await m.sealBag({ keys: { authority: m.ofBase64(a[2]) }, secrets: { 'rsa-x': new Uint8Array(1500) } }, "
                        + key(ALICE) + ", 9, p))",
                PASSPHRASE,
                account,
                base64(SEEDS.get(ALICE)));
        KeyFile opened =
                KeyBag.read(json(theirs)).orElseThrow().open(passphrase).orElseThrow();
        assertThat(opened.key(KeyFile.AUTHORITY).orElseThrow().did()).isEqualTo(ALICE.did());
        assertThat(opened.secret("rsa-x").orElseThrow()).hasSize(1_500);
    }

    @Test
    @DisplayName("the question for a bag can be read by the pinned server, and its answer by the asker")
    void questions() {
        PassphraseKey passphrase = PassphraseKey.of(PASSPHRASE.toCharArray(), ALICE.did());
        KeyBag bag = KeyBag.seal(KeyFile.empty().with(KeyFile.AUTHORITY, ALICE), ALICE, 7, passphrase, RANDOM);
        String sealed = code.text(
                "globalThis.asked = await m.questionForBag(await m.stretched(a[0], a[1]), a[2]); return m.toBase64(asked.question)",
                PASSPHRASE,
                ALICE.did().toString(),
                GATEWAY.did().toString());
        KeyBagRequest question = KeyBagRequest.open(decoded(sealed), GATEWAY).orElseThrow();
        assertThat(question.account()).isEqualTo(ALICE.did());
        assertThat(question.secret()).isEqualTo(passphrase.fetchSecret(GATEWAY.did()));
        assertThat(code.text(
                        "return m.canonical(await asked.bagIn(m.ofBase64(a[0])))",
                        base64(question.answer(bag.json(), RANDOM).orElseThrow())))
                .isEqualTo(bag.json().toString());
        assertThat(code.run("return (await asked.bagIn(new Uint8Array(100).fill(1))) === undefined"))
                .isEqualTo(true);
    }

    @Test
    @DisplayName("a recovery key has the same 24 words")
    void words() {
        assertThat(code.text("return (await m.paperWords(m.ofBase64(a[0]))).join(' ')", base64(SEEDS.get(ALICE))))
                .isEqualTo(String.join(
                        " ",
                        PaperKey.numbers(ALICE).stream().map(WordList::word).toList()));
    }

    private static String read(String vector) throws IOException {
        return Files.readString(VECTORS.resolve(vector));
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        new java.security.SecureRandom().nextBytes(bytes);
        return bytes;
    }

    private static SigningKey newKey() {
        byte[] seed = random(32);
        SigningKey key = SigningKey.generate(count -> seed.clone());
        SEEDS.put(key, seed);
        return key;
    }

    private static JsonObject json(String text) {
        return StrictJson.read(text.getBytes(StandardCharsets.UTF_8), LIMITS)
                        instanceof JsonReading.Read(JsonObject json)
                ? json
                : JsonObject.empty();
    }

    /** An expression in the browser for a key that signs. */
    private static String key(SigningKey key) {
        return "await m.closed(await m.opened(m.ofBase64('" + base64(SEEDS.get(key)) + "')))";
    }

    private static java.util.function.Function<String, List<String>> named(Map<String, String> headers) {
        return name -> headers.entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase(name))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static byte[] decoded(String text) {
        return Base64.getDecoder().decode(text);
    }
}
