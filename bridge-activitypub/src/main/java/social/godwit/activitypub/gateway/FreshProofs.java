package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.keybag.PassphraseProofs;
import social.godwit.activitypub.keybag.PassphraseVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.DeviceAddition;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogReading;
import social.godwit.identity.keylog.KeyLogVerdict;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.replication.Peer;

/**
 * Some things a stolen device must not be able to do: let another device speak, move or delete the account, take away a
 * gateway. For them the owner types the passphrase anew, or the recovery key says something in the same batch. This binds the
 * gateway that is asked; what other gateways pass on is judged by its signatures alone.
 */
@ApplicationScoped
class FreshProofs {
    private static final Problem RECOVERY = Problem.of(
            403,
            "recovery-needed",
            "Forbidden",
            "a device of this account was revoked, and no passphrase is kept here: the recovery key adds devices");

    private final AccountDevices devices;
    private final Repositories repositories;
    private final PassphraseProofs passphrases;

    /** What came with a request: the field {@link PassphraseProofs#HEADER}, and from where. */
    record Shown(Optional<String> passphrase, String network) {}

    FreshProofs(AccountDevices devices, Repositories repositories, PassphraseProofs passphrases) {
        this.devices = devices;
        this.repositories = repositories;
        this.passphrases = passphrases;
    }

    /** Why the batch is refused; nothing when it may be taken. Accounts without devices have nothing that could be stolen apart. */
    Uni<Optional<Problem>> refusal(Account account, Posting posting, Shown shown) {
        List<KeyLogEntry> entries = posting.documents().stream()
                .flatMap(document -> KeyLogEntry.read(document) instanceof KeyLogReading.Entry(KeyLogEntry entry)
                        ? Optional.of(entry).stream()
                        : Optional.<KeyLogEntry>empty().stream())
                .toList();
        boolean adds = entries.stream().anyMatch(DeviceAddition.class::isInstance);
        boolean ends = posting.deletesActor() || posting.activities().stream().anyMatch(FreshProofs::isMove);
        if (!adds && !ends && posting.profile().isEmpty()) {
            return passed();
        }
        return devices.log(account.did())
                .chain(found -> found.filter(KeyLog::requiresCheckpoints)
                        .map(log -> judge(account, log, entries, ends, posting, shown))
                        .orElseGet(FreshProofs::passed));
    }

    private Uni<Optional<Problem>> judge(
            Account account, KeyLog log, List<KeyLogEntry> entries, boolean ends, Posting posting, Shown shown) {
        boolean adds = entries.stream()
                .anyMatch(entry -> entry instanceof DeviceAddition addition
                        && !log.devices().containsKey(addition.device()));
        boolean recovered = entries.stream()
                .anyMatch(entry -> entry instanceof Recovery && log.add(entry) instanceof KeyLogVerdict.Added);
        if (recovered) {
            return passed();
        }
        return leavesGateways(account, posting).chain(leaves -> {
            if (!adds && !ends && !leaves) {
                return passed();
            }
            boolean revoked = log.devices().values().stream().anyMatch(KeyLog.DeviceState::revoked);
            return passphrases
                    .check(account.did(), shown.passphrase(), shown.network())
                    .map(verdict -> switch (verdict) {
                        case PassphraseVerdict.Proven proven -> Optional.empty();
                        case PassphraseVerdict.NoBag none -> adds && revoked ? Optional.of(RECOVERY) : Optional.empty();
                        case PassphraseVerdict.Refused refused -> Optional.of(refused.problem());
                    });
        });
    }

    private static boolean isMove(PortableDocument activity) {
        return activity.type().equals("Move");
    }

    /** Whether the new actor document says that the account moved, has another home, or lacks a gateway that it has now. */
    private Uni<Boolean> leavesGateways(Account account, Posting posting) {
        if (posting.profile().isEmpty()) {
            return Uni.createFrom().item(false);
        }
        JsonObject next = posting.profile().get().document().json();
        return repositories.find(account.actor(), account.origin()).map(found -> {
            if (!(found instanceof Lookup.Found now)) {
                return false;
            }
            JsonObject before = now.document().json();
            Set<Peer> gone = new HashSet<>(Peer.gateways(before));
            Peer.gateways(next).forEach(gone::remove);
            List<String> gateways = before.ids("gateways");
            return !gone.isEmpty()
                    || !next.ids("gateways").containsAll(gateways)
                    || !next.ids("gateways").getFirst().equals(gateways.getFirst())
                    || (next.has("movedTo") && !next.id("movedTo").equals(before.id("movedTo")));
        });
    }

    private static Uni<Optional<Problem>> passed() {
        return Uni.createFrom().item(Optional.empty());
    }
}
