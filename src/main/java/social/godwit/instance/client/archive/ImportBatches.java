package social.godwit.instance.client.archive;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Lookup;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.document.TimeId;

/**
 * Sends what is brought along in batches. Of a batch that is refused, what is known already is taken out, and whatever else is
 * wrong is found by halves: one bad post does not keep the others away.
 */
final class ImportBatches {
    private static final int DOCUMENTS_MAX = 240;
    private static final int DOCUMENTS_MIN = 15;
    private static final int BYTES_MAX = 2 << 20;

    /** Batches are halved while one takes longer, so that a slow gateway answers in time; and doubled while one takes less. */
    private static final Duration LONG = Duration.ofSeconds(15);

    private static final Duration SHORT = Duration.ofSeconds(4);

    private final Owner owner;
    private final Publisher publisher;
    private final ImportLedger ledger;
    private final Tally tally;
    private final List<Entry> waiting = new ArrayList<>();
    private int bytes;
    private int documentsMax = DOCUMENTS_MAX;

    ImportBatches(Owner owner, ImportLedger ledger, Tally tally) {
        this.owner = owner;
        this.publisher = new Publisher(owner);
        this.ledger = ledger;
        this.tally = tally;
    }

    /**
     * An activity to send.
     *
     * @param counter under which it is counted once it is taken
     * @param probe the id that is known to the gateway if this was sent before
     */
    record Entry(TimeId name, JsonObject signed, String counter, String probe) {}

    /** Sends {@code entry}, now or with others. */
    void add(Entry entry) {
        int size = Jcs.bytes(entry.signed()).length + 1;
        if (waiting.size() >= documentsMax || bytes + size > BYTES_MAX) flush();
        waiting.add(entry);
        bytes += size;
    }

    /** Sends what waits. */
    void flush() {
        List<Entry> batch = List.copyOf(waiting);
        waiting.clear();
        bytes = 0;
        if (!batch.isEmpty() && send(batch) == 0 && batch.size() > 1) throw lastRefusal();
    }

    private Optional<ClientProblem> refusal = Optional.empty();

    private ClientProblem lastRefusal() {
        return refusal.orElseThrow();
    }

    /** How many of them are at the gateway now. */
    private int send(List<Entry> batch) {
        Instant began = owner.surroundings().now();
        try {
            publisher.publish(batch.stream().map(Entry::signed).toList(), Publisher.Facts.NONE);
        } catch (ClientProblem refused) {
            if (owner.home().state().waiting().isPresent()) throw refused;
            return sendWithout(batch, refused);
        }
        Duration took = Duration.between(began, owner.surroundings().now());
        if (took.compareTo(LONG) > 0) documentsMax = Math.max(DOCUMENTS_MIN, documentsMax / 2);
        else if (took.compareTo(SHORT) < 0) documentsMax = Math.min(DOCUMENTS_MAX, documentsMax * 2);
        ledger.add(batch.stream().map(Entry::name).toList());
        batch.forEach(entry -> tally.count(entry.counter()));
        return batch.size();
    }

    private int sendWithout(List<Entry> batch, ClientProblem refused) {
        refusal = Optional.of(refused);
        List<Entry> known = batch.stream().filter(this::isThere).toList();
        if (!known.isEmpty()) {
            ledger.add(known.stream().map(Entry::name).toList());
            known.forEach(entry -> tally.count("already"));
            List<Entry> rest =
                    batch.stream().filter(entry -> !known.contains(entry)).toList();
            return known.size() + (rest.isEmpty() ? 0 : send(rest));
        }
        if (batch.size() == 1) {
            tally.problem(batch.getFirst().probe() + " was not taken: " + refused.what());
            return 0;
        }
        int middle = batch.size() / 2;
        return send(batch.subList(0, middle)) + send(batch.subList(middle, batch.size()));
    }

    private boolean isThere(Entry entry) {
        return new Lookup(owner).knows(entry.probe());
    }
}
