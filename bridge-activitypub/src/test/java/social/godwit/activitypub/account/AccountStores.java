package social.godwit.activitypub.account;

import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

/** Accounts for the tests of other packages. */
public final class AccountStores {
    private AccountStores() {}

    /** The store over a test's database. */
    public static AccountStore over(TestDatabase database, Instance instance, InstantSource clock) {
        return new HibernateAccountStore(database.database(), instance, clock);
    }

    /** Registers an account with a new key and the usual paths. */
    public static Did register(
            TestDatabase database, AccountStore accounts, String username, String origin, Randomness randomness) {
        Did did = SigningKey.generate(randomness).did();
        Account account = new Account(
                did,
                username,
                true,
                Origin.parse(origin).orElseThrow(),
                new ActorPaths(
                        "/actor",
                        "/actor/inbox",
                        "/actor/outbox",
                        Optional.of("/actor/followers"),
                        Optional.of("/actor/following"),
                        Optional.of("/actor/featured"),
                        Optional.empty()),
                "",
                Optional.empty(),
                true,
                Status.ACTIVE,
                RsaKeyPair.generate(randomness),
                Optional.empty(),
                java.util.List.of(Origin.parse(origin).orElseThrow()),
                java.util.List.of(),
                java.time.Instant.EPOCH);
        database.await(accounts.register(account, "zSealed"));
        return did;
    }
}
