package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static social.godwit.store.document.RepositoriesContract.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.negentropy.Item;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;

/**
 * Row P4, and what replicas rest on: the same documents lead to the same state, in whatever order, in whatever batches and
 * however often they arrive, in memory and in PostgreSQL.
 */
class AdmissionOrderTest {
    private static final Origin HOME = Origin.parse("https://home.example").orElseThrow();
    private static final Origin OTHER = Origin.parse("https://other.example").orElseThrow();
    private static final int PATHS = 6;

    private static TestDatabase db;

    @BeforeContainer
    static void startDatabase() {
        db = TestDatabase.create();
    }

    @AfterContainer
    static void stopDatabase() {
        db.close();
    }

    @Property(tries = 60, shrinking = ShrinkingMode.OFF)
    void anyOrderLeadsToTheSameStateInMemory(@ForAll long seed) {
        Scenario scenario = new Scenario(seed);
        assertThat(scenario.stateInMemory(scenario.shuffled()))
                .usingRecursiveComparison()
                .isEqualTo(scenario.stateInMemory(scenario.documents));
    }

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void anyOrderLeadsToTheSameStateInPostgreSqlAsInMemory(@ForAll long seed) {
        Scenario scenario = new Scenario(seed);
        assertThat(scenario.stateInPostgreSql(scenario.shuffled()))
                .usingRecursiveComparison()
                .isEqualTo(scenario.stateInMemory(scenario.documents));
    }

    /** Three first links of one device, two of which came together: one was in no pair. A link that was signed twice: the first one dated it. */
    @Example
    void ordersThatOnceMattered() {
        anyOrderLeadsToTheSameStateInMemory(-3545937);
        anyOrderLeadsToTheSameStateInPostgreSqlAsInMemory(2944281195L);
    }

    /** What anyone can see of a repository, numbers of arrival left out. */
    private record State(
            Map<String, String> lookups,
            List<Sha256> page,
            Set<Sha256> listed,
            List<Item> items,
            Map<Visibility, Audits.ClassSummary> summaries,
            Audits.Completeness completeness,
            List<Audits.ChainHead> chains,
            Set<Sha256> contradicted) {}

    /** An account's life, made up from a seed. */
    private static final class Scenario {
        final TestAccount account;
        final List<PortableDocument> documents = new ArrayList<>();
        final List<PortableDocument> unlisted = new ArrayList<>();
        private final Random random;
        private final List<SigningKey> devices = new ArrayList<>();
        private final Map<SigningKey, List<Checkpoint>> chains = new HashMap<>();

        Scenario(long seed) {
            random = new Random(seed);
            account = new TestAccount(random.nextLong());
            for (int i = 0; i < 3; i++) {
                devices.add(account.newKey());
                chains.put(devices.getLast(), new ArrayList<>());
            }
            int steps = 5 + random.nextInt(25);
            for (int i = 0; i < steps; i++) {
                say(i);
            }
            if (random.nextInt(4) > 0) {
                documents.add(account.genesis());
            }
        }

        private String path() {
            return "/objects/" + random.nextInt(PATHS);
        }

        private SigningKey device() {
            return devices.get(random.nextInt(devices.size()));
        }

        private void say(int step) {
            switch (random.nextInt(12)) {
                case 0, 1 -> add(account.activity("/activities/" + step, "Create", note(step)));
                case 2 -> add(note(step));
                case 3 -> add(account.activity("/activities/" + step, "Update", note(step)));
                case 4 ->
                    add(account.activity(
                            "/activities/" + step, "Delete", account.id(path()).canonical()));
                case 5 -> add(account.activity("/activities/" + step, "Delete", account.tombstone(path())));
                case 6 ->
                    add(account.actor(
                            random.nextBoolean() ? HOME : OTHER,
                            random.nextInt(3),
                            actor -> actor.put("name", "n" + step)));
                case 7 -> documents.add(account.addDevice(device()));
                case 8 -> revoke(device());
                default -> checkpoint(device());
            }
        }

        /** Sometimes of the same time as another version. */
        private PortableDocument note(int step) {
            return random.nextInt(3) == 0
                    ? account.note(path(), "at once " + step, TestAccount.START)
                    : random.nextBoolean()
                            ? account.noteSpelt(random.nextBoolean() ? HOME : OTHER, path(), "content " + step)
                            : account.note(path(), "content " + step);
        }

        private void add(PortableDocument document) {
            documents.add(document);
            unlisted.add(document);
        }

        private void checkpoint(SigningKey device) {
            List<Checkpoint> chain = chains.get(device);
            List<PortableDocument> some =
                    unlisted.stream().filter(document -> random.nextInt(3) > 0).toList();
            unlisted.removeAll(some);
            Optional<Checkpoint> before =
                    chain.isEmpty() || random.nextInt(8) == 0 ? Optional.empty() : Optional.of(chain.getLast());
            Checkpoint link = account.link(device, before, some.toArray(PortableDocument[]::new));
            chain.add(link);
            documents.add(account.sign(link, device));
        }

        private void revoke(SigningKey device) {
            List<Checkpoint> chain = chains.get(device);
            if (random.nextInt(3) == 0) {
                documents.add(account.recoverAlone(device));
            } else if (chain.isEmpty()) {
                documents.add(account.revokeDevice(device));
            } else {
                documents.add(account.revokeDevice(device, chain.get(random.nextInt(chain.size()))));
            }
        }

        List<PortableDocument> shuffled() {
            List<PortableDocument> shuffled = new ArrayList<>(documents);
            for (PortableDocument document : documents) {
                if (random.nextInt(4) == 0) {
                    shuffled.add(document);
                }
            }
            Collections.shuffle(shuffled, random);
            return shuffled;
        }

        State stateInMemory(List<PortableDocument> order) {
            var store = new MemoryRepositories(new TestClock());
            return stateAfter(order, store, store.audits());
        }

        State stateInPostgreSql(List<PortableDocument> order) {
            db.execute("truncate repository, document, embedding, tombstone, named_network, repository_class,"
                    + " checkpoint, listing, evidence, device");
            return stateAfter(
                    order,
                    new HibernateRepositories(db.database(), new TestClock()),
                    new HibernateAudits(db.database(), new TestClock(), Notices.NONE));
        }

        private State stateAfter(List<PortableDocument> order, Repositories store, Audits audits) {
            await(store.open(account.did(), RepositoryKind.ACCOUNT));
            for (int start = 0; start < order.size(); ) {
                int end = Math.min(order.size(), start + 1 + random.nextInt(4));
                await(store.admit(order.subList(start, end)));
                start = end;
            }
            Map<String, String> lookups = new HashMap<>();
            for (int i = 0; i < PATHS; i++) {
                look(store, "/objects/" + i, lookups);
            }
            look(store, "/actor", lookups);
            Set<Sha256> contradicted = new TreeSet<>();
            await(store.evidence(account.did(), 1_000)).stream()
                    .filter(evidence -> evidence.kind() != Evidence.Kind.KEY_LOG)
                    .forEach(evidence -> contradicted.addAll(List.of(evidence.first(), evidence.second())));
            return new State(
                    lookups,
                    await(store.page(account.did(), Selection.everything(), Optional.empty(), 1_000)).items().stream()
                            .map(StoredDocument::hash)
                            .toList(),
                    await(store.listed(
                            account.did(),
                            order.stream().map(PortableDocument::hash).toList())),
                    await(audits.items(account.did(), Visibility.PUBLIC, Optional.empty(), 1_000)),
                    await(audits.summaries(account.did())),
                    await(audits.completeness(account.did())),
                    await(audits.chains(account.did())),
                    contradicted);
        }

        private void look(Repositories store, String path, Map<String, String> lookups) {
            lookups.put(path, describe(await(store.find(account.id(path)))));
            lookups.put(path + " home", describe(await(store.find(account.id(path), HOME))));
            lookups.put(path + " other", describe(await(store.find(account.id(path), OTHER))));
        }

        private static String describe(Lookup lookup) {
            return switch (lookup) {
                case Lookup.Found found -> "found " + found.document().hash();
                case Lookup.Deleted deleted ->
                    "deleted " + deleted.visibility() + " "
                            + deleted.tombstone().map(StoredDocument::hash);
                case Lookup.Missing missing -> "missing";
            };
        }
    }
}
