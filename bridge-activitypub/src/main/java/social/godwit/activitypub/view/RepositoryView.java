package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.Chains;
import social.godwit.activitypub.gateway.KeyLogs;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Audits;
import social.godwit.store.document.Audits.Completeness;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Filed;
import social.godwit.store.document.Held;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;
import social.godwit.store.record.StoredRecord;

/** What this gateway holds of an account's repository, for the owner's client to check against its own memory. */
@ApplicationScoped
class RepositoryView {
    private static final int MISSING_MAX = 100;
    private static final int DOCUMENTS_MAX = 200;
    private static final int RECORDS_MAX = 200;
    private static final long RECORD_BYTES_MAX = 8 << 20;
    private static final Sha256 BEFORE_ALL = Sha256.ofHash(new byte[32]);

    private final Repositories repositories;
    private final Audits audits;
    private final RecordStore records;
    private final KeyLogs logs;

    RepositoryView(Repositories repositories, Audits audits, RecordStore records, KeyLogs logs) {
        this.repositories = repositories;
        this.audits = audits;
        this.records = records;
        this.logs = logs;
    }

    /** {@code {attested, asOf, listed, held, erased, purged, erasedElsewhere, missing, missingHashes, chains}}. */
    Uni<ViewAnswer> standing(Account account) {
        return audits.completeness(account.did())
                .chain(complete -> audits.chains(account.did())
                        .chain(chains -> audits.missing(account.did(), MISSING_MAX)
                                .map(missing -> new ViewAnswer.Shown(json(complete, chains, missing)))));
    }

    /** {@code {actor, sequence, hash, proofTime}} of the newest version of the actor. */
    Uni<ViewAnswer> sequence(Account account) {
        return repositories
                .newest(List.of(account.actor()))
                .chain(ranks -> repositories.versions(account.actor(), 1).map(versions -> {
                    JsonObject.Builder known = JsonObject.builder().put("actor", account.actorId());
                    versions.stream().findFirst().ifPresent(version -> {
                        version.sequence().ifPresent(sequence -> known.put("sequence", sequence));
                        known.put("hash", version.hash().multibase())
                                .put("proofTime", version.proofTime().toString());
                    });
                    return (ViewAnswer) new ViewAnswer.Shown(known.build());
                }));
    }

    /** {@code {links}}: the newest link of every chain, the private ones too. Whoever revokes a device names them, so that they stay. */
    Uni<ViewAnswer> links(Account account) {
        return logs.links(account.did())
                .map(links -> new ViewAnswer.Shown(
                        JsonObject.builder().put("links", links).build()));
    }

    private static JsonObject json(Completeness complete, List<Audits.ChainHead> chains, List<Sha256> missing) {
        JsonObject.Builder json = JsonObject.builder().put("attested", complete.attested());
        json.putIfPresent("asOf", complete.asOf().map(Object::toString));
        return json.put("listed", complete.listed())
                .put("held", complete.held())
                .put("erased", complete.erased())
                .put("purged", complete.purged())
                .put("erasedElsewhere", complete.erasedElsewhere())
                .put("missing", complete.missing())
                .put("missingHashes", missing.stream().map(Sha256::multibase).toList())
                .put("chains", Chains.json(chains))
                .build();
    }

    /** One document by its hash: {@code {hash, document}}, or {@code {hash, gone}} when only the hash is left. */
    Uni<ViewAnswer> held(Account account, Optional<String> text) {
        Optional<Sha256> hash = text.flatMap(Sha256::parseMultibase);
        if (hash.isEmpty()) {
            return Uni.createFrom().item(new ViewAnswer.Invalid("hash is missing, or is no multihash"));
        }
        return repositories
                .held(account.did(), List.of(hash.get()))
                .map(held -> Optional.ofNullable(held.get(hash.get()))
                        .<ViewAnswer>map(here -> new ViewAnswer.Shown(json(hash.get(), here)))
                        .orElseGet(ViewAnswer.NotFound::new));
    }

    /**
     * All that the owner signed, as it is kept here, shown or not: {@code {documents: [text], next: hash}}, in the order of their
     * hashes. What came inside of others stands in them, and not once more by itself.
     */
    Uni<ViewAnswer> documents(Account account, Optional<String> after) {
        Optional<Sha256> from = after.flatMap(Sha256::parseMultibase);
        if (after.isPresent() && from.isEmpty()) {
            return Uni.createFrom().item(new ViewAnswer.Invalid("after is no multihash"));
        }
        Filed.Place place = new Filed.Place(account.did(), from.orElse(BEFORE_ALL));
        return repositories.filed(Optional.of(place), DOCUMENTS_MAX).map(all -> {
            List<StoredDocument> own = all.stream()
                    .filter(one -> one.repository().equals(account.did()))
                    .map(Filed::document)
                    .toList();
            JsonObject.Builder json = JsonObject.builder()
                    .put(
                            "documents",
                            own.stream()
                                    .filter(document -> document.kind() != DocumentKind.OBJECT)
                                    .map(document -> new String(document.bytes(), StandardCharsets.UTF_8))
                                    .toList());
            if (own.size() == DOCUMENTS_MAX) {
                json.put("next", own.getLast().hash().multibase());
            }
            return new ViewAnswer.Shown(json.build());
        });
    }

    /**
     * What gateways observed for the account and keep for good, of one kind, as far as it was verified here: {@code {records: [text],
     * next: subject}}, in the order of their subjects.
     *
     * @param kind {@code follower}, {@code following}, {@code peer} or {@code entry}
     */
    Uni<ViewAnswer> records(Account account, Optional<String> kind, Optional<String> after) {
        Optional<RecordKind> wanted = kind.flatMap(RecordKind::parse).filter(RecordKind::isState);
        if (wanted.isEmpty()) {
            return Uni.createFrom().item(new ViewAnswer.Invalid("kind is missing, or of none that is kept"));
        }
        return records.page(account.did(), wanted.get(), Standing.VERIFIED, after.orElse(""), RECORDS_MAX)
                .map(all -> {
                    List<StoredRecord> shown = fitting(all);
                    JsonObject.Builder json = JsonObject.builder()
                            .put(
                                    "records",
                                    shown.stream()
                                            .map(one -> new String(one.bytes(), StandardCharsets.UTF_8))
                                            .toList());
                    if (shown.size() < all.size() || all.size() == RECORDS_MAX) {
                        json.put("next", shown.getLast().record().subject());
                    }
                    return new ViewAnswer.Shown(json.build());
                });
    }

    /** As many as an answer may hold, at least one. */
    private static List<StoredRecord> fitting(List<StoredRecord> all) {
        int count = 0;
        long bytes = 0;
        while (count < all.size() && (count == 0 || bytes + all.get(count).bytes().length <= RECORD_BYTES_MAX)) {
            bytes += all.get(count++).bytes().length;
        }
        return all.subList(0, count);
    }

    private static JsonObject json(Sha256 hash, Held held) {
        JsonObject.Builder json = JsonObject.builder().put("hash", hash.multibase());
        return switch (held) {
            case Held.Here(StoredDocument document) ->
                json.put("document", new String(document.bytes(), StandardCharsets.UTF_8))
                        .build();
            case Held.Gone gone ->
                json.put("gone", gone.reason().name().toLowerCase(Locale.ROOT)).build();
        };
    }
}
