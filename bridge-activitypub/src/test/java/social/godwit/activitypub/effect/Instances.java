package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.ActorPaths;
import social.godwit.activitypub.delivery.Deliveries;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.InboxAdmission;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.instanceactor.OpenInstanceKeys;
import social.godwit.activitypub.policy.Arriving;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.policy.Screening;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.RemoteDocuments;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.RequestVerifier;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.store.Database;
import social.godwit.store.Timers;
import social.godwit.store.label.Label;
import social.godwit.store.record.OpenRecords;
import social.godwit.store.record.RecordStore;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.replication.Replicas;
import social.godwit.store.testing.TestDatabase;

/** An instance from its inbox to its tables, over a real database; what lies outside of it, a test says. */
final class Instances {
    static final Origin HERE = Origin.parse("https://here.test").orElseThrow();
    private static final Random RANDOM = new Random(7);
    private static final RsaKeyPair RSA = RsaKeyPair.generate(Instances::random);

    final TestDatabase db;
    final Now clock = new Now();
    final MapAccounts accounts = new MapAccounts();
    final MapActors actors = new MapActors();
    /** What key logs say of who goes on in whose place, by canonical actor ids. */
    final Map<String, Did> successors = new HashMap<>();

    final Set<String> denied = new HashSet<>();
    final Set<String> limited = new HashSet<>();
    /** Hosts whose people wait until the followed agrees. */
    final Set<String> asking = new HashSet<>();

    /** What filters say to a post. */
    Function<Arriving, Screening> filters = post -> Screening.NONE;

    /** How moderators stand to actors and posts, by id as compared; see {@link #moderate}. */
    final Map<String, FederationPolicy.Stance> moderated = new HashMap<>();

    /** Labels on actors and posts, by id as compared. */
    final Map<String, List<Label>> labels = new HashMap<>();

    final Set<String> goneAtOrigin = new HashSet<>();
    /** What accounts here say to be as well, by actor as compared. */
    final Map<String, List<String>> aliases = new HashMap<>();

    /** What owners here signed beside actors and activities, by id as compared. */
    final Map<String, JsonObject> signed = new HashMap<>();

    final List<Outgoing> sent = new ArrayList<>();
    final Beans beans = new Beans();
    final Replicas replicas = new MemoryReplicas();
    final RecordStore records;
    final InboxWorker worker;
    final InboxAdmission admission;
    final OwnerEffects owners;
    /** Says who sent a request, by its header {@code test-signer}; replaced where real signatures matter. */
    RequestVerifier verifier = (request, at) -> Uni.createFrom().item(bySigner(request));

    private static final Map<Did, SigningKey> keys = new HashMap<>();

    Instances(TestDatabase db) {
        this(db, HERE);
    }

    Instances(TestDatabase db, Origin origin) {
        this.db = db;
        this.records = OpenRecords.over(db.database(), replicas, clock);
        FederationPolicy policy = new FederationPolicy() {
            @Override
            public Stance stanceOn(String host) {
                return denied.contains(host) ? Stance.DENY : limited.contains(host) ? Stance.LIMIT : Stance.ALLOW;
            }

            @Override
            public Screening screen(Arriving post) {
                return filters.apply(post);
            }

            @Override
            public boolean screensNewcomers() {
                return true;
            }

            @Override
            public boolean approvesFollows(String host) {
                return asking.contains(host);
            }

            @Override
            public Standing standing(String id) {
                return new Standing(
                        moderated.getOrDefault(id, Stance.ALLOW),
                        false,
                        false,
                        List.of(),
                        labels.getOrDefault(id, List.of()));
            }
        };
        RequestVerifier delegating = (request, at) -> verifier.verify(request, at);
        beans.with(db.database())
                .with(clock)
                .with(accounts)
                .with(actors)
                .with(policy)
                .with(delegating)
                .with((Successors)
                        actor -> Uni.createFrom().item(Optional.ofNullable(successors.get(Ids.compared(actor)))))
                .with(new Origins())
                .with(new Signed())
                .with(new Sent())
                .with(records)
                .with(replicas)
                .with(keys(db.database(), origin, clock))
                .with(new NoTimers());
        for (String bean : List.of(
                "inbox.QueueSignal",
                "inbox.RecentArrivals",
                "inbox.HibernateInboxQueue",
                "inbox.HibernateQueueClaims",
                "inbox.HibernateReceivedStore",
                "inbox.HibernateInboxBacklog",
                "follow.HibernateFollowStore",
                "note.HibernateNoteStore",
                "policy.HibernateModeratedIds",
                "policy.HibernateHostCounts",
                "policy.HibernateRecentPosts",
                "interaction.HibernateInteractionStore",
                "interaction.HibernateCollectedStore",
                "interaction.HibernateReportStore",
                "poll.HibernatePollStore",
                "notification.HibernateNotificationStore",
                "timeline.HibernateTimelineStore",
                "effect.HibernateFacts",
                "effect.HibernateChanges",
                "effect.Witness",
                "effect.HibernateEffects",
                "effect.KnownPeers",
                "effect.HibernateFetchedPosts",
                "effect.WantedPosts",
                "effect.HibernateOldPosts",
                "effect.HibernateUpkeep",
                "effect.InboxWorker",
                "effect.MoveWatch",
                "inbox.StrangerAdmission",
                "attested.RecordVerifier")) {
            beans.make(bean);
        }
        this.worker = beans.get(InboxWorker.class);
        this.admission = beans.get(InboxAdmission.class);
        this.owners = beans.get(OwnerEffects.class);
    }

    private static InstanceKeys keys(Database database, Origin origin, InstantSource clock) {
        var keys = new InstanceKeys(
                new Instance(origin.toString(), "1", false, true),
                OpenInstanceKeys.over(database),
                Instances::random,
                clock);
        keys.load().await().atMost(Duration.ofSeconds(30));
        return keys;
    }

    /** Moderators decide this about an actor or a post. */
    void moderate(String id, FederationPolicy.Stance stance) {
        moderated.put(id, stance);
        await(get(ModeratedIds.class).set(id, () -> Uni.createFrom().item(stance)));
    }

    static byte[] random(int count) {
        byte[] bytes = new byte[count];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    <T> T get(Class<T> type) {
        return beans.get(type);
    }

    <T> T await(Uni<T> uni) {
        return db.await(uni);
    }

    /** A new account here, open unless {@code locked}. */
    Account account(String name, boolean locked) {
        SigningKey key = SigningKey.generate(Instances::random);
        keys.put(key.did(), key);
        return register(key.did(), name, HERE, locked);
    }

    /** An account whose home is elsewhere; this is its second gateway. */
    Account accountElsewhere(String name, Origin home, boolean locked) {
        SigningKey key = SigningKey.generate(Instances::random);
        keys.put(key.did(), key);
        return register(key.did(), name, HERE, locked, List.of(home, HERE));
    }

    /** The key of an account that was made here. */
    SigningKey key(Account account) {
        return keys.get(account.did());
    }

    /** An account whose key nobody here holds. */
    Account register(Did did, String name, Origin origin, boolean locked) {
        return register(did, name, origin, locked, List.of(origin));
    }

    private Account register(Did did, String name, Origin origin, boolean locked, List<Origin> gateways) {
        Account account = new Account(
                did,
                name,
                true,
                origin,
                new ActorPaths(
                        "/actor",
                        "/actor/inbox",
                        "/actor/outbox",
                        Optional.of("/actor/followers"),
                        Optional.of("/actor/following"),
                        Optional.of("/actor/featured"),
                        Optional.empty()),
                name,
                Optional.empty(),
                locked,
                Account.Status.ACTIVE,
                RSA,
                Optional.empty(),
                gateways,
                List.of(),
                Instant.EPOCH);
        accounts.put(account);
        return account;
    }

    /** The account as an instance has it that is one of its gateways; with a repository. */
    Account share(Account account, Origin here, List<Origin> gateways) {
        return share(account, here, gateways, List.of());
    }

    /** The same, some of the gateways being of another kind. */
    Account share(Account account, Origin here, List<Origin> gateways, List<Origin> foreign) {
        Account shared = new Account(
                account.did(),
                account.username(),
                true,
                here,
                account.paths(),
                account.displayName(),
                account.ownHandle(),
                account.locked(),
                account.status(),
                account.key(),
                account.listedKeyId(),
                gateways,
                foreign,
                account.registeredAt());
        accounts.put(shared);
        db.execute("insert into repository (did, kind, opened_at) values ('" + account.did()
                + "', 'ACCOUNT', now()) on conflict do nothing");
        return shared;
    }

    /** A stranger who signs by HTTP, with an actor document. */
    String stranger(String id) {
        actors.publish(JsonObject.builder()
                .put("id", id)
                .put("type", "Person")
                .put("inbox", id + "/inbox")
                .put("followers", id + "/followers")
                .put("featured", id + "/featured")
                .build());
        return id;
    }

    /** Posts to the shared inbox, HTTP-signed by the activity's actor. */
    Admission post(JsonObject activity) {
        return post(activity, activity.id("actor").orElse(""), Optional.empty());
    }

    Admission post(JsonObject activity, String signer, Optional<Account> recipient) {
        return await(admission.admit(request(activity.toString().getBytes(StandardCharsets.UTF_8), signer), recipient));
    }

    static IncomingRequest request(byte[] body, String signer) {
        return new IncomingRequest(
                "POST",
                HERE.toString(),
                "/inbox",
                Headers.of("content-type", "application/activity+json", "test-signer", signer),
                body);
    }

    private static SignatureVerdict bySigner(IncomingRequest request) {
        String signer = request.headers().first("test-signer").orElse("");
        return signer.isEmpty()
                ? new SignatureVerdict.Unsigned()
                : new SignatureVerdict.Signed(signer, signer + "#key", SignatureProfile.CAVAGE, Instant.EPOCH);
    }

    /** Lets the worker go on until nothing changes any more. */
    void settle() {
        for (int i = 0; i < 6; i++) {
            await(worker.drain());
        }
    }

    /** What the owner signs and the outbox has admitted. */
    Recipients say(Account account, JsonObject activity) {
        return say(account, activity, clock.instant());
    }

    Recipients say(Account account, JsonObject activity, Instant at) {
        PortableDocument document = signed(account, activity, at);
        return await(owners.apply(account, document, at));
    }

    PortableDocument signed(Account account, JsonObject activity, Instant at) {
        JsonObject whole = activity;
        if (activity.get("object") instanceof JsonObject object && object.has("id")) {
            whole = activity.with("object", proven(account, object, at));
        }
        JsonObject proven = proven(account, whole, at);
        byte[] bytes = proven.toString().getBytes(StandardCharsets.UTF_8);
        DocumentVerdict verdict = PortableDocument.read(bytes, at.plus(Duration.ofMinutes(1)));
        if (verdict instanceof DocumentVerdict.Admissible(PortableDocument document)) {
            return document;
        }
        throw new IllegalStateException(verdict.toString());
    }

    /** With context and the owner's proof. */
    JsonObject proven(Account account, JsonObject document, Instant at) {
        JsonObject.Builder builder = JsonObject.builder().put("@context", Json.strings(PortableDocument.CONTEXT));
        document.members().forEach(builder::put);
        return IntegrityProof.sign(builder.build(), keys.get(account.did()), at);
    }

    /** All rows of a table as text, sorted: to compare states. */
    List<String> rows(String table) {
        return await(db.database()
                .inTransaction(
                        session -> Database.query(session, "select t::text as row from " + table + " t order by 1"))
                .map(rows -> rows.stream().map(row -> row.getString("row")).toList()));
    }

    /** The number in the first column of the first row. */
    long count(String sql, Object... parameters) {
        return await(db.database()
                .inTransaction(session -> Database.query(session, sql, parameters))
                .map(rows -> rows.getFirst().getLong(0)));
    }

    static Map<String, JsonObject> byId(List<JsonObject> all) {
        Map<String, JsonObject> map = new LinkedHashMap<>();
        all.forEach(one -> map.put(one.string("id").orElseThrow(), one));
        return map;
    }

    /** A clock that a test moves. */
    static final class Now implements InstantSource {
        private Instant now = Instant.parse("2026-11-22T12:00:00Z");

        @Override
        public Instant instant() {
            return now;
        }

        void set(Instant instant) {
            now = instant;
        }

        void advance(Duration duration) {
            now = now.plus(duration);
        }
    }

    private final class Origins implements RemoteDocuments {
        @Override
        public Uni<DocumentLookup> get(String id) {
            return Uni.createFrom()
                    .item(goneAtOrigin.contains(id) ? new DocumentLookup.Gone() : new DocumentLookup.NotFound("404"));
        }

        @Override
        public Uni<DocumentLookup> get(String id, List<String> gateways) {
            return get(id);
        }

        @Override
        public Uni<DocumentLookup> collection(String url, social.godwit.activitypub.remote.RemoteActor owner) {
            return get(url);
        }
    }

    private final class Signed implements OwnDocuments {
        @Override
        public Uni<Optional<JsonObject>> document(Account account) {
            return Uni.createFrom()
                    .item(Optional.of(JsonObject.builder()
                            .put(
                                    "alsoKnownAs",
                                    aliases.getOrDefault(account.actor().canonical(), List.of()))
                            .build()));
        }

        @Override
        public Uni<Optional<JsonObject>> document(PortableId id) {
            return Uni.createFrom().item(Optional.ofNullable(signed.get(id.canonical())));
        }
    }

    private final class Sent implements Deliveries {
        @Override
        public Uni<Void> enqueue(Outgoing outgoing) {
            return Uni.createFrom().voidItem().invoke(() -> sent.add(outgoing));
        }

        @Override
        public void wake() {}
    }

    private static final class NoTimers implements Timers {
        @Override
        public Timer every(Duration interval, String name, Supplier<Uni<Void>> work) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Uni<Void> after(Duration delay) {
            return Uni.createFrom().voidItem();
        }
    }
}
