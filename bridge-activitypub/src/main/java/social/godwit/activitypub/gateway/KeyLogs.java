package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.document.Audits;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.Selection;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;
import social.godwit.store.record.StoredRecord;

/**
 * An account's key log as anybody can check it: all entries, what gateways signed about when they had them, the actor
 * document that names these gateways, and the newest link of every public chain.
 */
@ApplicationScoped
public class KeyLogs {
    private static final int RECORDS_MAX = 5_000;
    private static final Selection ENTRIES =
            new Selection(Set.of(DocumentKind.KEY_LOG), Set.of(Visibility.PUBLIC), Set.of());

    private final AccountStore accounts;
    private final Repositories repositories;
    private final Audits audits;
    private final RecordStore records;

    KeyLogs(AccountStore accounts, Repositories repositories, Audits audits, RecordStore records) {
        this.accounts = accounts;
        this.repositories = repositories;
        this.audits = audits;
        this.records = records;
    }

    /** {@code {account, genesis, actor, entries, received, links}}; nothing when there is no such account or no log. */
    public Uni<Optional<JsonObject>> of(Did did) {
        return accounts.find(did)
                .chain(account -> account.isEmpty()
                        ? Uni.createFrom().item(Optional.empty())
                        : audits.keyLog(did)
                                .chain(log -> log.isEmpty()
                                        ? Uni.createFrom().item(Optional.empty())
                                        : of(
                                                account.get(),
                                                log.get().genesis().hash().multibase())));
    }

    private Uni<Optional<JsonObject>> of(Account account, String genesis) {
        Did did = account.did();
        JsonObject.Builder answer =
                JsonObject.builder().put("account", did.toString()).put("genesis", genesis);
        return repositories
                .find(account.actor(), account.origin())
                .invoke(found -> {
                    if (found instanceof Lookup.Found(StoredDocument actor)) {
                        answer.put("actor", actor.json());
                    }
                })
                .chain(() -> entries(did, Optional.empty(), List.of()))
                .invoke(entries -> answer.put("entries", entries))
                .chain(() -> received(did, "", List.of()))
                .invoke(received -> answer.put("received", received))
                .chain(() -> audits.chains(did))
                .chain(heads -> links(
                        did,
                        heads.stream()
                                .filter(head -> head.chain() == ChainClass.PUBLIC)
                                .toList()))
                .map(links -> Optional.of(answer.put("links", links).build()));
    }

    private Uni<List<Json>> entries(Did did, Optional<VersionRank> before, List<Json> newer) {
        return repositories.page(did, ENTRIES, before, Repositories.MAX_PAGE).chain(page -> {
            List<Json> all = new ArrayList<>(newer);
            page.items().forEach(entry -> all.add(entry.json()));
            return page.items().size() < Repositories.MAX_PAGE
                    ? Uni.createFrom().item(all)
                    : entries(did, Optional.of(page.items().getLast().rank()), all);
        });
    }

    private Uni<List<Json>> received(Did did, String after, List<Json> before) {
        return records.page(did, RecordKind.ENTRY, Standing.VERIFIED, after, RecordStore.PAGE_MAX)
                .chain(page -> {
                    List<Json> all = new ArrayList<>(before);
                    page.forEach(record -> all.add(json(record)));
                    return page.size() < RecordStore.PAGE_MAX || all.size() >= RECORDS_MAX
                            ? Uni.createFrom().item(all)
                            : received(did, page.getLast().record().subject(), all);
                });
    }

    private static Json json(StoredRecord record) {
        return StrictJson.read(record.bytes(), JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                ? map
                : JsonObject.empty();
    }

    /** The newest links of all chains, the private ones too: how much goes on there is the business of the owner alone. */
    public Uni<List<Json>> links(Did did) {
        return audits.chains(did).chain(heads -> links(did, heads));
    }

    private Uni<List<Json>> links(Did did, List<Audits.ChainHead> heads) {
        List<Json> links = new ArrayList<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Audits.ChainHead head : heads) {
            PortableId id =
                    PortableId.of(did, "/checkpoints/" + head.link().hash().multibase());
            all = all.chain(() -> repositories.find(id))
                    .invoke(found -> {
                        if (found instanceof Lookup.Found(StoredDocument link)) {
                            links.add(link.json());
                        }
                    })
                    .replaceWithVoid();
        }
        return all.replaceWith(links);
    }
}
