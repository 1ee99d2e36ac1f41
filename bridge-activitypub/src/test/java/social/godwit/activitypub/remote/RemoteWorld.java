package social.godwit.activitypub.remote;

import io.smallrye.mutiny.Uni;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.instanceactor.InstanceKeyStore;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.signature.OutgoingSigner;
import social.godwit.activitypub.signature.PeerProfiles;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.store.testing.TestDatabase;

/** A web of strangers in memory, a clock to turn, and our side of it over a real database. */
final class RemoteWorld implements GuardedClient {
    static final String AS = "https://www.w3.org/ns/activitystreams";
    static final String ACTIVITY_JSON = "application/activity+json";
    static final RsaPublicKey RSA = rsa();

    private static final Random SEEDED = new Random(7);
    static final Randomness RANDOMNESS = count -> {
        byte[] bytes = new byte[count];
        SEEDED.nextBytes(bytes);
        return bytes;
    };
    private static final byte[] INSTANCE_RSA =
            social.godwit.identity.key.RsaKeyPair.generate(RANDOMNESS).pkcs8();

    final Map<String, Function<RemoteRequest, RemoteOutcome>> pages = new HashMap<>();
    final List<String> asked = Collections.synchronizedList(new ArrayList<>());
    Instant now = Instant.parse("2026-11-22T12:00:00Z");
    final InstantSource clock = () -> now;

    final RemoteDocuments documents;
    final RemoteActors actors;
    final RemoteKeys keys;
    final ActorMemory memory;
    final KnockingClient knocking;
    final PeerProfiles peers;
    final InstanceKeys instanceKeys;
    final WebFingerLookup webFinger;

    RemoteWorld(TestDatabase database) {
        Instance instance = new Instance("https://us.example", "test", false, true);
        FederationPolicy policy =
                host -> host.equals("denied.example") ? FederationPolicy.Stance.DENY : FederationPolicy.Stance.ALLOW;
        social.godwit.activitypub.http.Origins own =
                authority -> authority.equals("us.example") ? Optional.of("https://us.example") : Optional.empty();
        InstanceKeyStore store = new InstanceKeyStore() {
            @Override
            public Uni<byte[]> findOrInsert(String name, Uni<byte[]> fresh, Instant at) {
                return name.equals("rsa") ? Uni.createFrom().item(INSTANCE_RSA) : fresh;
            }
        };
        instanceKeys = new InstanceKeys(instance, store, RANDOMNESS, clock);
        instanceKeys.load().await().indefinitely();
        peers = new Profiles();
        knocking = new KnockingClient(this, new NamingSigner(), peers, instanceKeys, new PeerClocks(clock), clock);
        DocumentFetcher fetcher = new DocumentFetcher(knocking);
        documents = new SignedRemoteDocuments(fetcher, clock);
        memory = new HibernateActorMemory(database.database());
        webFinger = new WebFingerLookup(instance, this);
        actors = new CachingRemoteActors(memory, documents, webFinger, peers, own, clock);
        keys = new RemoteKeys(instance, actors, memory, fetcher, own, policy, clock);
    }

    /** Signs with the name of the profile: what is signed is tested elsewhere. */
    private static final class NamingSigner implements OutgoingSigner {
        @Override
        public Headers sign(
                String method, URI uri, Headers headers, byte[] body, RequestKey key, SignatureProfile profile) {
            return Headers.of("signature", profile.name() + " " + key.id());
        }
    }

    private static final class Profiles implements PeerProfiles {
        final Map<String, SignatureProfile> known = new HashMap<>();

        @Override
        public Uni<Optional<SignatureProfile>> of(String host) {
            return Uni.createFrom().item(Optional.ofNullable(known.get(host)));
        }

        @Override
        public Uni<Void> learned(String host, SignatureProfile profile) {
            known.put(host, profile);
            return Uni.createFrom().voidItem();
        }

        @Override
        public Uni<Integer> upkeep() {
            return Uni.createFrom().item(0);
        }
    }

    @Override
    public Uni<RemoteOutcome> send(RemoteRequest request) {
        return Uni.createFrom().item(() -> {
            String uri = request.uri().toString();
            Headers signed = request.signer()
                    .map(signer -> signer.sign(request.method(), request.uri(), request.headers(), request.body()))
                    .orElse(Headers.none());
            asked.add(uri);
            RemoteRequest seen =
                    request.with("signature", signed.first("signature").orElse(""));
            return pages.getOrDefault(uri, none -> answer(request.uri(), 404, "text/plain", "no"))
                    .apply(seen);
        });
    }

    static RemoteOutcome answer(URI uri, int status, String type, String body) {
        return new RemoteOutcome.Response(
                status, Headers.of("content-type", type), body.getBytes(StandardCharsets.UTF_8), uri);
    }

    /** Puts a document at its URL. */
    void serve(String url, String json) {
        serve(url, 200, ACTIVITY_JSON, json);
    }

    void serve(String url, int status, String type, String body) {
        pages.put(url, request -> answer(request.uri(), status, type, body));
    }

    /** Answers at {@code url} as if redirected to {@code end}. */
    void redirect(String url, String end, String json) {
        pages.put(url, request -> answer(URI.create(end), 200, ACTIVITY_JSON, json));
    }

    static JsonObject json(String text) {
        return (JsonObject)
                ((JsonReading.Read) StrictJson.read(text.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT))
                        .value();
    }

    /** An ordinary actor at {@code id} with a key at {@code keyId}. */
    static String actor(String id, String keyId, RsaPublicKey key) {
        return JsonObject.builder()
                .put("@context", Json.strings(List.of(AS, "https://w3id.org/security/v1")))
                .put("id", id)
                .put("type", "Person")
                .put("preferredUsername", "a")
                .put("inbox", id + "/inbox")
                .put("outbox", id + "/outbox")
                .put(
                        "endpoints",
                        JsonObject.builder()
                                .put("sharedInbox", Origin.ofUrl(id).orElseThrow() + "/inbox")
                                .build())
                .put(
                        "publicKey",
                        JsonObject.builder()
                                .put("id", keyId)
                                .put("owner", id)
                                .put("publicKeyPem", key.pem())
                                .build())
                .build()
                .toString();
    }

    /** A portable actor at home at the first gateway, whose document lists {@code keyIds} as it is told. */
    static String portable(
            SigningKey owner, List<String> gateways, String keyId, RsaPublicKey key, long sequence, Instant signed) {
        PortableId id = PortableId.of(owner.did(), "/actor");
        String spelt = id.at(Origin.parse(gateways.getFirst()).orElseThrow());
        JsonObject unsigned = JsonObject.builder()
                .put("@context", Json.strings(PortableDocument.CONTEXT))
                .put("id", spelt)
                .put("type", "Person")
                .put("preferredUsername", "p")
                .put("inbox", spelt + "/inbox")
                .put("outbox", spelt + "/outbox")
                .put("gateways", Json.strings(gateways))
                .put("sequence", sequence)
                .put(
                        "publicKey",
                        JsonObject.builder()
                                .put("id", keyId)
                                .put("type", "CryptographicKey")
                                .put("owner", spelt)
                                .put("publicKeyPem", key.pem())
                                .build())
                .put(
                        "assertionMethod",
                        List.of(JsonObject.builder()
                                .put("id", spelt + "#ed25519-key")
                                .put("type", "Multikey")
                                .put("controller", spelt)
                                .put("publicKeyMultibase", owner.publicKey().multibase())
                                .build()))
                .build();
        return new String(Jcs.bytes(IntegrityProof.sign(unsigned, owner, signed)), StandardCharsets.UTF_8);
    }

    private static RsaPublicKey rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            KeyPair pair = generator.generateKeyPair();
            return RsaPublicKey.of(pair.getPublic()).orElseThrow();
        } catch (java.security.GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
