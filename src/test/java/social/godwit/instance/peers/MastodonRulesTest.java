package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The stand-in must be as hard to please as what it stands for: each rule lets the right thing pass and nothing else. */
class MastodonRulesTest implements MastodonRules.Outside {
    private static final String OLD = "https://old.test/actor";
    private static final String NEW = "https://new.test/actor";
    private static final KeyPair OLD_KEY = rsa();
    private static final KeyPair NEW_KEY = rsa();

    private final Map<String, JsonNode> web = new HashMap<>();
    private final List<ObjectNode> sent = new ArrayList<>();
    private Instant now = Instant.parse("2026-05-04T03:02:01Z");
    private MastodonRules rules;

    @BeforeEach
    void followTheOldAddress() {
        rules = new MastodonRules("https://masto.test", this);
        followTheOldAddressBy(rules);
    }

    private void followTheOldAddressBy(MastodonRules rules) {
        web.put(OLD, actor(OLD, OLD_KEY));
        rules.follow("mia", OLD);
        ObjectNode accept = activity("Accept", OLD);
        accept.put("object", sent.getLast().path("id").asText());
        assertThat(receive(accept, OLD, OLD_KEY).status()).isEqualTo(202);
        assertThat(rules.follows("mia", OLD)).isTrue();
    }

    @Test
    void followsTheTargetThoughTheOldServerIsDead() {
        web.remove(OLD);
        web.put(NEW, moved());

        assertThat(receive(move(), OLD, OLD_KEY).status()).isEqualTo(202);

        assertThat(rules.follows("mia", OLD)).isFalse();
        assertThat(sent.getLast().path("type").asText()).isEqualTo("Follow");
        assertThat(sent.getLast().path("object").asText()).isEqualTo(NEW);
    }

    @Test
    void refusesAKeyThatItHasNeverSeenOfADeadServer() {
        web.remove(OLD);
        web.put(NEW, moved());

        assertThat(receive(move(), OLD, rsa()).status()).isEqualTo(401);
        assertThat(receive(move(), OLD, OLD + "#other", OLD_KEY).status()).isEqualTo(401);
        assertThat(rules.follows("mia", OLD)).isTrue();
    }

    @Test
    void ignoresAMoveSignedByTheTarget() {
        web.put(NEW, moved());

        assertThat(receive(move(), NEW, NEW_KEY).why()).startsWith("ignored");
        assertThat(rules.follows("mia", OLD)).isTrue();
    }

    @Test
    void ignoresATargetThatDoesNotNameTheOldAddressUntilItDoes() {
        web.put(NEW, actor(NEW, NEW_KEY));
        assertThat(receive(move(), OLD, OLD_KEY).why()).startsWith("ignored");
        assertThat(rules.follows("mia", OLD)).isTrue();

        web.put(NEW, moved());
        receive(move(), OLD, OLD_KEY);
        assertThat(rules.follows("mia", OLD)).isFalse();
    }

    @Test
    void movesOneAddressOnceInSevenDays() {
        web.put(NEW, moved());
        receive(move(), OLD, OLD_KEY);

        now = now.plus(Duration.ofDays(7)).minusSeconds(1);
        assertThat(receive(move(), OLD, OLD_KEY).why()).contains("seven days");
        now = now.plusSeconds(1);
        assertThat(receive(move(), OLD, OLD_KEY).why()).isEqualTo("0 follow " + NEW);
    }

    @Test
    void locksTheTargetAsWellWhereThatIsTheHabit() {
        rules = new MastodonRules("https://masto.test", this, MastodonRules.Habit.LOCKS_BOTH_ADDRESSES);
        followTheOldAddressBy(rules);
        web.put(NEW, moved());
        receive(move(), OLD, OLD_KEY);
        ObjectNode back = activity("Move", NEW).put("object", NEW).put("target", OLD);
        web.put(OLD, actor(OLD, OLD_KEY).put("alsoKnownAs", NEW));

        assertThat(receive(back, NEW, NEW_KEY).why()).contains("less than seven days ago");
        rules.pass(Duration.ofDays(8));
        assertThat(receive(back, NEW, NEW_KEY).why()).doesNotContain("ignored");
    }

    @Test
    void goesByWhatItRemembersOfTheTargetWhereThatIsTheHabit() {
        rules = new MastodonRules("https://masto.test", this, MastodonRules.Habit.TRUSTS_ITS_CACHE);
        followTheOldAddressBy(rules);
        web.put(NEW, actor(NEW, NEW_KEY));
        assertThat(rules.look(NEW)).isTrue();
        web.put(NEW, moved());

        assertThat(receive(move(), OLD, OLD_KEY).why()).contains("does not name");
        assertThat(rules.look(NEW)).isTrue();
        assertThat(receive(move(), OLD, OLD_KEY).why()).doesNotContain("ignored");
    }

    @Test
    void forgetsAnAccountThatWasDeletedFirst() {
        web.put(NEW, moved());
        receive(activity("Delete", OLD).put("object", OLD), OLD, OLD_KEY);

        assertThat(rules.follows("mia", OLD)).isFalse();
        web.remove(OLD);
        assertThat(receive(move(), OLD, OLD_KEY).status()).isEqualTo(401);
    }

    @Test
    void refusesWhatWasSignedMoreThanAnHourAgo() {
        web.put(NEW, moved());
        MastodonRules.Request request = request(move(), OLD + "#key", OLD_KEY);
        now = now.plus(Duration.ofMinutes(65)).plusSeconds(1);

        assertThat(rules.receive(request).status()).isEqualTo(401);
    }

    @Test
    void showsOnlyNotesOfTheAuthorsHost() {
        ObjectNode create = activity("Create", OLD);
        create.putObject("object")
                .put("id", "https://old.test/1")
                .put("type", "Note")
                .put("attributedTo", OLD);
        receive(create, OLD, OLD_KEY);
        assertThat(rules.note("https://old.test/1")).isPresent();

        ObjectNode elsewhere = activity("Create", OLD);
        elsewhere
                .putObject("object")
                .put("id", "https://new.test/1")
                .put("type", "Note")
                .put("attributedTo", OLD);
        assertThat(receive(elsewhere, OLD, OLD_KEY).why()).startsWith("ignored");
        assertThat(rules.note("https://new.test/1")).isEmpty();
    }

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public Optional<JsonNode> fetch(String url) {
        return Optional.ofNullable(web.get(url));
    }

    @Override
    public void send(String user, String inbox, ObjectNode activity) {
        sent.add(activity);
    }

    private MastodonRules.Outcome receive(ObjectNode activity, String signer, KeyPair key) {
        return receive(activity, signer, signer + "#key", key);
    }

    private MastodonRules.Outcome receive(ObjectNode activity, String signer, String keyId, KeyPair key) {
        assertThat(keyId).startsWith(signer);
        return rules.receive(request(activity, keyId, key));
    }

    private MastodonRules.Request request(ObjectNode activity, String keyId, KeyPair key) {
        byte[] body = activity.toString().getBytes(StandardCharsets.UTF_8);
        String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(now.atZone(ZoneOffset.UTC));
        String digest = PeerRequest.digest(body);
        String base = "(request-target): post /inbox\nhost: masto.test\ndate: " + date + "\ndigest: " + digest;
        String signature = "keyId=\"" + keyId
                + "\",algorithm=\"rsa-sha256\",headers=\"(request-target) host date digest\",signature=\""
                + sign(base, key) + "\"";
        return new MastodonRules.Request(
                "/inbox", Map.of("host", "masto.test", "date", date, "digest", digest, "signature", signature), body);
    }

    private static ObjectNode move() {
        return activity("Move", OLD).put("object", OLD).put("target", NEW);
    }

    private static ObjectNode moved() {
        ObjectNode actor = actor(NEW, NEW_KEY);
        actor.putArray("alsoKnownAs").add(OLD);
        return actor;
    }

    private static ObjectNode activity(String type, String actor) {
        return FedifyPeer.JSON.createObjectNode().put("type", type).put("actor", actor);
    }

    private static ObjectNode actor(String id, KeyPair key) {
        ObjectNode actor = FedifyPeer.JSON
                .createObjectNode()
                .put("id", id)
                .put("type", "Person")
                .put("inbox", id + "/inbox");
        actor.putObject("publicKey")
                .put("id", id + "#key")
                .put("owner", id)
                .put(
                        "publicKeyPem",
                        Base64.getEncoder().encodeToString(key.getPublic().getEncoded()));
        return actor;
    }

    private static KeyPair rsa() {
        try {
            var generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sign(String base, KeyPair key) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key.getPrivate());
            signature.update(base.getBytes(StandardCharsets.UTF_8));
            return Base64.getEncoder().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
