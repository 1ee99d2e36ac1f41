package social.godwit.identity.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.SeededRandomness;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

class KeyBagTest {
    private static final SigningKey ALICE = SigningKey.generate(new SeededRandomness(1));
    private static final SigningKey MALLORY = SigningKey.generate(new SeededRandomness(2));
    private static final SigningKey GATEWAY = SigningKey.generate(new SeededRandomness(3));
    private static final SigningKey OTHER_GATEWAY = SigningKey.generate(new SeededRandomness(4));
    private static final SigningKey ONCE = SigningKey.generate(new SeededRandomness(5));
    private static final PassphraseKey PASSPHRASE = passphrase("five words are quite enough", ALICE);
    private static final PassphraseKey WRONG = passphrase("five words are not enough", ALICE);
    private static final KeyFile KEYS = KeyFile.empty()
            .with(KeyFile.AUTHORITY, ALICE)
            .withSecret("rsa-1", "a key".getBytes(StandardCharsets.UTF_8));

    private static PassphraseKey passphrase(String text, SigningKey owner) {
        return PassphraseKey.of(text.toCharArray(), owner.did());
    }

    private static KeyBag bag(long version) {
        return KeyBag.seal(KEYS, ALICE, version, PASSPHRASE, new SeededRandomness(6));
    }

    @Test
    void opensForThePassphraseOnly() {
        KeyBag bag = KeyBag.read(bag(7).json()).orElseThrow();
        assertThat(bag.account()).isEqualTo(ALICE.did());
        assertThat(bag.version()).isEqualTo(7);
        KeyFile keys = bag.open(PASSPHRASE).orElseThrow();
        assertThat(keys.key(KeyFile.AUTHORITY).orElseThrow().did()).isEqualTo(ALICE.did());
        assertThat(keys.secret("rsa-1"))
                .hasValueSatisfying(
                        it -> assertThat(it).asString(StandardCharsets.UTF_8).isEqualTo("a key"));
        assertThat(bag.open(WRONG)).isEmpty();
    }

    @Test
    @DisplayName("a bag that somebody else signed, or in which anything was changed, is none")
    void refusesWhatTheAccountDidNotSign() {
        JsonObject map = bag(7).json();
        assertThat(KeyBag.read(map.with("version", JsonNumber.of(8)))).isEmpty();
        assertThat(KeyBag.read(map.with("account", new JsonString(MALLORY.did().toString()))))
                .isEmpty();
        assertThat(KeyBag.read(map.with("hint", new JsonString("x")))).isEmpty();
        assertThat(KeyBag.read(map.without("signature"))).isEmpty();
        JsonObject byMallory = MapStatement.sign(MapPurpose.KEY_BAG, map.without("signature"), MALLORY);
        assertThat(KeyBag.read(byMallory)).isEmpty();
        JsonObject other = bag(8).json();
        JsonObject swapped = MapStatement.sign(
                MapPurpose.KEY_BAG, map.without("signature").with("sealed", other.get("sealed")), ALICE);
        assertThat(KeyBag.read(swapped).orElseThrow().open(PASSPHRASE))
                .as("what was sealed for another version")
                .isEmpty();
    }

    @Test
    @DisplayName("blanks and the form of accents do not make another passphrase; case does")
    void forgivesBlanksAndAccents() {
        assertThat(passphrase(" five  words are\tquite enough\n", ALICE).proof(GATEWAY.did()))
                .isEqualTo(PASSPHRASE.proof(GATEWAY.did()));
        assertThat(passphrase("caf\u00e9", ALICE).proof(GATEWAY.did()))
                .isEqualTo(passphrase("cafe\u0301", ALICE).proof(GATEWAY.did()));
        assertThat(passphrase("Five words are quite enough", ALICE).proof(GATEWAY.did()))
                .isNotEqualTo(PASSPHRASE.proof(GATEWAY.did()));
    }

    @Test
    @DisplayName("every secret is of one account, one purpose and one gateway")
    void secretsDiffer() {
        assertThat(java.util.stream.Stream.of(
                                PASSPHRASE.fetchSecret(GATEWAY.did()),
                                PASSPHRASE.fetchSecret(OTHER_GATEWAY.did()),
                                PASSPHRASE.proof(GATEWAY.did()),
                                PASSPHRASE.proof(OTHER_GATEWAY.did()),
                                PASSPHRASE.wrapping().bytes(),
                                passphrase("five words are quite enough", MALLORY)
                                        .proof(GATEWAY.did()),
                                WRONG.fetchSecret(GATEWAY.did()))
                        .map(HexFormat.of()::formatHex)
                        .distinct())
                .hasSize(7);
    }

    @Test
    @DisplayName("golden: the constants of the protocol never change")
    void golden() {
        assertThat(HexFormat.of().formatHex(PASSPHRASE.fetchSecret(GATEWAY.did())))
                .isEqualTo("64401753a575aed5095962b69a5a5ca3e793342476326a133df9f37efa45bc59");
        assertThat(HexFormat.of().formatHex(PASSPHRASE.proof(GATEWAY.did())))
                .isEqualTo("fe5a4b02a8f3c7e9538927c1de28359493b94b6d25d375ea71235c240ac19250");
    }

    @Test
    @DisplayName("only the pinned instance can read the question, only the asker the answer")
    void questionAndAnswer() {
        var question = new KeyBagRequest(ALICE.did(), PASSPHRASE.fetchSecret(GATEWAY.did()), ONCE.did());
        byte[] sealed = question.seal(GATEWAY.did(), new SeededRandomness(8)).orElseThrow();
        assertThat(KeyBagRequest.open(sealed, OTHER_GATEWAY)).isEmpty();
        KeyBagRequest read = KeyBagRequest.open(sealed, GATEWAY).orElseThrow();
        assertThat(read.account()).isEqualTo(ALICE.did());
        assertThat(read.secret()).isEqualTo(question.secret());

        byte[] answer = read.answer(bag(7).json(), new SeededRandomness(9)).orElseThrow();
        assertThat(KeyBagRequest.openAnswer(answer, MALLORY)).isEmpty();
        assertThat(KeyBagRequest.openAnswer(answer, ONCE)).contains(bag(7));
        byte[] forged = read.answer(bag(7).json().with("version", JsonNumber.of(9)), new SeededRandomness(9))
                .orElseThrow();
        assertThat(KeyBagRequest.openAnswer(forged, ONCE)).isEmpty();
    }

    @Test
    void namesNoSecret() {
        assertThat(PASSPHRASE.toString() + bag(7)).doesNotContain("five", "sealed");
        assertThatThrownBy(() -> KeyBag.seal(KEYS, MALLORY, 1, PASSPHRASE, new SeededRandomness(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
