package social.godwit.instance.session;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.gateway.AccountDevices;
import social.godwit.activitypub.gateway.AccountDevices.Standing;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.OwnerVerdict;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IdentityRequests;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.request.RequestVerdict;
import social.godwit.network.staff.SessionStore;
import social.godwit.network.staff.SessionStore.Session;

/**
 * Who is signed in with a browser. A session begins with a signature by a key of the account and lasts as long as that key may
 * act for it: twelve hours after its last use, seven days at most. It says who reads and, for the staff, who decides; what an
 * account says itself stays a matter of its key. Owners of accounts elsewhere are guests: they have no role here.
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

    private static final Problem STRANGER =
            Problem.of(403, "not-the-owner", "Forbidden", "This device may not speak for the account.");

    private final SessionStore store;
    private final AccountStore accounts;
    private final AccountDevices devices;
    private final Guests guests;
    private final GuestAsks asks;
    private final IdentityRequests requests;
    private final OwnerRequests owners;
    private final Randomness randomness;
    private final InstantSource clock;

    Sessions(
            SessionStore store,
            AccountStore accounts,
            AccountDevices devices,
            Guests guests,
            GuestAsks asks,
            IdentityRequests requests,
            OwnerRequests owners,
            Randomness randomness,
            InstantSource clock) {
        this.store = store;
        this.accounts = accounts;
        this.devices = devices;
        this.guests = guests;
        this.asks = asks;
        this.requests = requests;
        this.owners = owners;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** A session that has begun, and what the browser is to keep. */
    public record Begun(Session session, SessionCookie cookie) {}

    /** Whether a request may begin a session. */
    public sealed interface Signer {
        /** With this key, for this account. */
        record Known(Somebody who, Did key) implements Signer {}

        /** No. */
        record Refused(Problem problem) implements Signer {}
    }

    /**
     * Who signed a request to sign in: an owner of an account here, or a guest who has asked to be let in a short while ago.
     *
     * @param account whose device signed; empty: that of whoever signed
     */
    public Uni<Signer> signer(IncomingRequest request, Optional<Did> account) {
        return account.filter(asks::asked).isEmpty()
                ? owner(request, account)
                : accounts.find(account.get())
                        .chain(here -> here.isPresent() ? owner(request, account) : guest(request, account.get()));
    }

    private Uni<Signer> owner(IncomingRequest request, Optional<Did> account) {
        return owners.verify(request, account).map(verdict -> switch (verdict) {
            case OwnerVerdict.Owner owner
            when owner.account().status() == Account.Status.DELETED ->
                new Signer.Refused(Problem.of(403, "deleted", "Account deleted", "This account was deleted here."));
            case OwnerVerdict.Owner owner -> new Signer.Known(Somebody.of(owner.account()), owner.signer());
            case OwnerVerdict.NotOwner no -> new Signer.Refused(no.problem());
            case OwnerVerdict.Unsigned unsigned -> new Signer.Refused(unsigned.problem());
        });
    }

    private Uni<Signer> guest(IncomingRequest request, Did account) {
        return switch (requests.verify(request)) {
            case RequestVerdict.Signed signed ->
                guests.speaking(account, signed.signer())
                        .map(found -> found.<Signer>map(who -> new Signer.Known(who, signed.signer()))
                                .orElseGet(() -> new Signer.Refused(STRANGER)));
            case RequestVerdict.Refused refused ->
                Uni.createFrom()
                        .item(new Signer.Refused(Problem.of(401, "signature", "Unauthorized", refused.detail())));
            case RequestVerdict.Unsigned unsigned ->
                Uni.createFrom().item(new Signer.Refused(new OwnerVerdict.Unsigned().problem()));
        };
    }

    /**
     * Begins a session for whoever signed this request, always with a new secret; the one that the browser had for the same
     * account ends. Empty when this very request has signed in before.
     */
    public Uni<Optional<Begun>> begin(Signer.Known signer, IncomingRequest request) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS); // as the database keeps it
        Did account = signer.who().did();
        SessionCookie cookie = SessionCookie.generate(account, randomness);
        String agent = request.headers().first("User-Agent").orElse("");
        Session session = new Session(
                account.toString(),
                cookie.hash(),
                signer.key().toString(),
                agent.substring(0, Math.min(agent.length(), AGENT_MAX)).replace("\0", ""),
                now,
                now.plus(UNUSED_MAX));
        Sha256 signIn =
                Sha256.of(request.headers().first("Signature").orElse("").getBytes(StandardCharsets.UTF_8));
        Optional<Sha256> before = SessionCookie.read(request.headers().all("Cookie"))
                .filter(old -> old.account().equals(account))
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
                        : standing(cookie.account(), found.get(), now)
                                .chain(who -> who.isPresent()
                                        ? noted(found.get(), now)
                                                .replaceWith(new SessionVerdict.SignedIn(who.get(), found.get()))
                                        : store.end(
                                                        found.get().did(),
                                                        found.get().hash())
                                                .replaceWith(new SessionVerdict.Refused(ENDED))));
    }

    /** Whose session it is, as long as it lasts and its key may act. */
    private Uni<Optional<Somebody>> standing(Did did, Session session, Instant now) {
        Optional<Did> signer =
                Did.parse(session.signer()).filter(any -> ends(session).isAfter(now));
        return signer.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : accounts.find(did).chain(found -> {
                    if (found.isEmpty()) {
                        return guests.speaking(did, signer.get());
                    }
                    Account account = found.get();
                    return account.status() == Account.Status.DELETED
                            ? Uni.createFrom().item(Optional.<Somebody>empty())
                            : devices.standing(account, signer.get())
                                    .map(stands ->
                                            Optional.of(Somebody.of(account)).filter(any -> stands == Standing.ACTS));
                });
    }

    private Uni<Void> noted(Session session, Instant now) {
        return now.isAfter(used(session).plus(NOTED))
                ? store.extend(session.did(), session.hash(), now.plus(UNUSED_MAX))
                : Uni.createFrom().voidItem();
    }

    /** When a session was last used, to ten minutes. */
    public static Instant used(Session session) {
        return session.expires().minus(UNUSED_MAX);
    }

    /** When a session ends if it is not used any more. */
    public static Instant ends(Session session) {
        Instant end = session.created().plus(LASTING_MAX);
        return session.expires().isBefore(end) ? session.expires() : end;
    }

    /** The account's sessions that have not ended, the newest first. */
    public Uni<List<Session>> all(String did) {
        Instant now = clock.instant();
        return store.all(did, now)
                .map(all -> all.stream().filter(one -> ends(one).isAfter(now)).toList());
    }

    private static Uni<SessionVerdict> answer(SessionVerdict verdict) {
        return Uni.createFrom().item(verdict);
    }
}
