package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.keybag.PassphraseProofs;
import social.godwit.activitypub.keybag.PassphraseVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonNumber;
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
 * Some things a stolen device must not be able to do: let another device speak, move or delete the account, change its list
 * of gateways. For them the owner types the passphrase anew, or the recovery key is at hand or says something in the same batch.
 * Where no passphrase is kept, only the recovery key will do; the account's key alone may then add a device, as long as none
 * was revoked. This binds the gateway that is asked; what other gateways pass on is judged by its signatures alone.
 */
@ApplicationScoped
class FreshProofs {
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

    /**
     * What matters of a batch.
     *
     * @param entries of the key log
     * @param ends whether it moves or deletes the account
     * @param actor the newest actor document in it
     */
    private record Batch(List<KeyLogEntry> entries, boolean ends, Optional<JsonObject> actor) {
        boolean adds() {
            return entries.stream().anyMatch(DeviceAddition.class::isInstance);
        }
    }

    /** Why the batch is refused; nothing when it may be taken. Accounts without devices have nothing that could be stolen apart. */
    Uni<Optional<Problem>> refusal(Account account, Posting posting, Shown shown) {
        return refusal(
                account,
                new Batch(
                        entries(posting.documents()),
                        posting.deletesActor() || posting.activities().stream().anyMatch(FreshProofs::isMove),
                        posting.profile().map(profile -> profile.document().json())),
                shown);
    }

    /**
     * The same for documents that the owner brings back. What was said before the account came here is history, and decides nothing
     * any more; but for devices of the key log, whose entries count whatever their time.
     */
    Uni<Optional<Problem>> refusal(Account account, List<PortableDocument> documents, Shown shown) {
        List<PortableDocument> fresh = documents.stream()
                .filter(document -> document.proofTime().isAfter(account.registeredAt()))
                .toList();
        boolean ends = fresh.stream()
                .anyMatch(document -> isMove(document)
                        || (document.type().equals("Delete") && Posting.isObject(document, account.actor())));
        Optional<JsonObject> actor = fresh.stream()
                .flatMap(document -> Stream.concat(Stream.of(document), document.embedded(account.actor()).stream()))
                .filter(document ->
                        document.id().equals(account.actor()) && document.json().has("gateways"))
                .map(PortableDocument::json)
                .reduce((one, other) -> sequence(other) >= sequence(one) ? other : one);
        return refusal(account, new Batch(entries(documents), ends, actor), shown);
    }

    private static long sequence(JsonObject actor) {
        return actor.get("sequence") instanceof JsonNumber number
                ? number.integer().orElse(0)
                : 0;
    }

    private static List<KeyLogEntry> entries(List<PortableDocument> documents) {
        return documents.stream()
                .flatMap(document -> KeyLogEntry.read(document) instanceof KeyLogReading.Entry(KeyLogEntry entry)
                        ? Stream.of(entry)
                        : Stream.empty())
                .toList();
    }

    private Uni<Optional<Problem>> refusal(Account account, Batch batch, Shown shown) {
        if (!batch.adds() && !batch.ends() && batch.actor().isEmpty()) {
            return passed();
        }
        return devices.log(account.did())
                .chain(found -> found.filter(KeyLog::requiresCheckpoints)
                        .map(log -> judge(account, log, batch, shown))
                        .orElseGet(FreshProofs::passed));
    }

    private Uni<Optional<Problem>> judge(Account account, KeyLog log, Batch batch, Shown shown) {
        boolean adds = batch.entries().stream()
                .anyMatch(entry -> entry instanceof DeviceAddition addition
                        && !log.devices().containsKey(addition.device()));
        boolean recovered = batch.entries().stream()
                .anyMatch(entry -> entry instanceof Recovery && log.add(entry) instanceof KeyLogVerdict.Added);
        if (recovered) {
            return passed();
        }
        return changesGateways(account, batch.actor()).chain(changes -> {
            boolean ends = batch.ends() || changes;
            if (!adds && !ends) {
                return passed();
            }
            boolean revoked = log.devices().values().stream().anyMatch(KeyLog.DeviceState::revoked);
            return passphrases
                    .check(account.did(), shown.passphrase(), shown.network())
                    .map(verdict -> switch (verdict) {
                        case PassphraseVerdict.Proven proven -> Optional.empty();
                        case PassphraseVerdict.NoBag none ->
                            ends || revoked ? Optional.of(PassphraseProofs.RECOVERY) : Optional.empty();
                        case PassphraseVerdict.Refused refused -> Optional.of(refused.problem());
                    });
        });
    }

    private static boolean isMove(PortableDocument activity) {
        return activity.type().equals("Move");
    }

    /** Whether the new actor document lists other gateways than now, in another order or with other keys, or says that the account moved. */
    private Uni<Boolean> changesGateways(Account account, Optional<JsonObject> actor) {
        if (actor.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        JsonObject next = actor.get();
        return repositories.find(account.actor(), account.origin()).map(found -> {
            if (!(found instanceof Lookup.Found now)) {
                // What counts is not shown, for want of a checkpoint: the list that this gateway goes by is known all
                // the same.
                return !next.ids("gateways")
                                .equals(account.gateways().stream()
                                        .map(Object::toString)
                                        .toList())
                        || next.has("movedTo");
            }
            JsonObject before = now.document().json();
            return !next.ids("gateways").equals(before.ids("gateways"))
                    || !Peer.gateways(next).equals(Peer.gateways(before))
                    || (next.has("movedTo") && !next.id("movedTo").equals(before.id("movedTo")));
        });
    }

    private static Uni<Optional<Problem>> passed() {
        return Uni.createFrom().item(Optional.empty());
    }
}
