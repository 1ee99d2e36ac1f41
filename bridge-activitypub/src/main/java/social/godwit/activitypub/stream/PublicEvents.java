package social.godwit.activitypub.stream;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.stream.StreamEvent;

/**
 * The events of the public stream as text. Of an account that is suspended or deleted here only deletions are told, from the
 * next reading on; accounts that are kept here and not registered are marked as mirrored.
 */
@ApplicationScoped
public class PublicEvents {
    private final AccountStore accounts;

    PublicEvents(AccountStore accounts) {
        this.accounts = accounts;
    }

    /** The text of these events, those left out that are not to be told. */
    public Uni<String> text(List<StreamEvent> events) {
        Set<Did> named = new LinkedHashSet<>();
        events.forEach(event -> named.add(event.account()));
        Map<Did, Optional<Account>> known = new HashMap<>();
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Did did : named) {
            all = all.chain(() -> accounts.find(did))
                    .invoke(account -> known.put(did, account))
                    .replaceWithVoid();
        }
        return all.map(done -> text(events, known));
    }

    private static String text(List<StreamEvent> events, Map<Did, Optional<Account>> known) {
        List<String> told = new ArrayList<>();
        for (StreamEvent event : events) {
            Optional<Account> account = known.getOrDefault(event.account(), Optional.empty());
            if (account.map(Account::active).orElse(true) || deletes(event)) {
                told.add(text(event, account.isEmpty()));
            }
        }
        return String.join("", told);
    }

    private static boolean deletes(StreamEvent event) {
        return switch (event) {
            case StreamEvent.Deletion deletion -> true;
            case StreamEvent.Document told -> !told.document().deletes().isEmpty();
            case StreamEvent.Revision revision -> false;
        };
    }

    private static String text(StreamEvent event, boolean mirrored) {
        JsonObject.Builder data =
                JsonObject.builder().put("account", event.account().toString()).put("mirrored", mirrored);
        return switch (event) {
            case StreamEvent.Document(var cursor, var document) ->
                text(
                        cursor.toString(),
                        "document",
                        data.put("id", document.id().canonical())
                                .put("hash", document.hash().multibase())
                                .put("document", new String(document.bytes(), StandardCharsets.UTF_8))
                                .build());
            case StreamEvent.Deletion(var cursor, var id) ->
                text(
                        cursor.toString(),
                        "deletion",
                        data.put("id", id.canonical()).build());
            case StreamEvent.Revision(var cursor, var account) -> text(cursor.toString(), "revision", data.build());
        };
    }

    /** One event: the canonical form of its data has no line breaks. */
    public static String text(String cursor, String event, JsonObject data) {
        return "id: " + cursor + "\nevent: " + event + "\ndata: " + new String(Jcs.bytes(data), StandardCharsets.UTF_8)
                + "\n\n";
    }
}
