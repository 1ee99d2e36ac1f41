package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.relay.Relay;
import social.godwit.activitypub.relay.Relayed;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** What an owner has to know of this gateway in order to move here, or away from here. */
@ApplicationScoped
class MovingView {
    private final AccountStore accounts;
    private final Relay relay;

    MovingView(AccountStore accounts, Relay relay) {
        this.accounts = accounts;
        this.relay = relay;
    }

    /**
     * {@code key}: the RSA key that this gateway signs requests with for the account while it is the home, its private half sealed to
     * the account's key. {@code fragment} is the end of the id under which the actor document lists it.
     */
    Uni<ViewAnswer> key(Account account) {
        return accounts.sealedKey(account.did())
                .map(privateKey -> new ViewAnswer.Shown(JsonObject.builder()
                        .put("gateway", account.origin().toString())
                        .put("fragment", account.key().publicKey().fragment())
                        .put("publicKeyMultibase", account.key().publicKey().multibase())
                        .putIfPresent("sealedPrivateKey", privateKey)
                        .build()));
    }

    /** {@code relay?id=ACTIVITY}: how far a relayed activity has come. */
    Uni<ViewAnswer> relayed(Account account, String activity) {
        return relay.of(account, activity).map(relayed -> new ViewAnswer.Shown(json(activity, relayed)));
    }

    private static JsonObject json(String activity, Relayed relayed) {
        JsonObject.Builder json = JsonObject.builder().put("activity", activity);
        for (Relayed.State state : Relayed.State.values()) {
            json.put(word(state), relayed.counts().getOrDefault(state, 0L));
        }
        List<Json> open = relayed.open().stream()
                .<Json>map(inbox -> JsonObject.builder()
                        .put("inbox", inbox.url())
                        .put("state", word(inbox.state()))
                        .put("attempts", inbox.attempts())
                        .put("problem", inbox.problem())
                        .build())
                .toList();
        return json.put("open", open).build();
    }

    private static String word(Relayed.State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }
}
