package social.godwit.activitypub.keybag;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.keybag.GuessStore.Counted;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.Transactions;

/**
 * Makes guessing slow, per network and per account, see {@link Guesses}. An account that does not exist is counted like one
 * that does, so that no answer tells which it is.
 */
@ApplicationScoped
class GuessLimits {
    private final GuessStore store;
    private final Transactions transactions;
    private final InstantSource clock;

    GuessLimits(GuessStore store, Transactions transactions, InstantSource clock) {
        this.store = store;
        this.transactions = transactions;
        this.clock = clock;
    }

    /** What became of an attempt. */
    sealed interface Attempt {
        /** The secret was right. */
        record Right() implements Attempt {}

        /** It was not; it has been counted. */
        record Wrong() implements Attempt {}

        /** It was not looked at: too many were wrong before. */
        record TooSoon(Duration left) implements Attempt {
            Problem problem() {
                return Problem.of(
                                429, "guessing", "Too Many Requests", "too many wrong passphrases; wait and try again")
                        .retryAfter((int) left.toSeconds() + 1);
            }
        }
    }

    /** Lets {@code check} decide, unless too many were wrong before; in one transaction. */
    Uni<Attempt> attempt(Did account, String network, Supplier<Uni<Boolean>> check) {
        Instant now = clock.instant();
        String from = hidden(network);
        return transactions.inTransaction(() -> store.lock(account, from, now).chain(counted -> {
            Duration wait = wait(counted, now);
            return wait.isPositive()
                    ? Uni.createFrom().item(new Attempt.TooSoon(wait))
                    : check.get().chain(right -> count(account, from, counted, right, now));
        }));
    }

    private Uni<Attempt> count(Did account, String from, Counted counted, boolean right, Instant now) {
        return right
                ? store.know(account, from, now).replaceWith(new Attempt.Right())
                : store.save(account, from, wrong(counted, now)).replaceWith(new Attempt.Wrong());
    }

    static Duration wait(Counted counted, Instant now) {
        Duration ofNetwork = counted.network().wait(now);
        Duration ofAccount = counted.known().orElse(counted.account()).wait(now);
        return ofNetwork.compareTo(ofAccount) > 0 ? ofNetwork : ofAccount;
    }

    private static Counted wrong(Counted counted, Instant now) {
        Optional<Guesses> known = counted.known().map(guesses -> guesses.wrong(now));
        return new Counted(
                counted.network().wrong(now),
                known.isPresent() ? counted.account() : counted.account().wrong(now),
                known);
    }

    /** Addresses are not written down where a hash of them does. */
    private static String hidden(String network) {
        return Sha256.of(("key bag\0" + network).getBytes(StandardCharsets.UTF_8))
                .hex()
                .substring(0, 32);
    }
}
