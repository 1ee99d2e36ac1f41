package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.view.Face;
import social.godwit.activitypub.view.Faces;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;

/** The names of those whom an answer mentions by id, so that nobody has to read ids, and whom a name means; from memory only. */
@ApplicationScoped
class People {
    private static final int NAMED_MAX = 200;
    private static final Set<String> ID_KEYS = Set.of("by", "reporter");

    private final Transactions transactions;
    private final AccountStore accounts;
    private final Faces faces;

    People(Transactions transactions, AccountStore accounts, Faces faces) {
        this.transactions = transactions;
        this.accounts = accounts;
        this.faces = faces;
    }

    /** {@code {id: {handle, name, icon}}} of those known here: of actors by their ids, of accounts here by their DIDs, too. */
    Uni<JsonObject> named(Collection<String> ids) {
        List<String> asked = new LinkedHashSet<>(ids).stream().limit(NAMED_MAX).toList();
        // One transaction: fifty names are fifty questions on one connection.
        return transactions.inTransaction(() -> faces.of(
                        asked.stream().filter(id -> Did.parse(id).isEmpty()).toList())
                .chain(known -> {
                    JsonObject.Builder named = JsonObject.builder();
                    known.forEach((id, face) -> named.put(id, form(face)));
                    return InTurn.each(
                                    asked,
                                    id -> face(id).invoke(face -> face.ifPresent(one -> named.put(id, form(one)))))
                            .map(done -> named.build());
                }));
    }

    /**
     * The part of an id that somebody means by these words: the id of the account here that is called so, else the words
     * themselves, for ids elsewhere often hold a name.
     */
    Uni<Optional<String>> meant(Optional<String> words) {
        return words.map(text -> {
                    String bare = text.strip();
                    return called(bare)
                            .map(found -> Optional.of(
                                    found.map(account -> account.actor().canonical())
                                            .orElse(bare)));
                })
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** The account here that somebody means by its DID or its name, with or without an {@code @} before it. */
    Uni<Optional<Account>> account(String words) {
        return Did.parse(words).map(accounts::find).orElseGet(() -> called(words));
    }

    private Uni<Optional<Account>> called(String name) {
        return accounts.findByUsername(name.startsWith("@") ? name.substring(1) : name);
    }

    private Uni<Optional<Face>> face(String id) {
        return Did.parse(id)
                .map(did -> accounts.find(did).map(account -> account.map(Faces::of)))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private static JsonObject form(Face face) {
        return JsonObject.builder()
                .put("handle", face.handle())
                .put("name", face.name())
                .putIfPresent("url", face.url())
                .build();
    }

    /** The ids that an answer mentions, at any depth. */
    static List<String> mentioned(Json answer) {
        return mentions(answer).distinct().limit(NAMED_MAX).toList();
    }

    private static Stream<String> mentions(Json value) {
        return switch (value) {
            case JsonObject object ->
                object.members().entrySet().stream()
                        .flatMap(member ->
                                member.getValue() instanceof JsonString text && ID_KEYS.contains(member.getKey())
                                        ? Stream.of(text.value())
                                        : mentions(member.getValue()));
            case JsonArray array -> array.items().stream().flatMap(People::mentions);
            default -> Stream.empty();
        };
    }
}
