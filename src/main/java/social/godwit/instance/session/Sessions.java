package social.godwit.instance.session;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.gateway.AccountDevices;
import social.godwit.activitypub.gateway.AccountDevices.Standing;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.staff.SessionStore;
import social.godwit.network.staff.SessionStore.Session;

/**
 * Who is signed in with a browser. A session begins with a signature by a key of the account and lasts as long as that key may
 * act for it: twelve hours after its last use, seven days at most. It says who reads and, for the staff, who decides; what an
 * account says itself stays a matter of its key.
 */
@ApplicationScoped
public class Sessions {
    /** How long a session lasts when it is not used. */
    static final Duration UNUSED_MAX = Duration.ofHours(12);

    /** How long a session lasts at most. */
    public static final Duration LASTING_MAX = Duration.ofDays(7);

    /** Uses closer together than this are not written down. */
    private static final Duration NOTED = Duration.ofMinutes(10);

    private static final int AGENT_MAX = 200;

    private static final Problem ENDED =
            Problem.of(401, "session", "Signed out", "You are not signed in here any more: sign in again.");
    private static final Problem FOREIGN = Problem.of(
            403, "cross-site", "Not from here", "With a cookie, only this server's own pages may ask for this.");

    private final SessionStore store;
    private final AccountStore accounts;
    private final AccountDevices devices;
    private final Randomness randomness;
    private final InstantSource clock;

    Sessions(
            SessionStore store,
            AccountStore accounts,
            AccountDevices devices,
            Randomness randomness,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.devices = devices;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** A session that has begun, and what the browser is to keep. */
    public record Begun(Session session, SessionCookie cookie) {}

    /**
     * Begins a session for whoever signed this request, always with a new secret; the one that the browser had for the same
     * account ends. Empty when this very request has signed in before.
     */
    public Uni<Optional<Begun>> begin(OwnerVerdict.Owner owner, IncomingRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
        SessionCookie cookie = SessionCookie.generate(owner.account().did(), randomness);
        String agent = request.headers().first("User-Agent").orElse("");
        Session session = new Session(
                owner.account().did().toString(),
                cookie.hash(),
                owner.signer().toString(),
                agent.substring(0, Math.min(agent.length(), AGENT_MAX)).replace("\0", ""),
                now,
                now.plus(UNUSED_MAX));
        Sha256 signIn =
                Sha256.of(request.headers().first("Signature").orElse("").getBytes(StandardCharsets.UTF_8));
        Optional<Sha256> before = SessionCookie.read(request.headers().all("Cookie"))
                .filter(old -> old.account().equals(owner.account().did()))
                .map(SessionCookie::hash);
        return store.begin(session, signIn, before)
                .map(begun -> begun ? Optional.of(new Begun(session, cookie)) : Optional.empty());
    }

    /** For whom the cookie of a request speaks. A session whose key may not act for the account any more ends. */
    public Uni<SessionVerdict> verify(IncomingRequest request) {
        if (request.headers().all("Cookie").stream().noneMatch(field -> field.contains(SessionCookie.NAME))) {
            return answer(new SessionVerdict.NoCookie());
        }
        Optional<SessionCookie> cookie = SessionCookie.read(request.headers().all("Cookie"));
        if (cookie.isEmpty()) {
            return answer(new SessionVerdict.Refused(ENDED));
        }
        return SameOrigin.holds(request) ? find(cookie.get()) : answer(new SessionVerdict.Refused(FOREIGN));
    }

    private Uni<SessionVerdict> find(SessionCookie cookie) {
        Instant now = clock.instant();
        return store.find(cookie.account().toString(), cookie.hash(), now)
                .chain(found -> found.isEmpty()
                        ? answer(new SessionVerdict.Refused(ENDED))
                        : accounts.find(cookie.account())
                                .chain(account -> standing(account, found.get())
                                        .chain(stands -> stands
                                                ? noted(found.get(), now)
                                                        .replaceWith(new SessionVerdict.SignedIn(
                                                                account.orElseThrow(), found.get()))
                                                : store.end(
                                                                found.get().did(),
                                                                found.get().hash())
                                                        .replaceWith(new SessionVerdict.Refused(ENDED)))));
    }

    private Uni<Boolean> standing(Optional<Account> account, Session session) {
        Optional<Did> signer = Did.parse(session.signer());
        return account.filter(one -> one.status() != Account.Status.DELETED).isEmpty() || signer.isEmpty()
                ? Uni.createFrom().item(false)
                : devices.standing(account.get(), signer.get()).map(Standing.ACTS::equals);
    }

    private Uni<Void> noted(Session session, Instant now) {
        Instant end = session.created().plus(LASTING_MAX);
        Instant expires = now.plus(UNUSED_MAX).isBefore(end) ? now.plus(UNUSED_MAX) : end;
        return expires.isAfter(session.expires().plus(NOTED))
                ? store.extend(session.did(), session.hash(), expires)
                : Uni.createFrom().voidItem();
    }

    private static Uni<SessionVerdict> answer(SessionVerdict verdict) {
        return Uni.createFrom().item(verdict);
    }
}
