package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.SealedAccountKey;
import social.godwit.activitypub.relay.Relay;
import social.godwit.activitypub.relay.Relayed;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** What an owner has to know of this gateway in order to move here, or away from here. */
@ApplicationScoped
class MovingView {
    private final AccountStore accounts;
    private final Relay relay;
    private final Randomness randomness;

    MovingView(AccountStore accounts, Relay relay, Randomness randomness) {
        this.accounts = accounts;
        this.relay = relay;
        this.randomness = randomness;
    }

    /**
     * {@code key}: the RSA key that this gateway signs requests with for the account while it is the home, its private half sealed to
     * the account's key. {@code fragment} is the end of the id under which the actor document lists it.
     */
    Uni<ViewAnswer> key(Account account) {
        return accounts.sealedKey(account.did()).map(privateKey -> key(account, privateKey));
    }

    /** The same for who stands above the account's keys, the private half sealed to that one: so the followers elsewhere can be told. */
    Uni<ViewAnswer> key(Account account, Did superior) {
        return Uni.createFrom()
                .item(key(account, Optional.of(SealedAccountKey.seal(account.key(), superior, randomness))));
    }

    private static ViewAnswer key(Account account, Optional<String> sealed) {
        return new ViewAnswer.Shown(JsonObject.builder()
                .put("gateway", account.origin().toString())
                .put("fragment", account.key().publicKey().fragment())
                .put("publicKeyMultibase", account.key().publicKey().multibase())
                .putIfPresent("sealedPrivateKey", sealed)
                .build());
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
