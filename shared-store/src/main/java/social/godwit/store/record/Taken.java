package social.godwit.store.record;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import social.godwit.identity.encoding.Sha256;

/** What taking some records of an account does to those that are there: pure, one for all stores. */
final class Taken {
    /** A record as far as the decision goes by it. */
    record Known(
            Sha256 hash,
            RecordKind kind,
            String subject,
            String instance,
            Instant rank,
            Instant received,
            Standing standing) {
        static final Comparator<Known> ORDER =
                Comparator.comparing(Known::rank).thenComparing(Known::received).thenComparing(Known::hash);

        static Known of(GatewayRecord.Signed signed, Standing standing) {
            GatewayRecord record = signed.record();
            return new Known(
                    signed.hash(),
                    record.kind(),
                    record.subject(),
                    record.instance().toString(),
                    record.rank(),
                    record.received(),
                    record.kind().isRequest() || standing == Standing.UNVERIFIED ? standing : Standing.VERIFIED);
        }

        boolean sameSubject(Known other) {
            return kind == other.kind && subject.equals(other.subject);
        }
    }

    private final Map<Sha256, Known> there = new LinkedHashMap<>();
    private final Map<String, Long> pending;
    private final Map<Sha256, GatewayRecord.Signed> kept = new LinkedHashMap<>();
    private final List<Known> dropped = new ArrayList<>();

    /**
     * Before anything is taken.
     *
     * @param there the records with the hashes and of the subjects that are to be taken
     * @param pending how many wait to be verified, by instance key
     */
    Taken(Collection<Known> there, Map<String, Long> pending) {
        there.forEach(known -> this.there.put(known.hash(), known));
        this.pending = new HashMap<>(pending);
    }

    Taking take(GatewayRecord.Signed signed, Standing standing) {
        Known one = Known.of(signed, standing);
        if (there.containsKey(one.hash())) {
            return Taking.KNOWN;
        }
        if (one.kind().isSingle() && isSuperseded(one)) {
            return Taking.SUPERSEDED;
        }
        if (one.standing() == Standing.PENDING
                && pending.merge(one.instance(), 1L, Long::sum) > RecordStore.PENDING_MAX) {
            return Taking.LATER;
        }
        if (one.standing() == Standing.VERIFIED) {
            dropLesser(one);
        }
        there.put(one.hash(), one);
        kept.put(one.hash(), signed);
        return Taking.STORED;
    }

    /** Counts a record that is there as verified; false when that makes it superfluous, and then it is dropped. */
    boolean verify(Known one) {
        if (one.kind().isSingle() && isSuperseded(one)) {
            drop(one);
            return false;
        }
        dropLesser(one);
        return true;
    }

    private boolean isSuperseded(Known one) {
        return there.values().stream()
                .anyMatch(other -> other.sameSubject(one)
                        && other.standing() == Standing.VERIFIED
                        && Known.ORDER.compare(other, one) > 0);
    }

    private void dropLesser(Known one) {
        if (one.kind().isSingle()) {
            there.values().stream()
                    .filter(other -> other.sameSubject(one) && Known.ORDER.compare(other, one) < 0)
                    .toList()
                    .forEach(this::drop);
        }
    }

    private void drop(Known one) {
        there.remove(one.hash());
        if (kept.remove(one.hash()) == null) {
            dropped.add(one);
        }
    }

    /** New ones to be written, in order. */
    List<GatewayRecord.Signed> kept() {
        return List.copyOf(kept.values());
    }

    /** How a kept or known one stands. */
    Standing standing(Sha256 hash) {
        Known known = there.get(hash);
        if (known == null) {
            throw new IllegalArgumentException("not here: " + hash);
        }
        return known.standing();
    }

    /** Old ones to be removed. */
    List<Known> dropped() {
        return List.copyOf(dropped);
    }
}
