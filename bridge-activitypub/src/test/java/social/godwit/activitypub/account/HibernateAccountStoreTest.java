package social.godwit.activitypub.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.account.AccountStore.Claim;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestDatabase;

class HibernateAccountStoreTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final Instant NOW = Instant.parse("2026-11-22T08:00:00Z");
    private static final Origin HERE = Origin.parse("https://here.example").orElseThrow();
    private static final Random SEEDED = new Random(1);
    private static final Randomness RANDOMNESS = count -> {
        byte[] bytes = new byte[count];
        SEEDED.nextBytes(bytes);
        return bytes;
    };
    private static final RsaKeyPair PAIR = RsaKeyPair.generate(RANDOMNESS);

    private final HibernateAccountStore store = store();

    private static HibernateAccountStore store() {
        return new HibernateAccountStore(
                DB.database(), new Instance(HERE.toString(), "test", false, true), InstantSource.fixed(NOW));
    }

    @Test
    void keepsAnAccountAndFindsItByDidAndByNameInAnyCase() {
        Account account = account("Alice");
        assertThat(register(account)).isEqualTo(Claim.REGISTERED);
        assertThat(DB.await(store().find(account.did()))).contains(account);
        assertThat(DB.await(store().findByUsername("aLICE"))).contains(account);
        assertThat(DB.await(store.sealedKey(account.did()))).contains("zSealed");
        assertThat(DB.await(store.findByUsername(
                        Origin.parse("https://other.example").orElseThrow(), "alice")))
                .isEmpty();
    }

    @Test
    void aNameIsGivenOnceWhateverItsCase() {
        assertThat(register(account("bob"))).isEqualTo(Claim.REGISTERED);
        Account thief = account("BOB");
        assertThat(register(thief)).isEqualTo(Claim.NAME_TAKEN);
        assertThat(DB.await(store.find(thief.did()))).isEmpty();
    }

    @Test
    void aDidIsRegisteredOnce() {
        Account account = account("carol");
        assertThat(register(account)).isEqualTo(Claim.REGISTERED);
        assertThat(register(account)).isEqualTo(Claim.KNOWN);
    }

    @Test
    void aNameStaysReservedWhenItsAccountIsDeleted() {
        Account account = account("dora");
        register(account);
        DB.await(store.markDeleted(account.did()));
        assertThat(DB.await(store().find(account.did()))).map(Account::status).contains(Status.DELETED);
        assertThat(register(account("dora"))).isEqualTo(Claim.NAME_TAKEN);
        assertThat(DB.await(store.suspend(account.did(), true))).isFalse();
    }

    @Test
    void aRegistrationThatFailsReservesNothing() {
        Account account = account("eve");
        Uni<Claim> failing = DB.database()
                .inTransaction(session -> store.register(account, "zSealed")
                        .flatMap(claim -> Uni.createFrom().failure(new IllegalStateException("later step failed"))));
        assertThat(failing.onFailure().recoverWithItem(Claim.KNOWN).await().indefinitely())
                .isEqualTo(Claim.KNOWN);
        assertThat(register(account("eve"))).isEqualTo(Claim.REGISTERED);
    }

    @Test
    void suspendsAndLiftsAgain() {
        Account account = account("frank");
        register(account);
        assertThat(DB.await(store.find(account.did()))).map(Account::active).contains(true);
        assertThat(DB.await(store.suspend(account.did(), true))).isTrue();
        assertThat(DB.await(store.find(account.did()))).map(Account::status).contains(Status.SUSPENDED);
        assertThat(DB.await(store.suspend(account.did(), false))).isTrue();
        assertThat(DB.await(store.find(account.did()))).map(Account::active).contains(true);
        assertThat(DB.await(store.suspend(account("nobody").did(), true))).isFalse();
    }

    @Test
    void goesByANewerActorDocument() {
        Account account = account("grace");
        register(account);
        ActorPaths moved = new ActorPaths(
                "/actor",
                "/actor/in",
                "/actor/out",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of("/l"));
        Origin other = Origin.parse("https://other.example").orElseThrow();
        DB.await(store.refresh(
                account,
                new ActorFacts(
                        "grace",
                        moved,
                        "Grace",
                        Optional.of("grace@own.example"),
                        false,
                        List.of(other, HERE),
                        List.of(other),
                        false,
                        List.of()),
                Optional.of("https://here.example/key")));
        store.forget(account.did());
        assertThat(DB.await(store.find(account.did()))).hasValueSatisfying(found -> {
            assertThat(found.paths()).isEqualTo(moved);
            assertThat(found.displayName()).isEqualTo("Grace");
            assertThat(found.subject()).isEqualTo("grace@own.example");
            assertThat(found.locked()).isFalse();
            assertThat(found.home()).isFalse();
            assertThat(found.foreign()).containsExactly(other);
            assertThat(found.listedKeyId()).contains("https://here.example/key");
        });
    }

    @Test
    void listsAccountsPageByPage() {
        for (int i = 0; i < 5; i++) {
            register(account("page" + i));
        }
        List<Account> all = DB.await(store.page(Optional.empty(), 500));
        List<Account> first = DB.await(store.page(Optional.empty(), 3));
        List<Account> second = DB.await(store.page(Optional.of(first.getLast().did()), 3));
        assertThat(first).isEqualTo(all.subList(0, 3));
        assertThat(second.getFirst()).isEqualTo(all.get(3));

        Slice<Account> newest = DB.await(store.newest(Window.newest(2)));
        assertThat(newest.items())
                .isSortedAccordingTo(Comparator.comparing(Account::registeredAt).reversed());
        Slice<Account> older = DB.await(store.newest(Window.before(newest.next().orElseThrow(), 500)));
        assertThat(older.items()).hasSize(all.size() - 2).doesNotContainAnyElementsOf(newest.items());
    }

    private Claim register(Account account) {
        return DB.await(store.register(account, "zSealed"));
    }

    private static Account account(String username) {
        Did did = SigningKey.generate(RANDOMNESS).did();
        return new Account(
                did,
                username,
                true,
                HERE,
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
                PAIR,
                Optional.empty(),
                List.of(HERE),
                List.of(),
                NOW);
    }
}
