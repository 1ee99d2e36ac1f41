package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.keybag.GuessLimits.Attempt;
import social.godwit.activitypub.keybag.KeyBagStore.Kept;
import social.godwit.activitypub.remote.Handle;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;
import social.godwit.store.document.Audits;

/**
 * Keeps the newest key bag of each account, and gives it to whoever has the passphrase. A bag leaves by an answer to a sealed
 * question and in no other way: it is no document, in no stream and on no mirror.
 */
@ApplicationScoped
public class KeyBags {
    /** As long as a deleted account can be taken back, its owner can sign in. */
    private static final Duration LEFT_FOR = Duration.ofDays(14);

    private static final Problem NOT_OURS = Problem.of(
            421, "another-instance", "Misdirected Request", "the question is not sealed to this instance's key");
    /** The same for a wrong passphrase, an account without a bag, and no account. */
    private static final Problem NO_BAG =
            Problem.of(403, "key-bag", "Forbidden", "there is no key bag here for this account and passphrase");

    private static final Problem UNSIGNED =
            Problem.of(400, "key-bag-form", "Bad Request", "this is not a key bag that the account has signed");
    private static final Problem OLDER =
            Problem.of(409, "key-bag-older", "Conflict", "a newer key bag of this account is kept here");

    /** How long after an account came here its first bag needs no word of the recovery key. */
    private static final Duration FIRST_BAG = Duration.ofHours(1);

    private final KeyBagStore store;
    private final GuessLimits limits;
    private final GuessStore guesses;
    private final PassphraseProofs proofs;
    private final Homes homes;
    private final AccountStore accounts;
    private final Origins origins;
    private final InstanceKeys keys;
    private final Audits audits;
    private final Transactions transactions;
    private final Randomness randomness;
    private final InstantSource clock;
    private volatile Optional<Timers.Timer> upkeep = Optional.empty();

    KeyBags(
            KeyBagStore store,
            GuessLimits limits,
            GuessStore guesses,
            PassphraseProofs proofs,
            Homes homes,
            AccountStore accounts,
            Origins origins,
            InstanceKeys keys,
            Audits audits,
            Transactions transactions,
            Randomness randomness,
            InstantSource clock) {
        this.store = store;
        this.limits = limits;
        this.guesses = guesses;
        this.proofs = proofs;
        this.homes = homes;
        this.accounts = accounts;
        this.origins = origins;
        this.keys = keys;
        this.audits = audits;
        this.transactions = transactions;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** Cleans up and asks homes every hour, and soon after a bag came; call once, at start. */
    public void start(Timers timers) {
        upkeep = Optional.of(timers.every(Duration.ofHours(1), "key bags", this::upkeep));
    }

    Uni<Void> upkeep() {
        Instant now = clock.instant();
        return guesses.upkeep(now)
                .chain(() -> store.eraseLeft(now, now.minus(LEFT_FOR)))
                .chain(homes::confirm);
    }

    /** Whose a handle is: of an account at home here by its name, of another when its home has confirmed it. */
    public Uni<Optional<Did>> whose(Handle handle) {
        Optional<Origin> here = origins.answering(handle.authority()).flatMap(Origin::parse);
        return here.isPresent()
                ? accounts.findByUsername(here.get(), handle.name()).map(found -> found.map(Account::did))
                : store.byHandle(handle.toString());
    }

    /** What a question brings. */
    public sealed interface Fetched {
        /** The bag, sealed to whoever asked. */
        @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
        record Given(byte[] sealed) implements Fetched {}

        /** Nothing: 403, 421 or 429. */
        record Refused(Problem problem) implements Fetched {}
    }

    /** Answers a sealed {@link KeyBagRequest} that came from {@code network}. */
    public Uni<Fetched> fetch(byte[] question, String network) {
        Optional<KeyBagRequest> opened = KeyBagRequest.open(question, keys.identity());
        return opened.isPresent()
                ? fetch(opened.get(), network)
                : Uni.createFrom().item(new Fetched.Refused(NOT_OURS));
    }

    private Uni<Fetched> fetch(KeyBagRequest question, String network) {
        return store.find(question.account())
                .chain(kept -> limits.attempt(
                                question.account(),
                                network,
                                () -> Uni.createFrom()
                                        .item(kept.filter(
                                                        bag -> PassphraseProofs.matches(bag.fetch(), question.secret()))
                                                .isPresent()))
                        .map(attempt -> switch (attempt) {
                            case Attempt.Right right -> given(question, kept.orElseThrow());
                            case Attempt.Wrong wrong -> new Fetched.Refused(NO_BAG);
                            case Attempt.TooSoon soon -> new Fetched.Refused(soon.problem());
                        }));
    }

    private Fetched given(KeyBagRequest question, Kept kept) {
        return question.answer(kept.bag(), randomness)
                .<Fetched>map(Fetched.Given::new)
                .orElseGet(() -> new Fetched.Refused(NO_BAG));
    }

    /** The version of the bag that is kept for the account. */
    public Uni<Optional<Long>> version(Account account) {
        return store.find(account.did()).map(kept -> kept.map(Kept::version));
    }

    /**
     * Keeps a bag that the account's owner sends: the first, or a newer one with a proof of the passphrase that holds so far.
     * Sending the same once more changes nothing.
     *
     * @param json {@code {"bag":KeyBag,"fetch":HASH,"proof":HASH}}, the hashes in base64
     * @param proof the value of {@link PassphraseProofs#HEADER}
     * @return why not; empty when it is kept
     */
    public Uni<Optional<Problem>> keep(Account account, JsonObject json, Optional<String> proof, String network) {
        Optional<Kept> offered = read(account, json);
        return offered.isEmpty()
                ? Uni.createFrom().item(Optional.of(UNSIGNED))
                : transactions.inTransaction(() ->
                        store.find(account.did()).chain(kept -> keep(account, kept, offered.get(), proof, network)));
    }

    private Uni<Optional<Problem>> keep(
            Account account, Optional<Kept> kept, Kept offered, Optional<String> proof, String network) {
        if (kept.filter(offered::equals).isPresent()) {
            return Uni.createFrom().item(Optional.empty());
        }
        if (kept.filter(bag -> bag.version() >= offered.version()).isPresent()) {
            return Uni.createFrom().item(Optional.of(OLDER));
        }
        return proofs.check(account.did(), proof, network).chain(verdict -> switch (verdict) {
            case PassphraseVerdict.Refused refused -> Uni.createFrom().item(Optional.of(refused.problem()));
            case PassphraseVerdict.Proven proven -> keep(account, offered);
            case PassphraseVerdict.NoBag none -> first(account, offered);
        });
    }

    /** Whoever has a device could put a bag of his own where there is none, and then knows its passphrase. */
    private Uni<Optional<Problem>> first(Account account, Kept offered) {
        boolean fresh = account.registeredAt().plus(FIRST_BAG).isAfter(clock.instant());
        return fresh
                ? keep(account, offered)
                : audits.keyLog(account.did())
                        .chain(log -> log.filter(KeyLog::requiresCheckpoints).isPresent()
                                ? Uni.createFrom().item(Optional.of(PassphraseProofs.RECOVERY))
                                : keep(account, offered));
    }

    private Uni<Optional<Problem>> keep(Account account, Kept offered) {
        return store.keep(account.did(), offered, clock.instant())
                .invoke(() -> upkeep.ifPresent(Timers.Timer::wake))
                .map(kept -> kept ? Optional.empty() : Optional.of(OLDER));
    }

    private static Optional<Kept> read(Account account, JsonObject json) {
        Optional<KeyBag> bag = json.object("bag")
                .flatMap(KeyBag::read)
                .filter(one -> one.account().equals(account.did()));
        Optional<Sha256> fetch = json.string("fetch").flatMap(KeyBags::hash);
        Optional<Sha256> proof = json.string("proof").flatMap(KeyBags::hash);
        return bag.isPresent() && fetch.isPresent() && proof.isPresent()
                ? Optional.of(new Kept(bag.get().version(), bag.get().json(), fetch.get(), proof.get()))
                : Optional.empty();
    }

    private static Optional<Sha256> hash(String base64) {
        try {
            byte[] bytes = Base64.getDecoder().decode(base64);
            return bytes.length == Sha256.LENGTH ? Optional.of(Sha256.ofHash(bytes)) : Optional.empty();
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
