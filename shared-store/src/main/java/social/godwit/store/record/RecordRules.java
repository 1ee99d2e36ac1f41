package social.godwit.store.record;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;

/**
 * What can be said of a record without asking anybody. The same at every gateway but for what time allows; what is refused
 * is refused for good.
 */
public final class RecordRules {
    /** How long what is no state is kept and taken. */
    public static final Duration KEPT = Duration.ofDays(90);
    /** How long {@link RecordKind#DELIVERED} is kept and taken: longer than anything waits to be delivered. */
    public static final Duration DELIVERED_KEPT = Duration.ofDays(30);
    /** How far a gateway's clock may run ahead of ours, and a stranger's signature lie from the gateway's clock. */
    public static final Duration AHEAD_MAX = Duration.ofMinutes(10);
    /** How far a stranger's time may lie from the time of receipt, as for requests that come in here. */
    public static final Duration SKEW_MAX = Duration.ofHours(1);

    private RecordRules() {}

    /**
     * What the account's actor document says.
     *
     * @param account whose it is
     * @param keys the gateways and the instance key of each, of every version that its owner published
     * @param inboxPaths where its inbox is, path and query as in its URL at any gateway
     */
    public record Pinned(Did account, Set<Gateway> keys, Set<String> inboxPaths) {
        public Pinned {
            keys = Set.copyOf(keys);
            inboxPaths = Set.copyOf(inboxPaths);
        }
    }

    /** An origin and the instance key behind it. */
    public record Gateway(Origin origin, Did instance) {}

    /** What became of a record. */
    public sealed interface Verdict {
        /** It may be kept. */
        record Fit() implements Verdict {}

        /** It says that it was received in our future: to be sent again. */
        record NotYet() implements Verdict {}

        /** Never. */
        record Refused(String reason) implements Verdict {}
    }

    /** Judges a record that {@link GatewayRecord#read} has read. */
    public static Verdict judge(GatewayRecord record, Pinned pinned, Instant now) {
        if (!record.account().equals(pinned.account())) {
            return new Verdict.Refused("of another account");
        }
        if (!pinned.keys().contains(new Gateway(record.gateway(), record.instance()))) {
            return new Verdict.Refused("not signed by a key that the account pins for the gateway");
        }
        if (record.received().isAfter(now.plus(AHEAD_MAX))) {
            return new Verdict.NotYet();
        }
        if (isOver(record.kind(), record.received(), now)) {
            return new Verdict.Refused("too old");
        }
        return record.request().map(request -> judge(record, request, pinned)).orElseGet(Verdict.Fit::new);
    }

    private static Verdict judge(GatewayRecord record, StrangerRequest request, Pinned pinned) {
        if (request.head().isEmpty()) {
            return new Verdict.Fit();
        }
        Instant said = record.said().orElseThrow();
        if (Duration.between(said, record.received()).abs().compareTo(SKEW_MAX) > 0) {
            return new Verdict.Refused("signed too long before or after it was received");
        }
        String target = request.head().get().target();
        return isSharedInbox(target) || pinned.inboxPaths().contains(target)
                ? new Verdict.Fit()
                : new Verdict.Refused("not sent to an inbox of the account");
    }

    /** True for the shared inbox of a gateway and for the inbox of its instance actor, which takes the same. */
    public static boolean isSharedInbox(String target) {
        return target.equals("/inbox") || target.equals("/actor/inbox");
    }

    /**
     * True when a record is no longer kept. The end is cut to whole days, so that all gateways let go of the same ones on
     * the same day and do not offer them to each other.
     */
    public static boolean isOver(RecordKind kind, Instant received, Instant now) {
        return !kind.isState() && received.isBefore(oldest(kind, now));
    }

    /** The earliest time of receipt that is kept, of a kind that is no state. */
    public static Instant oldest(RecordKind kind, Instant now) {
        return now.minus(kind == RecordKind.DELIVERED ? DELIVERED_KEPT : KEPT).truncatedTo(ChronoUnit.DAYS);
    }
}
