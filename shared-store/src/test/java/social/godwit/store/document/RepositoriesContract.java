package social.godwit.store.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;

/** What every {@link Repositories} does with documents, versions and deletions. */
interface RepositoriesContract {
    Origin HOME = Origin.parse("https://home.example").orElseThrow();
    Origin OTHER = Origin.parse("https://other.example").orElseThrow();
    Set<Visibility> ALL = EnumSet.allOf(Visibility.class);

    Repositories store();

    TestClock clock();

    /** An account with an open repository that no other test uses. */
    TestAccount account();

    static <T> T await(Uni<T> uni) {
        return uni.await().atMost(Duration.ofSeconds(30));
    }

    default Admission admit(PortableDocument document) {
        return await(store().admit(List.of(document))).outcomes().getFirst();
    }

    default Standing standing(PortableDocument document) {
        return switch (admit(document)) {
            case Admission.Stored stored -> stored.standing();
            case Admission.Known known -> known.standing();
            case Admission.Refused refused -> throw new AssertionError(refused.toString());
        };
    }

    default Publication publish(TestAccount account, PortableDocument... documents) {
        return await(store().publish(account.did(), List.of(documents)));
    }

    default Optional<String> shown(TestAccount account, String path) {
        return await(store().find(account.id(path))) instanceof Lookup.Found(StoredDocument document)
                ? document.json().string("content")
                : Optional.empty();
    }

    private List<String> outbox(TestAccount account) {
        return await(store().page(account.did(), Selection.publicActivities(), Optional.empty(), 100)).items().stream()
                .map(item -> item.id().path())
                .toList();
    }

    @Test
    default void findsWhatWasAdmittedByIdAndByHashWithItsBytesVerbatim() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "hello");
        assertThat(admit(note)).isInstanceOf(Admission.Stored.class);
        StoredDocument byHash = await(store().find(account.did(), note.hash())).orElseThrow();
        assertThat(byHash.bytes()).isEqualTo(note.bytes());
        assertThat(byHash.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(byHash.proofTime()).isEqualTo(note.proofTime());
        assertThat(byHash.kind()).isEqualTo(DocumentKind.OBJECT);
        assertThat(byHash.id()).isEqualTo(note.id());
        assertThat(await(store().find(note.id()))).isEqualTo(new Lookup.Found(byHash));
    }

    @Test
    default void findsNothingThatWasNeverSaid() {
        TestAccount account = account();
        assertThat(await(store().find(account.id("/objects/none")))).isEqualTo(new Lookup.Missing());
        assertThat(await(store().find(new TestAccount(-1).id("/actor")))).isEqualTo(new Lookup.Missing());
    }

    @Test
    @DisplayName("P3: documents of an account without a repository here are not stored")
    default void refusesDocumentsOfAnAccountThatIsNotHere() {
        TestAccount stranger = new TestAccount(-2);
        PortableDocument note = stranger.note("/objects/1", "let me in");
        assertThat(admit(note)).isEqualTo(new Admission.Refused(note.hash(), Admission.Refusal.NO_REPOSITORY));
        assertThat(publish(stranger, note))
                .isEqualTo(new Publication.Refused(note.hash(), Admission.Refusal.NO_REPOSITORY));
        assertThat(await(store().find(stranger.did(), note.hash()))).isEmpty();
        assertThat(await(store().kind(stranger.did()))).isEmpty();
    }

    @Test
    @DisplayName("P7: only the first admission of a document is a reason to forward it")
    default void tellsTheFirstAdmissionFromRepetitions() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "once");
        List<Admission> twice = await(store().admit(List.of(note, note))).outcomes();
        assertThat(twice.getFirst()).isInstanceOf(Admission.Stored.class);
        assertThat(twice.getLast()).isEqualTo(new Admission.Known(note.hash(), Standing.CURRENT));
        assertThat(admit(note)).isEqualTo(new Admission.Known(note.hash(), Standing.CURRENT));
    }

    @Test
    default void takesDocumentsOfSeveralOwnersAtOnceAndAnswersInTheirOrder() {
        TestAccount one = account();
        TestAccount two = account();
        TestAccount stranger = new TestAccount(-3);
        List<PortableDocument> documents =
                List.of(two.note("/objects/1", "b"), stranger.note("/objects/1", "x"), one.note("/objects/1", "a"));
        List<Admission> outcomes = await(store().admit(documents)).outcomes();
        assertThat(outcomes.stream().map(Admission::hash))
                .containsExactlyElementsOf(
                        documents.stream().map(PortableDocument::hash).toList());
        assertThat(outcomes.get(0)).isInstanceOf(Admission.Stored.class);
        assertThat(outcomes.get(1)).isInstanceOf(Admission.Refused.class);
        assertThat(outcomes.get(2)).isInstanceOf(Admission.Stored.class);
    }

    @Test
    default void bringsEmbeddedDocumentsWithItsCarrier() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "inside");
        PortableDocument create = account.activity("/activities/1", "Create", note);
        admit(create);
        StoredDocument found = await(store().find(account.did(), note.hash())).orElseThrow();
        assertThat(found.json()).isEqualTo(note.json());
        assertThat(shown(account, "/objects/1")).contains("inside");
        assertThat(admit(note)).isInstanceOf(Admission.Known.class);
    }

    @Test
    default void showsTheNewestVersionWhicheverCameFirst() {
        TestAccount account = account();
        PortableDocument older = account.note("/objects/1", "old");
        PortableDocument newer = account.note("/objects/1", "new");
        assertThat(standing(newer)).isEqualTo(Standing.CURRENT);
        assertThat(standing(older)).isEqualTo(Standing.SUPERSEDED);
        assertThat(shown(account, "/objects/1")).contains("new");
        assertThat(await(store().versions(account.id("/objects/1"), 10)))
                .extracting(StoredDocument::hash)
                .containsExactly(newer.hash(), older.hash());
    }

    @Test
    @DisplayName("P4: of two versions of one time the lowest hash wins, and both are kept as evidence")
    default void keepsEquivocationsAsEvidence() {
        TestAccount account = account();
        Instant time = account.tick();
        PortableDocument one = account.note("/objects/1", "yes", time);
        PortableDocument two = account.note("/objects/1", "no", time);
        PortableDocument low = one.hash().compareTo(two.hash()) < 0 ? one : two;
        PortableDocument high = low == one ? two : one;
        admit(low);
        assertThat(standing(high)).isEqualTo(Standing.SUPERSEDED);
        assertThat(shown(account, "/objects/1")).isEqualTo(low.json().string("content"));
        assertThat(await(store().evidence(account.did(), 10))).singleElement().satisfies(evidence -> {
            assertThat(evidence.kind()).isEqualTo(Evidence.Kind.VERSIONS);
            assertThat(evidence.path()).isEqualTo("/objects/1");
            assertThat(List.of(evidence.first(), evidence.second())).containsExactly(low.hash(), high.hash());
        });
        assertThat(await(store().find(account.did(), high.hash()))).isPresent();
    }

    @Test
    default void versionsOfDifferentTimesAreNoEvidence() {
        TestAccount account = account();
        admit(account.note("/objects/1", "a"));
        admit(account.note("/objects/1", "b"));
        assertThat(await(store().evidence(account.did(), 10))).isEmpty();
    }

    @Test
    default void servesTheNewestVersionSpeltWithTheOriginThatIsAsked() {
        TestAccount account = account();
        admit(account.noteSpelt(HOME, "/objects/1", "farewell"));
        admit(account.noteSpelt(OTHER, "/objects/1", "moved"));
        Lookup home = await(store().find(account.id("/objects/1"), HOME));
        Lookup other = await(store().find(account.id("/objects/1"), OTHER));
        Lookup third = await(store().find(
                        account.id("/objects/1"),
                        Origin.parse("https://third.example").orElseThrow()));
        assertThat(((Lookup.Found) home).document().json().string("content")).contains("farewell");
        assertThat(((Lookup.Found) home).document().spelling()).contains(HOME);
        assertThat(((Lookup.Found) other).document().json().string("content")).contains("moved");
        assertThat(third).isEqualTo(other);
    }

    @Test
    default void sequenceOfAnActorDecidesBeforeItsTime() {
        TestAccount account = account();
        PortableDocument second = account.actor(HOME, 2, more -> more.put("name", "two"));
        PortableDocument first = account.actor(HOME, 1, more -> more.put("name", "one"));
        admit(second);
        assertThat(standing(first)).isEqualTo(Standing.SUPERSEDED);
        assertThat(((Lookup.Found) await(store().find(account.id("/actor"), HOME)))
                        .document()
                        .sequence())
                .hasValue(2);
    }

    @Test
    @DisplayName(
            "two devices that sign different moves with one sequence: the later counts, of one time the lower hash, whichever comes first")
    default void movesOfOneSequence() {
        for (boolean reversed : List.of(false, true)) {
            TestAccount account = account();
            PortableDocument earlier = account.actor(HOME, 2, more -> more.put("name", "here"));
            PortableDocument later = account.actor(HOME, 2, more -> more.put("name", "there"));
            admit(reversed ? later : earlier);
            admit(reversed ? earlier : later);
            assertThat(shownActor(account)).isEqualTo(later.hash());
            Instant time = account.tick();
            PortableDocument one = account.sign(renumbered(later, "one"), time);
            PortableDocument two = account.sign(renumbered(later, "two"), time);
            admit(reversed ? two : one);
            admit(reversed ? one : two);
            assertThat(shownActor(account)).isEqualTo(one.hash().compareTo(two.hash()) < 0 ? one.hash() : two.hash());
        }
    }

    private static JsonObject renumbered(PortableDocument actor, String name) {
        return actor.json().without("proof").with("sequence", JsonNumber.of(3)).with("name", Json.of(name));
    }

    private Sha256 shownActor(TestAccount account) {
        return ((Lookup.Found) await(store().find(account.id("/actor"), HOME)))
                .document()
                .hash();
    }

    @Test
    default void sequenceOfANoteDecidesNothing() {
        TestAccount account = account();
        PortableDocument older = account.sign(
                account.noteAt(account.id("/objects/1").canonical(), "old", TestAccount.PUBLIC)
                        .put("sequence", 9)
                        .build(),
                account.tick());
        admit(older);
        admit(account.note("/objects/1", "new"));
        assertThat(shown(account, "/objects/1")).contains("new");
    }

    @Test
    default void theActorOfARegistrationIsOlderThanAnyOther() {
        TestAccount account = account();
        Instant same = account.tick();
        PortableDocument registered = account.actor(HOME, -1, more -> more.put("name", "bare"));
        PortableDocument replacing = account.sign(
                registered.json().without("proof").with("name", new social.godwit.identity.json.JsonString("full")),
                same);
        assertThat(await(store().register(account.did(), List.of(registered))))
                .isInstanceOf(Publication.Published.class);
        assertThat(publish(account, replacing)).isInstanceOf(Publication.Published.class);
        assertThat(((Lookup.Found) await(store().find(account.id("/actor"))))
                        .document()
                        .hash())
                .isEqualTo(replacing.hash());
        assertThat(await(store().register(account.did(), List.of(registered))))
                .isEqualTo(new Publication.Published(
                        List.of(new Admission.Known(registered.hash(), Standing.SUPERSEDED)), Optional.empty()));
    }

    @Test
    default void publishesABatchWholeOrNotAtAll() {
        TestAccount account = account();
        PortableDocument older = account.note("/objects/1", "old");
        PortableDocument fresh = account.note("/objects/2", "fresh");
        PortableDocument newer = account.note("/objects/1", "new");
        assertThat(publish(account, newer)).isInstanceOf(Publication.Published.class);
        assertThat(publish(account, fresh, older))
                .isEqualTo(new Publication.Conflict(older.id(), older.hash(), Optional.of(newer.hash())));
        assertThat(shown(account, "/objects/2")).isEmpty();
        assertThat(publish(account, fresh)).isInstanceOf(Publication.Published.class);
        assertThat(publish(account, fresh, newer))
                .isEqualTo(new Publication.Published(
                        List.of(
                                new Admission.Known(fresh.hash(), Standing.CURRENT),
                                new Admission.Known(newer.hash(), Standing.CURRENT)),
                        Optional.empty()));
    }

    @Test
    default void refusesABatchOfAnotherOwner() {
        TestAccount account = account();
        PortableDocument foreign = account().note("/objects/1", "not yours");
        assertThatThrownBy(() -> store().publish(account.did(), List.of(foreign)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> store().publish(account.did(), List.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @DisplayName("P4: a deletion by bare id hides the object and its carriers for ever, whatever the times")
    default void deletesByBareId() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "regret");
        PortableDocument create = account.activity("/activities/1", "Create", note);
        PortableDocument delete = account.activity(
                "/activities/2", "Delete", account.id("/objects/1").at(HOME));
        PortableDocument later = account.note("/objects/1", "again");
        publish(account, create);
        assertThat(outbox(account)).containsExactly("/activities/1");
        publish(account, delete);
        assertThat(await(store().find(account.id("/objects/1"))))
                .isEqualTo(new Lookup.Deleted(Visibility.PUBLIC, Optional.empty()));
        assertThat(await(store().find(account.id("/activities/1")))).isEqualTo(new Lookup.Missing());
        assertThat(outbox(account)).containsExactly("/activities/2");
        assertThat(standing(note)).isEqualTo(Standing.DELETED);
        assertThat(publish(account, later))
                .isEqualTo(new Publication.Conflict(later.id(), later.hash(), Optional.empty()));
        assertThat(standing(later)).isEqualTo(Standing.DELETED);
        assertThat(await(store().find(account.id("/objects/1")))).isInstanceOf(Lookup.Deleted.class);
    }

    @Test
    default void deletesBySignedTombstoneAndServesIt() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "regret");
        PortableDocument tombstone = account.tombstone("/objects/1");
        publish(account, note);
        publish(account, account.activity("/activities/2", "Delete", tombstone));
        Lookup.Deleted deleted = (Lookup.Deleted) await(store().find(account.id("/objects/1")));
        assertThat(deleted.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(deleted.tombstone().orElseThrow().json()).isEqualTo(tombstone.json());
    }

    @Test
    default void aTombstoneInheritsTheClassOfWhatItReplaces() {
        TestAccount account = account();
        PortableDocument secret = account.sign(
                account.noteAt(account.id("/objects/1").canonical(), "psst", "https://remote.example/bob")
                        .build(),
                account.tick());
        publish(account, secret);
        publish(account, account.tombstone("/objects/1"));
        publish(account, account.tombstone("/objects/never"));
        assertThat(((Lookup.Deleted) await(store().find(account.id("/objects/1")))).visibility())
                .isEqualTo(Visibility.DIRECT);
        assertThat(((Lookup.Deleted) await(store().find(account.id("/objects/never")))).visibility())
                .isEqualTo(Visibility.SELF);
    }

    @Test
    @DisplayName("A gateway that came after the erasure goes by the class of the Delete")
    default void whatWasNeverHereHasTheClassOfItsDelete() {
        TestAccount account = account();
        publish(
                account,
                account.activity(
                        "/activities/1", "Delete", account.id("/objects/1").canonical()));
        assertThat(((Lookup.Deleted) await(store().find(account.id("/objects/1")))).visibility())
                .isEqualTo(Visibility.PUBLIC);
    }

    @Test
    default void nobodyDeletesWhatIsAnothers() {
        TestAccount victim = account();
        TestAccount thief = account();
        publish(victim, victim.note("/objects/1", "mine"));
        publish(thief, thief.note("/objects/1", "of the same path"));
        publish(
                thief,
                thief.activity(
                        "/activities/1", "Delete", victim.id("/objects/1").canonical()));
        assertThat(shown(victim, "/objects/1")).contains("mine");
        assertThat(shown(thief, "/objects/1")).contains("of the same path");
    }

    @Test
    default void erasesWhatWasDeletedAfterFourteenDaysWithAllThatEmbedsIt() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "regret");
        PortableDocument create = account.activity("/activities/1", "Create", note);
        PortableDocument edit = account.activity("/activities/2", "Update", account.note("/objects/1", "edited"));
        PortableDocument delete = account.activity("/activities/3", "Delete", account.tombstone("/objects/1"));
        PortableDocument bystander = account.note("/objects/2", "stays");
        publish(account, create, bystander);
        publish(account, edit);
        publish(account, delete);
        clock().advance(Repositories.ERASED_AFTER.minusSeconds(1));
        assertThat(await(store().eraseDue(100))).isZero();
        assertThat(await(store().find(account.did(), create.hash()))).isPresent();
        clock().advance(Duration.ofSeconds(1));
        assertThat(await(store().eraseDue(100))).isPositive();
        assertThat(await(store().eraseDue(100))).isZero();
        for (PortableDocument gone : List.of(note, create, edit, edit.embedded().getFirst())) {
            assertThat(await(store().find(account.did(), gone.hash()))).isEmpty();
        }
        assertThat(await(store().find(account.did(), delete.hash()))).isPresent();
        assertThat(shown(account, "/objects/2")).contains("stays");
        assertThat(((Lookup.Deleted) await(store().find(account.id("/objects/1")))).tombstone())
                .isPresent();
        PortableDocument unseen = account.activity("/activities/9", "Update", account.note("/objects/1", "unseen"));
        for (PortableDocument replayed : List.of(create, note, unseen)) {
            assertThat(admit(replayed)).isEqualTo(new Admission.Refused(replayed.hash(), Admission.Refusal.ERASED));
            assertThat(await(store().publish(account.did(), List.of(replayed))))
                    .isEqualTo(new Publication.Refused(replayed.hash(), Admission.Refusal.ERASED));
            assertThat(await(store().find(account.did(), replayed.hash()))).isEmpty();
            assertThat(await(store().held(account.did(), List.of(replayed.hash()))))
                    .containsOnlyKeys(replayed.hash());
        }
    }

    @Test
    @DisplayName("A Delete cannot be deleted itself: replicas that come later have to learn of it")
    default void whatDeletesCannotBeDeleted() {
        TestAccount account = account();
        publish(account, account.note("/objects/1", "regret"));
        PortableDocument delete = account.activity(
                "/activities/1", "Delete", account.id("/objects/1").canonical());
        publish(account, delete);
        publish(
                account,
                account.activity(
                        "/activities/2", "Delete", account.id("/activities/1").canonical()));
        clock().advance(Repositories.ERASED_AFTER);
        await(store().eraseDue(100));
        assertThat(await(store().find(account.did(), delete.hash()))).isPresent();
    }

    @Test
    @DisplayName("P10: what the operator purged stays as a hash and is not taken again")
    default void keepsTheHashOfWhatWasPurged() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "bad");
        publish(account, note);
        assertThat(await(store().purge(account.did(), note.hash()))).isTrue();
        assertThat(await(store().purge(account.did(), note.hash()))).isFalse();
        assertThat(shown(account, "/objects/1")).isEmpty();
        assertThat(admit(note)).isEqualTo(new Admission.Refused(note.hash(), Admission.Refusal.PURGED));
        assertThat(publish(account, note)).isEqualTo(new Publication.Refused(note.hash(), Admission.Refusal.PURGED));
    }

    @Test
    default void pagesItemsNewestFirstWithoutGapsOrRepetitions() {
        TestAccount account = account();
        List<String> expected = new ArrayList<>();
        List<PortableDocument> documents = new ArrayList<>();
        for (int i = 0; i < 25; i++) {
            documents.add(account.activity("/activities/" + i, "Like", "https://remote.example/" + i));
            expected.addFirst("/activities/" + i);
        }
        await(store().publish(account.did(), documents));
        List<String> seen = new ArrayList<>();
        Optional<VersionRank> before = Optional.empty();
        do {
            Page page = await(store().page(account.did(), Selection.publicActivities(), before, 7));
            page.items().forEach(item -> seen.add(item.id().path()));
            before = page.next().flatMap(rank -> VersionRank.parse(rank.toString()));
        } while (before.isPresent());
        assertThat(seen).isEqualTo(expected);
        assertThat(await(store().count(account.did(), Selection.publicActivities())))
                .isEqualTo(25);
        assertThat(await(store().count(
                                account.did(), Selection.publicActivities().ofTypes("Follow"))))
                .isZero();
    }

    @Test
    @DisplayName("P11: what is not public is on no page of public items")
    default void showsPagesOfTheAskedClassesOnly() {
        TestAccount account = account();
        publish(account, account.activity("/activities/1", "Like", "https://remote.example/1"));
        PortableDocument hidden = account.sign(
                account.activity("/activities/2", "Block", "https://remote.example/eve")
                        .json()
                        .without("proof"),
                account.tick());
        publish(account, hidden);
        assertThat(outbox(account)).containsExactly("/activities/1");
        assertThat(await(store().page(account.did(), Selection.activities(ALL), Optional.empty(), 10))
                        .items())
                .hasSize(2);
        assertThat(await(store().after(account.did(), 0, Set.of(Visibility.PUBLIC), 10)))
                .extracting(StoredDocument::hash)
                .doesNotContain(hidden.hash());
    }

    @Test
    default void followsAlongInOrderOfArrival() {
        TestAccount account = account();
        PortableDocument late = account.note("/objects/1", "late");
        PortableDocument carried = account.note("/objects/2", "carried");
        PortableDocument create = account.activity("/activities/1", "Create", carried);
        admit(create);
        long seen = await(store().after(account.did(), 0, ALL, 10)).getLast().number();
        admit(late);
        admit(carried);
        assertThat(await(store().after(account.did(), seen, ALL, 10)))
                .extracting(StoredDocument::hash)
                .containsExactly(late.hash(), carried.hash());
    }

    @Test
    default void findsDocumentsByTheNetworkThatTheyName() {
        TestAccount account = account();
        TestAccount network = new TestAccount(-77);
        PortableDocument named = account.sign(
                account.noteAt(account.id("/objects/1").canonical(), "for the network", TestAccount.PUBLIC)
                        .put("network", network.did().toString())
                        .build(),
                account.tick());
        publish(account, named, account.note("/objects/2", "for nobody"));
        assertThat(
                        await(store().naming(network.did(), Set.of(Visibility.PUBLIC), Optional.empty(), 10))
                                .items()
                                .stream()
                                .map(StoredDocument::hash)
                                .filter(named.hash()::equals))
                .hasSize(1);
        publish(account, account.tombstone("/objects/1"));
        assertThat(
                        await(store().naming(network.did(), Set.of(Visibility.PUBLIC), Optional.empty(), 1_000))
                                .items()
                                .stream()
                                .filter(item -> item.owner().equals(account.did())))
                .isEmpty();
    }

    @Test
    default void tellsTheNewestVersionOfIds() {
        TestAccount account = account();
        PortableDocument note = account.note("/objects/1", "a");
        publish(account, note);
        PortableDocument newer = account.note("/objects/1", "b");
        publish(account, newer);
        var newest = await(store().newest(List.of(account.id("/objects/1"), account.id("/objects/none"))));
        assertThat(newest).containsOnlyKeys(account.id("/objects/1"));
        assertThat(newest.get(account.id("/objects/1"))).isEqualTo(VersionRank.of(0, newer.proofTime(), newer.hash()));
    }

    @Test
    default void admitsARepositoryWithoutAnActor() {
        TestAccount network = new TestAccount(System.identityHashCode(this) + 1_000_000L);
        await(store().open(network.did(), RepositoryKind.NETWORK));
        await(store().open(network.did(), RepositoryKind.ACCOUNT));
        assertThat(await(store().kind(network.did()))).contains(RepositoryKind.NETWORK);
        assertThat(publish(network, network.note("/charter", "we the people")))
                .isInstanceOf(Publication.Published.class);
    }

    /** A device of an account with a key log, for the contract of checkpoints. */
    default SigningKey withDevice(TestAccount account) {
        SigningKey device = account.newKey();
        publish(account, account.genesis(), account.addDevice(device));
        return device;
    }

    @Test
    default void tellsWhatIsLeftOfAHash() {
        TestAccount account = account();
        PortableDocument kept = account.note("/objects/1", "kept");
        PortableDocument removed = account.note("/objects/2", "removed");
        admit(kept);
        admit(removed);
        await(store().purge(account.did(), removed.hash()));
        Sha256 never = Sha256.of(new byte[] {1});
        var held = await(store().held(account.did(), List.of(kept.hash(), removed.hash(), never)));
        assertThat(held).containsOnlyKeys(kept.hash(), removed.hash());
        assertThat(held.get(kept.hash()))
                .isInstanceOfSatisfying(
                        Held.Here.class,
                        here -> assertThat(here.document().bytes()).isEqualTo(kept.bytes()));
        assertThat(held.get(removed.hash()))
                .isEqualTo(new Held.Gone(
                        Held.Reason.PURGED,
                        removed.visibility(),
                        removed.proofTime().getEpochSecond()));
    }

    @Test
    @DisplayName("Sizes are told without reading, and of no class that was not asked for")
    default void tellsSizes() {
        TestAccount account = account();
        PortableDocument open = account.note("/objects/1", "open");
        PortableDocument secret = account.sign(
                account.noteAt(
                                account.id("/objects/2").canonical(),
                                "secret",
                                account.id("/actor").canonical())
                        .build(),
                account.tick());
        PortableDocument removed = account.note("/objects/3", "removed");
        await(store().admit(List.of(open, secret, removed)));
        await(store().purge(account.did(), removed.hash()));
        List<Sha256> hashes = List.of(open.hash(), secret.hash(), removed.hash(), Sha256.of(new byte[] {1}));
        assertThat(await(store().sizes(account.did(), hashes, ALL)))
                .isEqualTo(Map.of(
                        open.hash(), open.bytes().length, secret.hash(), secret.bytes().length, removed.hash(), 0));
        assertThat(await(store().sizes(account.did(), hashes, Set.of(Visibility.PUBLIC))))
                .containsOnlyKeys(open.hash(), removed.hash());
    }

    @Test
    @DisplayName("Who follows along gets the first document whatever its size, and then as many as there is room for")
    default void followsWithinBytes() {
        TestAccount account = account();
        List<PortableDocument> notes = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            notes.add(account.note("/objects/" + i, "some text"));
        }
        await(store().admit(notes));
        int first = notes.get(0).bytes().length;
        int second = notes.get(1).bytes().length;
        Map<Integer, Integer> expected =
                Map.of(1, 1, first, 1, first + 1, 2, first + second, 2, first + second + 1, 3, 100 * first, 5);
        expected.forEach((room, count) -> assertThat(await(store().after(account.did(), 0, ALL, 100, room)))
                .as("in %s bytes", room)
                .extracting(StoredDocument::hash)
                .containsExactlyElementsOf(notes.subList(0, count).stream()
                        .map(PortableDocument::hash)
                        .toList()));
        assertThat(await(store().after(account.did(), 0, ALL, 2, 100 * first))).hasSize(2);
    }

    @Test
    default void tellsOfTheActorThatCounts() {
        TestAccount account = account();
        PortableDocument newer = account.actor(HOME, 2, more -> more);
        PortableDocument older = account.actor(OTHER, 1, more -> more);
        assertThat(await(store().admit(List.of(newer))).changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.actor().orElseThrow().hash()).isEqualTo(newer.hash()));
        assertThat(await(store().admit(List.of(older))).changes())
                .singleElement()
                .satisfies(change ->
                        assertThat(change.actor().orElseThrow().hash()).isEqualTo(newer.hash()));
        assertThat(await(store().admit(List.of(older, newer))).changes()).isEmpty();
        assertThat(await(store().admit(List.of(account.note("/objects/1", "a"))))
                        .changes())
                .singleElement()
                .satisfies(change -> assertThat(change.actor()).isEmpty());
    }
}
