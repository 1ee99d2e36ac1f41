package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import social.godwit.activitypub.House;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.account.OpenAccounts;
import social.godwit.activitypub.account.RsaKeyPool;
import social.godwit.activitypub.collection.OpenCollections;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.OpenPositions;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.domain.OpenDomains;
import social.godwit.activitypub.effect.OwnerEffects;
import social.godwit.activitypub.effect.Recipients;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.invite.InviteStore;
import social.godwit.activitypub.invite.OpenInvites;
import social.godwit.activitypub.keybag.OpenKeyBags;
import social.godwit.activitypub.keybag.RecoveryPresence;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.OpenRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.record.OpenRecords;
import social.godwit.store.record.RecordStore;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.replication.Peer;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/** A gateway over a real database, whose deliveries are only noted down. */
final class TestGateway {
    static final Origin HERE = Origin.parse(Person.HERE).orElseThrow();

    final TestDatabase database;
    final TestClock clock = new TestClock();
    final Randomness randomness;
    final AccountStore accounts;
    final InviteStore invites;
    final Repositories repositories;
    final InstanceKeys keys;
    final OpenDomains brought;
    final OwnDomains domains;
    final Registrations registrations;
    final AccountDevices devices;
    final Outbox outbox;
    final List<Outgoing> delivered = new ArrayList<>();
    /** Paths of the activities whose effects were applied. */
    final List<String> applied = new ArrayList<>();
    /** Changes of repositories, as they were told. */
    final List<RepositoryChange> changes = new ArrayList<>();

    final MemoryReplicas replicas = new MemoryReplicas();
    final RecordStore records;
    /** Peers that were asked whether they are there. */
    final List<Peer> knocked = new ArrayList<>();

    final ReplicatedDocuments replicated;
    final StandIns standIns;
    final HeldDeliveries held;

    final RecoveryPresence presence;
    final FreshProofs proofs;

    /** Who may register from now on. */
    House.SignUp signUp;

    TestGateway(TestDatabase database, boolean open, long seed) {
        this.database = database;
        Random seeded = new Random(seed);
        this.randomness = count -> {
            byte[] bytes = new byte[count];
            seeded.nextBytes(bytes);
            return bytes;
        };
        this.signUp = open ? House.SignUp.OPEN : House.SignUp.INVITE;
        Instance instance = new Instance(Person.HERE, "test", false, () -> signUp);
        accounts = OpenAccounts.store(database.database(), instance, clock);
        invites = OpenInvites.store(database.database(), clock, randomness);
        repositories = OpenRepositories.over(database.database(), clock, changed -> {
            changes.addAll(changed);
            return Uni.createFrom().voidItem();
        });
        records = OpenRecords.over(database.database(), replicas, clock);
        keys = new InstanceKeys(instance, (name, fresh, now) -> fresh, randomness, clock);
        database.await(keys.load());
        Receipts receipts = new Receipts(keys, new HibernateReceiptStore(database.database(), instance), clock);
        RsaKeyPool pool = OpenAccounts.pool(randomness);
        brought = new OpenDomains(database.database(), instance, randomness, clock);
        HibernateStandIns waiting = new HibernateStandIns(database.database());
        NewestActor newestActor =
                new NewestActor(instance, accounts, repositories, brought.store, waiting, keys, clock);
        domains = new OwnDomains(
                instance,
                accounts,
                newestActor,
                brought.store,
                brought.proofs,
                brought.checks,
                brought.origins,
                database.database(),
                clock);
        registrations = new Registrations(
                instance,
                accounts,
                newestActor,
                invites,
                pool,
                domains,
                brought.origins,
                repositories,
                replicas,
                receipts,
                database.database(),
                randomness,
                clock);
        devices = new AccountDevices(repositories, OpenRepositories.audits(database.database()), clock);
        Deliveries deliveries = new Deliveries() {
            @Override
            public Uni<Void> enqueue(Outgoing outgoing) {
                delivered.add(outgoing);
                return Uni.createFrom().voidItem();
            }

            @Override
            public void wake() {}
        };
        OwnerEffects effects = (account, activity, at) -> {
            applied.add(activity.id().path());
            return Uni.createFrom().item(new Recipients(Set.of(), true));
        };
        held = new HeldDeliveries(
                new HibernateHeldDeliveries(database.database()),
                accounts,
                repositories,
                deliveries,
                database.database(),
                clock);
        Dispatch dispatch = new Dispatch(deliveries, replicas, waiting, held, clock);
        Publishing publishing = new Publishing(
                accounts,
                newestActor,
                repositories,
                effects,
                dispatch,
                receipts,
                OpenCollections.store(database.database()),
                database.database(),
                clock);
        replicated = new ReplicatedDocuments(
                accounts,
                newestActor,
                repositories,
                OpenCollections.store(database.database()),
                effects,
                dispatch,
                new ReturningAccounts(
                        instance, keys, pool, accounts, repositories, database.database(), randomness, clock),
                clock);
        standIns = new StandIns(
                keys,
                accounts,
                repositories,
                replicas,
                waiting,
                OpenPositions.over(records, repositories, replicas, clock),
                deliveries,
                held,
                knocked::add,
                database.database(),
                clock);
        presence = OpenKeyBags.presence(clock);
        proofs = new FreshProofs(devices, repositories, OpenKeyBags.proofs(database.database(), presence, clock));
        outbox = new Outbox(instance, accounts, repositories, publishing, deliveries, devices, proofs, clock);
    }

    Person person(String name) {
        return new Person(name, randomness);
    }

    RegistrationOutcome register(List<byte[]> documents) {
        return register(documents, Optional.empty());
    }

    RegistrationOutcome register(List<byte[]> documents, Optional<String> invite) {
        return database.await(registrations.register(HERE, documents, invite));
    }

    Person registered(String name) {
        Person person = person(name);
        if (!(register(Person.bytes(person.actor())) instanceof RegistrationOutcome.Registered)) {
            throw new AssertionError("not registered: " + name);
        }
        return person;
    }

    Account account(Did did) {
        accounts.forget(did);
        return database.await(accounts.find(did)).orElseThrow();
    }

    /** What arrives from another gateway, all in one batch: admitted, then its effects applied. */
    void replicate(List<JsonObject> documents) {
        clock.advance(Duration.ofSeconds(1));
        changes.clear();
        List<PortableDocument> read = documents.stream()
                .map(Jcs::bytes)
                .map(bytes -> ((DocumentVerdict.Admissible) PortableDocument.read(bytes, clock.instant())).document())
                .toList();
        database.await(repositories.admit(read));
        List.copyOf(changes).forEach(change -> database.await(replicated.counting(change)));
    }

    OutboxOutcome post(Person person, List<byte[]> documents) {
        clock.advance(Duration.ofSeconds(1));
        return post(person, documents, Optional.empty());
    }

    /** With a proof of the passphrase. */
    OutboxOutcome post(Person person, List<byte[]> documents, Optional<String> passphrase) {
        clock.advance(Duration.ofSeconds(1));
        return database.await(outbox.post(account(person.did()), documents, passphrase, "192.0.2.1"));
    }
}
