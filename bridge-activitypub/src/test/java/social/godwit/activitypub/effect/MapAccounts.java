package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.ActorFacts;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/** Accounts in memory: found, never changed. */
final class MapAccounts implements AccountStore {
    private final Map<Did, Account> accounts = new HashMap<>();

    void put(Account account) {
        accounts.put(account.did(), account);
    }

    void remove(Did did) {
        accounts.remove(did);
    }

    @Override
    public Uni<Optional<Account>> find(Did did) {
        return Uni.createFrom().item(Optional.ofNullable(accounts.get(did)));
    }

    @Override
    public Uni<Optional<Account>> findByUsername(Origin origin, String username) {
        return Uni.createFrom()
                .item(accounts.values().stream()
                        .filter(account -> account.username().equals(username))
                        .findFirst());
    }

    @Override
    public Uni<Optional<Account>> findByUsername(String username) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<List<Account>> page(Optional<Did> after, int limit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Slice<Account>> newest(Window window) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Long> count() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Boolean> anyShared() {
        return Uni.createFrom().item(accounts.values().stream().anyMatch(Account::shared));
    }

    @Override
    public Uni<Boolean> suspend(Did did, boolean suspended) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Claim> register(Account account, String sealedKey) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Optional<String>> sealedKey(Did did) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> refresh(Account account, ActorFacts facts, Optional<String> listedKeyId) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> releaseNames(Origin origin, Did holder) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Boolean> name(Account account, String username) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Uni<Void> markDeleted(Did did) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void forget(Did did) {}
}
