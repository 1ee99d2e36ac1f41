package social.godwit.activitypub.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.gateway.OutboxOutcome.Accepted;
import social.godwit.activitypub.gateway.OutboxOutcome.Refused;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.receipt.Receipt;
import social.godwit.store.document.Lookup;
import social.godwit.store.testing.TestDatabase;

class OutboxTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create();

    private static final TestGateway GATEWAY = new TestGateway(DB, true, 11);
    private static int names;

    private final Person owner = GATEWAY.registered("owner" + ++names);

    @Test
    void keepsAndDeliversExactlyTheBytesThatCameIn() {
        JsonObject create = owner.create(Person.PUBLIC);
        byte[] spaced =
                create.toString().replace("{\"@context\"", "{ \"@context\"").getBytes();
        Accepted accepted = accepted(List.of(spaced));
        assertThat(accepted.documents().getFirst().hash())
                .isEqualTo(Person.hashes(List.of(create)).getFirst());
        assertThat(GATEWAY.delivered.getLast().body()).isEqualTo(new String(spaced));
        assertThat(DB.await(GATEWAY.repositories.find(id(create), TestGateway.HERE)))
                .isInstanceOfSatisfying(
                        Lookup.Found.class,
                        found -> assertThat(found.document().bytes()).isEqualTo(spaced));
        Receipt receipt = Receipt.read(accepted.receipts().getLast()).orElseThrow();
        assertThat(receipt.account()).isEqualTo(owner.did());
        assertThat(receipt.hashes())
                .containsExactly(accepted.documents().getFirst().hash());
    }

    /** Row 52: the same once more is no conflict, and nothing happens twice. */
    @Test
    void theSameBatchAgainIsAcceptedAndDoesNothing() {
        List<byte[]> batch = Person.bytes(owner.create(Person.PUBLIC), owner.create(Person.PUBLIC));
        accepted(batch);
        int delivered = GATEWAY.delivered.size();
        accepted(batch);
        assertThat(GATEWAY.delivered).hasSize(delivered);
    }

    /** Row 52 and row P4: one id, one document. */
    @Test
    void anIdIsUsedOnce() {
        JsonObject first = owner.create(Person.PUBLIC);
        accepted(Person.bytes(first));
        JsonObject activityAgain = owner.sign(first.without("proof").with("summary", Json.of("another")));
        assertThat(refused(Person.bytes(activityAgain)).type()).isEqualTo("id-used");
        JsonObject note = first.object("object").orElseThrow();
        JsonObject noteAgain = owner.createOf(owner.sign(note.without("proof").with("content", Json.of("another"))));
        assertThat(refused(Person.bytes(noteAgain)).status()).isEqualTo(409);
        assertThat(refused(Person.bytes(owner.sign(first.without("proof")), activityAgain))
                        .status())
                .isEqualTo(409);
    }

    @Test
    void refusesWhoeverIsNotTheOwner() {
        Person other = GATEWAY.registered("other" + names);
        assertThat(refused(Person.bytes(other.create(Person.PUBLIC))).status()).isEqualTo(403);
        JsonObject otherActor = owner.activity("Like", Json.of("https://a.example/1"))
                .with("actor", owner.id("/another"))
                .build();
        assertThat(refused(Person.bytes(otherActor)).status()).isEqualTo(403);
        JsonObject forged = owner.create(Person.PUBLIC).with("summary", Json.of("altered"));
        assertThat(refused(Person.bytes(forged)).status()).isEqualTo(400);
        assertThat(refused(Person.bytes(owner.activity("Like", Json.of("https://a.example/1"))
                                .draft()
                                .build()))
                        .status())
                .isEqualTo(400);
    }

    static Stream<Function<Person, JsonObject>> unfit() {
        return Stream.of(
                // A portable document cannot be stripped of hidden recipients on its way.
                person -> person.activity("Like", Json.of("https://a.example/1"))
                        .with("bto", "https://b.example/c")
                        .build(),
                person -> person.activity("Like", Json.of("https://a.example/1"))
                        .with("bcc", "https://b.example/c")
                        .build(),
                // Row 8: keys are not for clients to make.
                person -> person.createOf(person.sign(note(person, "/objects/key")
                        .put("publicKeyPem", "-----BEGIN PUBLIC KEY-----")
                        .put("owner", person.id("/actor"))
                        .build())),
                person -> person.createOf(person.sign(note(person, "/objects/key2")
                        .put("publicKeyMultibase", person.did().multibase())
                        .build())),
                // Another actor of the same key.
                person -> person.createOf(person.actor(actor -> actor.with("id", Json.of(person.id("/second"))))),
                // Row 58: nobody permits to quote what others wrote, or in others' names.
                person -> person.createOf(person.sign(note(person, "/stamps/1")
                        .put("type", "QuoteAuthorization")
                        .put("interactingObject", "https://far.example/posts/1")
                        .put("interactionTarget", "https://other.example/posts/1")
                        .build())),
                person -> person.createOf(person.sign(note(person, "/objects/2")
                        .put(
                                "result",
                                JsonObject.builder()
                                        .put("type", "QuoteAuthorization")
                                        .put("attributedTo", "https://other.example/users/a")
                                        .put("interactingObject", "https://far.example/posts/1")
                                        .put("interactionTarget", person.id("/objects/1"))
                                        .build())
                        .build())),
                // Row 34.
                person -> person.createOf(person.sign(note(person, "/objects/js")
                        .put("url", "javascript:alert(1)")
                        .build())),
                person -> person.createOf(person.sign(note(person, "/objects/data")
                        .put(
                                "attachment",
                                List.of(JsonObject.builder()
                                        .put("type", "Image")
                                        .put("url", "data:text/html,<script>")
                                        .build()))
                        .build())),
                // An embedded portable object needs a proof of its own.
                person -> person.createOf(note(person, "/objects/unsigned").build()),
                // No activity.
                person -> person.sign(note(person, "/objects/bare").build()),
                Person::actor);
    }

    @ParameterizedTest
    @MethodSource("unfit")
    void refusesWhatOtherServersWouldMisread(Function<Person, JsonObject> document) {
        Problem problem = refused(Person.bytes(document.apply(owner)));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(problem.detail()).isNotEmpty();
    }

    /** Row P6: what is embedded belongs to the same owner, or is refused. */
    @Test
    void refusesAnEmbeddedDocumentOfSomebodyElse() {
        Person other = GATEWAY.person("stranger");
        JsonObject theirs = other.sign(note(other, "/objects/1").build());
        assertThat(refused(Person.bytes(owner.createOf(theirs))).status()).isEqualTo(400);
    }

    @Test
    void takesAllOfABatchOrNothing() {
        JsonObject good = owner.create(Person.PUBLIC);
        JsonObject bad = GATEWAY.person("stranger").create(Person.PUBLIC);
        int delivered = GATEWAY.delivered.size();
        refused(Person.bytes(good, bad));
        assertThat(DB.await(GATEWAY.repositories.find(id(good)))).isInstanceOf(Lookup.Missing.class);
        accepted(Person.bytes(good));
        assertThat(GATEWAY.delivered).hasSize(delivered + 1);
        JsonObject used = owner.sign(good.without("proof").with("summary", Json.of("x")));
        JsonObject next = owner.create(Person.PUBLIC);
        refused(Person.bytes(next, used));
        assertThat(DB.await(GATEWAY.repositories.find(id(next)))).isInstanceOf(Lookup.Missing.class);
    }

    @Test
    void anUpdateOfTheActorChangesTheAccount() {
        Account before = GATEWAY.account(owner.did());
        String keyId = owner.id("/actor#" + before.key().publicKey().fragment());
        Accepted accepted = accepted(Person.bytes(
                owner.activity("Update", listed(before, keyId, true, 2)).build()));
        Account after = GATEWAY.account(owner.did());
        assertThat(after.listedKeyId()).contains(keyId);
        assertThat(after.locked()).isTrue();
        assertThat(accepted.warnings()).isEmpty();
    }

    @Test
    void warnsWhenAnotherRsaKeyCouldSpeakForTheAccount() {
        Account account = GATEWAY.account(owner.did());
        RsaPublicKey foreign = GATEWAY.account(
                        GATEWAY.registered("foreign" + names).did())
                .key()
                .publicKey();
        JsonObject entry = multikey(owner.id("/actor#" + foreign.fragment()), foreign);
        JsonObject own = multikey(
                owner.id("/actor#" + account.key().publicKey().fragment()),
                account.key().publicKey());
        JsonObject actor = owner.actor(draft -> draft.with("assertionMethod", new JsonArray(List.of(own, entry))));
        Accepted accepted =
                accepted(Person.bytes(owner.activity("Update", actor).build()));
        assertThat(accepted.warnings()).anyMatch(text -> text.contains("RSA key other than"));
        assertThat(GATEWAY.account(owner.did()).listedKeyId())
                .contains(own.string("id").orElseThrow());
    }

    @Test
    void anOlderActorDocumentIsAConflict() {
        Account account = GATEWAY.account(owner.did());
        accepted(Person.bytes(owner.activity("Update", listed(account, owner.id("/actor#k"), true, 5))
                .build()));
        Problem problem = refused(Person.bytes(owner.activity("Update", listed(account, owner.id("/actor#k"), false, 4))
                .build()));
        assertThat(problem.status()).isEqualTo(409);
        assertThat(GATEWAY.account(owner.did()).locked()).isTrue();
    }

    @Test
    void aNameCannotBeChangedByAnUpdate() {
        JsonObject renamed = owner.actor(actor -> actor.with("preferredUsername", Json.of("somebodyelse")));
        assertThat(refused(Person.bytes(owner.activity("Update", renamed).build()))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aSuspendedAccountMayLeaveButNotSpeak() {
        JsonObject post = owner.create(Person.PUBLIC);
        accepted(Person.bytes(post));
        DB.await(GATEWAY.accounts.suspend(owner.did(), true));
        assertThat(refused(Person.bytes(owner.create(Person.PUBLIC))).type()).isEqualTo("suspended");
        JsonObject bio = owner.actor(actor -> actor.with("summary", Json.of("buy this")));
        assertThat(refused(Person.bytes(owner.activity("Update", bio).build())).type())
                .isEqualTo("suspended");
        JsonObject gateways =
                owner.actor(actor -> actor.with("gateways", Json.strings(List.of("https://new.example", Person.HERE))));
        accepted(Person.bytes(owner.activity("Update", gateways).build()));
        assertThat(GATEWAY.account(owner.did()).home()).isFalse();
        accepted(Person.bytes(owner.activity("Delete", Json.of(post.id("object").orElseThrow()))
                .build()));
        accepted(Person.bytes(owner.activity("Move", Json.of(owner.id("/actor")))
                .with("target", "https://new.example/actor")
                .build()));
        accepted(Person.bytes(owner.logBeginning()));
    }

    @Test
    void aDeletedAccountSaysNothingMore() {
        accepted(Person.bytes(
                owner.activity("Delete", Json.of(owner.id("/actor"))).build()));
        assertThat(GATEWAY.account(owner.did()).status()).isEqualTo(Account.Status.DELETED);
        assertThat(refused(Person.bytes(owner.create(Person.PUBLIC))).status()).isEqualTo(403);
        assertThat(GATEWAY.register(Person.bytes(owner.actor()))).isInstanceOf(RegistrationOutcome.Refused.class);
    }

    @Test
    void asksForCheckpointsOnceThereIsADevice() {
        Person careful = GATEWAY.person("careful");
        List<JsonObject> beginning = new ArrayList<>(List.of(careful.actor()));
        beginning.addAll(careful.logBeginning());
        JsonObject create = careful.create(Person.PUBLIC);
        List<JsonObject> all = new ArrayList<>(beginning);
        beginning.add(careful.firstCheckpoint(List.copyOf(beginning)));
        GATEWAY.register(Person.bytes(beginning));
        OutboxOutcome without = GATEWAY.post(careful, Person.bytes(create));
        assertThat(without)
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.problem().type()).isEqualTo("checkpoint-missing"));
        all.clear();
        all.add(create);
        all.add(careful.nextCheckpoint(beginning.subList(0, 3), List.of(create)));
        assertThat(GATEWAY.post(careful, Person.bytes(all))).isInstanceOf(Accepted.class);
    }

    @Test
    void limitsBatches() {
        List<byte[]> many = new ArrayList<>();
        byte[] one = Person.bytes(owner.create(Person.PUBLIC)).getFirst();
        for (int i = 0; i <= Batch.DOCUMENTS_MAX; i++) {
            many.add(one);
        }
        assertThat(refused(many).status()).isEqualTo(400);
        assertThat(refused(List.of()).status()).isEqualTo(400);
    }

    @Test
    void takesThirtyTimesAsManyOfThoseThatAreSentToNobody() {
        List<byte[]> sent = new ArrayList<>();
        List<byte[]> brought = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            sent.addAll(Person.bytes(owner.create(Person.PUBLIC)));
            JsonObject note = note(owner, "/objects/old" + i)
                    .put(
                            "importedFrom",
                            JsonObject.builder().put("account", "a@old.test").build())
                    .build();
            brought.addAll(Person.bytes(owner.createOf(owner.sign(note))));
        }
        int batches = 0;
        while (GATEWAY.post(owner, sent) instanceof Accepted) {
            batches++;
        }
        assertThat(batches).isBetween(30, 33);
        accepted(brought);
        accepted(brought);
    }

    private JsonObject listed(Account account, String keyId, boolean locked, long sequence) {
        RsaPublicKey key = account.key().publicKey();
        return owner.actor(actor -> actor.with("assertionMethod", new JsonArray(List.of(multikey(keyId, key))))
                .with(
                        "publicKey",
                        JsonObject.builder()
                                .put("id", keyId)
                                .put("type", "CryptographicKey")
                                .put("owner", owner.id("/actor"))
                                .put("publicKeyPem", key.pem())
                                .build())
                .with(
                        "manuallyApprovesFollowers",
                        JsonObject.builder().put("x", locked).build().get("x"))
                .with("sequence", JsonNumber.of(sequence)));
    }

    private JsonObject multikey(String id, RsaPublicKey key) {
        return JsonObject.builder()
                .put("id", id)
                .put("type", "Multikey")
                .put("controller", owner.id("/actor"))
                .put("publicKeyMultibase", key.multibase())
                .build();
    }

    private static JsonObject.Builder note(Person person, String path) {
        return JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", person.id(path))
                .put("type", "Note")
                .put("attributedTo", person.id("/actor"))
                .put("content", "x")
                .put("to", List.of(Person.PUBLIC));
    }

    private static PortableId id(JsonObject document) {
        return PortableId.parse(document.string("id").orElseThrow()).orElseThrow();
    }

    private Accepted accepted(List<byte[]> documents) {
        OutboxOutcome outcome = GATEWAY.post(owner, documents);
        assertThat(outcome).isInstanceOf(Accepted.class);
        return (Accepted) outcome;
    }

    private Problem refused(List<byte[]> documents) {
        OutboxOutcome outcome = GATEWAY.post(owner, documents);
        assertThat(outcome).isInstanceOf(Refused.class);
        return ((Refused) outcome).problem();
    }
}
