package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.Database;

/** Lets tests of other packages have key bags. */
public final class OpenKeyBags {
    private OpenKeyBags() {}

    /** Checks proofs over a test's database. */
    public static PassphraseProofs proofs(Database database, RecoveryPresence presence, InstantSource clock) {
        return new PassphraseProofs(
                new HibernateKeyBagStore(database),
                new GuessLimits(new HibernateGuessStore(database), database, clock),
                presence);
    }

    /** No recovery key is at hand. */
    public static RecoveryPresence presence(InstantSource clock) {
        return new RecoveryPresence(clock);
    }

    /** Keeps a bag whose passphrase is proven by that secret. */
    public static Uni<Void> keep(Database database, Did account, byte[] proof, InstantSource clock) {
        return new HibernateKeyBagStore(database)
                .keep(
                        account,
                        new KeyBagStore.Kept(1, JsonObject.empty(), Sha256.of(new byte[] {1}), Sha256.of(proof)),
                        clock.instant())
                .replaceWithVoid();
    }
}
