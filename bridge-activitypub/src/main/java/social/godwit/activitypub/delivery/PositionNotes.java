package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;

/**
 * Tells an account's other gateways what was delivered from here. Answers are gathered and go into one record per document
 * now and then; those that a crash loses are deliveries that another gateway makes again.
 */
@ApplicationScoped
class PositionNotes {
    /** How long answers are gathered. */
    static final Duration EVERY = Duration.ofSeconds(2);

    /** Most answers that are held; more are not told. */
    private static final int HELD_MAX = 100_000;

    private static final Logger LOG = Logger.getLogger(PositionNotes.class);

    private final AccountStore accounts;
    private final RecordStore records;
    private final InstanceKeys keys;
    private final InstantSource clock;

    private Map<Document, List<String>> delivered = new LinkedHashMap<>();
    private int held;

    PositionNotes(AccountStore accounts, RecordStore records, InstanceKeys keys, InstantSource clock) {
        this.accounts = accounts;
        this.records = records;
        this.keys = keys;
        this.clock = clock;
    }

    /**
     * A document of an account.
     *
     * @param hash SHA-256 of its bytes, in hex
     */
    record Document(String account, String hash) {}

    /** The inbox has answered that it took it. */
    synchronized void delivered(Body body, String inbox) {
        if (held < HELD_MAX && inbox.length() <= GatewayRecord.SUBJECT_LENGTH_MAX) {
            held++;
            delivered
                    .computeIfAbsent(new Document(body.account(), body.hash()), absent -> new ArrayList<>())
                    .add(inbox);
        }
    }

    /** Writes down what was gathered. */
    Uni<Void> write() {
        Map<Document, List<String>> all;
        synchronized (this) {
            all = delivered;
            delivered = new LinkedHashMap<>();
            held = 0;
        }
        return each(
                all,
                (account, documents) -> keep(account, documents).onFailure().recoverWithUni(failure -> {
                    LOG.warnf(failure, "what was delivered for %s is not told to its other gateways", account);
                    return Uni.createFrom().voidItem();
                }));
    }

    /** Writes down that nothing of these waits any more, where this is their home. Joins the caller's transaction. */
    Uni<Void> complete(List<Document> documents) {
        Map<Document, List<String>> all = new LinkedHashMap<>();
        documents.forEach(document -> all.put(document, List.of()));
        return each(all, this::keep);
    }

    private static Uni<Void> each(
            Map<Document, List<String>> all, BiFunction<String, Map<Document, List<String>>, Uni<Void>> work) {
        Map<String, Map<Document, List<String>>> byAccount = new LinkedHashMap<>();
        all.forEach((document, inboxes) -> byAccount
                .computeIfAbsent(document.account(), absent -> new LinkedHashMap<>())
                .put(document, inboxes));
        return Multi.createFrom()
                .iterable(byAccount.entrySet())
                .onItem()
                .transformToUniAndConcatenate(one -> work.apply(one.getKey(), one.getValue()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> keep(String account, Map<Document, List<String>> documents) {
        Optional<Did> did = Did.parse(account);
        return did.isEmpty()
                ? Uni.createFrom().voidItem()
                : accounts.find(did.get())
                        .map(found -> found.filter(Account::shared)
                                .map(owner -> signed(owner, documents))
                                .orElse(List.of()))
                        .chain(some -> some.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : records.take(did.get(), some, Standing.VERIFIED)
                                        .replaceWithVoid());
    }

    private List<GatewayRecord.Signed> signed(Account owner, Map<Document, List<String>> documents) {
        Instant now = clock.instant();
        List<GatewayRecord.Signed> some = new ArrayList<>();
        documents.forEach((document, inboxes) -> {
            Sha256 hash = Sha256.parseHex(document.hash()).orElseThrow();
            for (int from = 0; from < inboxes.size(); from += GatewayRecord.INBOXES_MAX) {
                List<String> part = inboxes.subList(from, Math.min(inboxes.size(), from + GatewayRecord.INBOXES_MAX));
                sign(owner, hash, part, false, now).ifPresent(some::add);
            }
            if (inboxes.isEmpty() && owner.home()) {
                sign(owner, hash, inboxes, true, now).ifPresent(some::add);
            }
        });
        return some;
    }

    private Optional<GatewayRecord.Signed> sign(
            Account owner, Sha256 document, List<String> inboxes, boolean complete, Instant now) {
        return GatewayRecord.delivered(owner.did(), owner.origin(), keys.did(), document, inboxes, complete, now)
                .sign(keys.identity());
    }
}
