package social.godwit.instance.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;

@DisplayName("For a guest speaks")
class GuestTest {
    private static final SigningKey ACCOUNT = key(1);
    private static final SigningKey RECOVERY = key(2);
    private static final Did LAPTOP = key(3).did();
    private static final Did PHONE = key(4).did();
    private static final Genesis GENESIS = new Genesis(ACCOUNT.did(), KeyLogEntry.commitment(RECOVERY.publicKey()));

    @Test
    @DisplayName("a device of the key log, the account's own key, and no other")
    void devices() {
        Guests.Guest guest = guest(added(LAPTOP));
        assertThat(guest.acts(LAPTOP)).isTrue();
        assertThat(guest.acts(ACCOUNT.did())).isTrue();
        assertThat(guest.acts(PHONE)).isFalse();
        assertThat(guest.acts(RECOVERY.did()))
                .as("it stands above and signs in nowhere")
                .isFalse();
    }

    @Test
    @DisplayName("no removed device, and then not the account's own key either")
    void removed() {
        Guests.Guest guest = guest(
                added(LAPTOP),
                added(PHONE),
                new DeviceRevocation(ACCOUNT.did(), GENESIS.hash(), new Revocation(PHONE, List.of())));
        assertThat(guest.acts(LAPTOP)).isTrue();
        assertThat(guest.acts(PHONE)).isFalse();
        assertThat(guest.acts(ACCOUNT.did()))
                .as("whoever has the phone has it, too")
                .isFalse();
    }

    @Test
    @DisplayName("nobody when another account goes on in its place")
    void succeeded() {
        Guests.Guest guest = guest(
                added(LAPTOP),
                new Recovery(
                        ACCOUNT.did(),
                        GENESIS.hash(),
                        GENESIS.hash(),
                        RECOVERY.publicKey(),
                        KeyLogEntry.commitment(RECOVERY.publicKey()),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(PHONE)));
        assertThat(guest.acts(LAPTOP)).isFalse();
        assertThat(guest.acts(ACCOUNT.did())).isFalse();
        assertThat(guest.acts(PHONE)).isFalse();
    }

    @Test
    @DisplayName("no role of this server")
    void roles() {
        assertThat(guest(added(LAPTOP)).who().mayHaveRole()).isFalse();
    }

    private static DeviceAddition added(Did device) {
        return new DeviceAddition(ACCOUNT.did(), GENESIS.hash(), device);
    }

    private static Guests.Guest guest(KeyLogEntry... entries) {
        Did did = ACCOUNT.did();
        String actor = "ap://" + did + "/actor";
        var who = new Somebody(
                did, actor, actor, "Gina", "gina@home.example", true, Origin.parse("https://home.example"));
        return new Guests.Guest(who, KeyLog.fold(GENESIS, List.of(entries)), Instant.EPOCH);
    }

    private static SigningKey key(int seed) {
        return SigningKey.generate(count -> {
            byte[] bytes = new byte[count];
            bytes[0] = (byte) seed;
            return bytes;
        });
    }
}
