package social.godwit.network.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.key.SigningKey;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.SignedAct;
import social.godwit.network.host.NetworkStore.Acts;
import social.godwit.network.host.NetworkStore.Hosted;
import social.godwit.network.host.NetworkStore.Source;
import social.godwit.store.testing.TestDatabase;

@DisplayName("The networks that are hosted, and what was said about them")
class HibernateNetworkStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-26T02:00:00Z");
    private static final SigningKey ANN = key(2);

    private final NetworkStore store = new HibernateNetworkStore(DB.database());

    private static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        seed[0] = (byte) (number >> 8);
        return SigningKey.generate(count -> seed);
    }

    private static KeptAct act(SigningKey who, Did network, int subject) {
        SignedAct act = SignedAct.sign(
                new Approval(network, NOW, Sha256.of(new byte[] {(byte) subject, (byte) (subject >> 8)})), who);
        return new KeptAct(act, Jcs.bytes(act.document()));
    }

    @Test
    @DisplayName("acts are kept once, in the order in which they came, byte for byte")
    void keeps() {
        Did network = key(100).did();
        assertThat(DB.await(store.host(network, NOW))).isTrue();
        KeptAct one = act(ANN, network, 1);
        KeptAct two = act(ANN, network, 2);
        KeptAct three = act(key(3), network, 1);
        assertThat(DB.await(store.keep(network, List.of(one, two, one), NOW))).isEqualTo(2);
        assertThat(DB.await(store.keep(network, List.of(two, three), NOW))).isEqualTo(1);
        Acts page = DB.await(store.acts(network, 0, 2));
        assertThat(page.documents()).containsExactly(one.bytes(), two.bytes());
        assertThat(DB.await(store.acts(network, page.next(), 2)).documents()).containsExactly(three.bytes());
        assertThat(DB.await(store.hosted())).contains(new Hosted(network, 3, Optional.empty()));
    }

    @Test
    @DisplayName("of a network that is not hosted, or of another one, nothing is kept")
    void notHosted() {
        Did network = key(101).did();
        assertThat(DB.await(store.keep(network, List.of(act(ANN, network, 1)), NOW)))
                .isZero();
        DB.await(store.host(network, NOW));
        assertThat(DB.await(store.keep(network, List.of(act(ANN, key(102).did(), 1)), NOW)))
                .isZero();
        DB.await(store.keep(network, List.of(act(ANN, network, 1)), NOW));
        assertThat(DB.await(store.dismiss(network, NOW))).isTrue();
        assertThat(DB.await(store.dismiss(network, NOW))).isFalse();
        assertThat(DB.await(store.acts(network, 0, 10)).documents()).isEmpty();
        assertThat(DB.await(store.hosted()))
                .noneMatch(hosted -> hosted.network().equals(network));
    }

    @Test
    @DisplayName("one author cannot fill a network")
    void cap() {
        Did network = key(103).did();
        DB.await(store.host(network, NOW));
        List<KeptAct> many = new ArrayList<>();
        for (int i = 0; i < NetworkStore.MAX_OF_AUTHOR + 5; i++) {
            many.add(act(ANN, network, i));
        }
        assertThat(DB.await(store.keep(network, many, NOW))).isEqualTo(NetworkStore.MAX_OF_AUTHOR);
        assertThat(DB.await(store.keep(network, List.of(act(ANN, network, 5_000)), NOW)))
                .isZero();
        assertThat(DB.await(store.keep(network, List.of(act(key(3), network, 1)), NOW)))
                .isEqualTo(1);
    }

    @Test
    @DisplayName("the network of the first start is founded once, also after it was dismissed")
    void first() {
        Did network = key(104).did();
        assertThat(DB.await(store.hostFirst(network, NOW))).isTrue();
        assertThat(DB.await(store.hostFirst(key(105).did(), NOW))).isFalse();
        DB.await(store.dismiss(network, NOW));
        assertThat(DB.await(store.hostFirst(key(105).did(), NOW))).isFalse();
    }

    @Test
    @DisplayName("sources remember how far they were read, and are no more than sixteen")
    void sources() {
        Did network = key(106).did();
        DB.await(store.host(network, NOW));
        for (int i = 0; i < NetworkStore.MAX_SOURCES; i++) {
            assertThat(DB.await(store.addSource(network, "https://s" + i + ".example")))
                    .isTrue();
        }
        assertThat(DB.await(store.addSource(network, "https://more.example"))).isFalse();
        assertThat(DB.await(store.addSource(network, "https://s1.example"))).isTrue();
        Source source = new Source(network, "https://s1.example", 0, "");
        DB.await(store.asked(source, 7, "", NOW));
        assertThat(DB.await(store.sources())).contains(new Source(network, "https://s1.example", 7, ""));
    }

    @Test
    @DisplayName("who joined elsewhere is what each source shows now, each member once, and gone with the network")
    void membersElsewhere() {
        Did network = key(107).did();
        Did ann = ANN.did();
        Did ben = key(3).did();
        DB.await(store.host(network, NOW));
        DB.await(store.addSource(network, "https://s1.example"));
        Source one = new Source(network, "https://s1.example", 0, "");
        Source two = new Source(network, "https://s2.example", 0, "");
        DB.await(store.members(one, "first", Map.of(ann, new byte[] {1}, ben, new byte[] {2})));
        DB.await(store.members(two, "first", Map.of(ann, new byte[] {3})));
        assertThat(DB.await(store.members(network))).containsExactlyInAnyOrder(new byte[] {1}, new byte[] {2});
        DB.await(store.members(one, "second", Map.of(ben, new byte[] {2})));
        assertThat(DB.await(store.members(network)))
                .as("ann has left there")
                .containsExactlyInAnyOrder(new byte[] {3}, new byte[] {2});
        assertThat(DB.await(store.sources())).contains(new Source(network, "https://s1.example", 0, "second"));
        DB.await(store.dismiss(network, NOW));
        assertThat(DB.await(store.members(network))).isEmpty();
    }

    @Test
    @DisplayName("an end that was announced is kept, and taken back by hosting it again")
    void announcedEnd() {
        Did network = key(108).did();
        assertThat(DB.await(store.announceEnd(network, NOW))).isFalse();
        DB.await(store.host(network, NOW));
        assertThat(DB.await(store.announceEnd(network, NOW.plusSeconds(60)))).isTrue();
        assertThat(DB.await(store.hosted())).contains(new Hosted(network, 0, Optional.of(NOW.plusSeconds(60))));
        DB.await(store.host(network, NOW));
        assertThat(DB.await(store.hosted())).contains(new Hosted(network, 0, Optional.empty()));
        DB.await(store.dismiss(network, NOW));
    }

    @Test
    @DisplayName("no more networks than there is room for")
    void room() {
        int free = NetworkStore.MAX_NETWORKS - DB.await(store.hosted()).size();
        for (int i = 0; i < free; i++) {
            assertThat(DB.await(store.host(key(200 + i).did(), NOW))).isTrue();
        }
        assertThat(DB.await(store.host(key(500).did(), NOW))).isFalse();
        assertThat(DB.await(store.host(key(200).did(), NOW))).isTrue();
        for (int i = 0; i < free; i++) {
            DB.await(store.dismiss(key(200 + i).did(), NOW));
        }
    }
}
