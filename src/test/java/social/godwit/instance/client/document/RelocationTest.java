package social.godwit.instance.client.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;

class RelocationTest {
    private static final Did ALICE = Did.parse("did:key:z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2")
            .orElseThrow();
    private static final Random RANDOM = new Random(4);
    private static final Ids OLD = ids("https://old.example");
    private static final Ids NEW = ids("https://new.example");

    @Test
    @DisplayName(
            "a handle at the old home becomes one at the new; a handle at a domain of its own stays, and names the new actor")
    void handles() {
        JsonObject before = ActorDocument.first(
                OLD,
                new ActorDocument.Gateway("https://old.example", ALICE.toString(), "https://old.example/inbox"),
                Instant.EPOCH);
        assertThat(arrival(before).string("webfinger")).contains("alice@new.example");
        JsonObject stable = arrival(before.with("webfinger", Json.of("alice@alice.example")));
        assertThat(stable.string("webfinger")).contains("alice@alice.example");
        assertThat(stable.string("id")).contains(NEW.actor());
    }

    private static JsonObject arrival(JsonObject before) {
        JsonObject farewell = Relocation.farewell(NEW, List.of("https://new.example"), Map.of())
                .applyTo(before);
        return Relocation.arrival(
                        OLD,
                        NEW,
                        new ActorDocument.Gateway("https://new.example", ALICE.toString(), "https://new.example/inbox"),
                        NEW.actor() + "#key",
                        RsaKeyPair.generate(RelocationTest::random).publicKey())
                .applyTo(farewell);
    }

    private static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static Ids ids(String home) {
        return new Ids(ALICE, Origin.parse(home).orElseThrow(), "alice");
    }
}
