package social.godwit.activitypub.instanceactor;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.signature.RequestKey;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SigningKey;

/**
 * The instance's own keys, kept in the database and made at first start: an RSA key that signs requests as the instance
 * actor, and an Ed25519 key, the instance's identity towards other gateways. Replicas that start side by side agree on the
 * ones that came first.
 */
@Singleton
public final class InstanceKeys {
    private static final int SEED_LENGTH = 32;

    private final Instance instance;
    private final InstanceKeyStore store;
    private final Randomness randomness;
    private final InstantSource clock;

    private volatile @Nullable Loaded loaded;

    private record Loaded(RsaKeyPair rsa, SigningKey identity, RequestKey requestKey) {}

    /** Keys that {@link #load} has still to fetch. */
    @Inject
    public InstanceKeys(Instance instance, InstanceKeyStore store, Randomness randomness, InstantSource clock) {
        this.instance = instance;
        this.store = store;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Reads the keys, and makes them when there are none. Once, before anything is served or sent. */
    public Uni<Void> load() {
        return secret("ed25519", () -> randomness.bytes(SEED_LENGTH))
                .chain(seed -> secret(
                                "rsa", () -> RsaKeyPair.generate(randomness).pkcs8())
                        .invoke(pkcs8 -> take(seed, pkcs8)))
                .replaceWithVoid();
    }

    /** What is kept, or else something new, made where its making holds up nobody. */
    private Uni<byte[]> secret(String name, Supplier<byte[]> fresh) {
        Uni<byte[]> made = Uni.createFrom().item(fresh).runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
        return store.findOrInsert(name, made, clock.instant());
    }

    private void take(byte[] seed, byte[] pkcs8) {
        RsaKeyPair rsa = RsaKeyPair.fromPkcs8(pkcs8)
                .orElseThrow(() -> new IllegalStateException("the instance's RSA key in the database is damaged"));
        // A signing key is what its seed makes of it: the stored bytes stand in for the chance that made them.
        SigningKey identity = SigningKey.generate(count -> seed.clone());
        String id = actorId() + "#" + rsa.publicKey().fragment();
        loaded = new Loaded(rsa, identity, new RequestKey(id, rsa.jca()));
    }

    /** The instance actor's id. */
    public String actorId() {
        return instance.origin() + "/actor";
    }

    /** What signs requests as the instance actor. */
    public RequestKey requestKey() {
        return loaded().requestKey();
    }

    /** The public half of {@link #requestKey}. */
    public RsaPublicKey rsa() {
        return loaded().rsa().publicKey();
    }

    /** The instance's identity: countersigns, and signs requests to other gateways. */
    public SigningKey identity() {
        return loaded().identity();
    }

    /** The DID that other gateways and accounts pin for this instance. */
    public Did did() {
        return loaded().identity().did();
    }

    private Loaded loaded() {
        Loaded keys = loaded;
        if (keys == null) {
            throw new IllegalStateException("the instance's keys were not loaded at start");
        }
        return keys;
    }
}
