package social.godwit.network.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.SignedAct;
import social.godwit.store.document.MemoryRepositories;
import social.godwit.store.testing.TestDatabase;

@DisplayName("What an instance says itself")
class NetworksTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final SigningKey INSTANCE = key(7);

    private final NetworkStore store = new HibernateNetworkStore(DB.database());
    private final Networks networks = new Networks(
            store, new MemoryRepositories(InstantSource.fixed(NOW)), DB.database(), InstantSource.fixed(NOW));

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        return SigningKey.generate(count -> seed);
    }

    private static SignedAct act(Did network, int subject) {
        return SignedAct.sign(
                new Approval(network, NOW, Sha256.of(new byte[] {(byte) subject, (byte) (subject >> 8)})), INSTANCE);
    }

    @Test
    @DisplayName("is kept, or it says that it is not: a network keeps so much of each author")
    void saysWhenThereIsNoRoom() {
        Did network = key(8).did();
        DB.await(store.host(network, NOW));
        List<KeptAct> many = IntStream.range(1, NetworkStore.MAX_OF_AUTHOR)
                .mapToObj(number -> act(network, number))
                .map(act -> new KeptAct(act, Jcs.bytes(act.document())))
                .toList();
        DB.await(store.keep(network, many, NOW));
        assertThat(DB.await(networks.say(act(network, 0)))).isTrue();
        assertThat(DB.await(networks.say(act(network, NetworkStore.MAX_OF_AUTHOR))))
                .isFalse();
    }
}
