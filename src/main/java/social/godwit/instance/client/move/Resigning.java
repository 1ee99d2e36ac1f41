package social.godwit.instance.client.move;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongConsumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.archive.OwnOutbox;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.document.Respelling;

/**
 * Signs public posts once more, under ids spelt with the present home, so that servers which know nothing of portable ids can fetch them
 * there when the old home is gone. Nobody is told. Both spellings go on being answered. It may be stopped and repeated: a post whose newest
 * version is spelt so already is passed over.
 */
public final class Resigning {
    private static final int DOCUMENTS_MAX = 200;
    private static final int BYTES_MAX = 2 << 20;

    private final Owner owner;
    private final Publisher publisher;
    private final List<JsonObject> waiting = new ArrayList<>();
    private long bytes;
    private long signed;
    private long already;

    /** For posts of {@code owner}. */
    public Resigning(Owner owner) {
        this.owner = owner;
        this.publisher = new Publisher(owner);
    }

    /** How many posts were signed again, and how many needed that not, or no more. */
    public record Done(long signed, long already) {}

    /** Signs them all; {@code progress} hears how many are signed after each batch. */
    public Done run(LongConsumer progress) {
        Set<PortableId> seen = new HashSet<>();
        // Newest first: of each post the newest version comes before all others.
        new OwnOutbox(owner).each(activity -> newest(activity, seen).ifPresent(post -> take(post, progress)));
        flush(progress);
        return new Done(signed, already);
    }

    /** The post that the activity brings, if it is the newest that is known of it. */
    private static Optional<JsonObject> newest(JsonObject activity, Set<PortableId> seen) {
        Optional<PortableId> id = switch (activity.string("type").orElse("")) {
            case "Create", "Update", "Delete" -> activity.id("object").flatMap(PortableId::parse);
            default -> Optional.empty();
        };
        return id.filter(seen::add).flatMap(first -> activity.object("object"));
    }

    private void take(JsonObject post, LongConsumer progress) {
        if (!Respelling.isPublicPost(post)) return;
        Optional<Origin> old = post.string("id").flatMap(id -> Respelling.elsewhere(id, owner.ids()));
        if (old.isEmpty()) {
            already++;
            return;
        }
        Ids before = new Ids(owner.did(), old.get(), owner.ids().username());
        JsonObject again = owner.signAfter(Respelling.of(post, before, owner.ids()), proofTime(post));
        JsonObject update = owner.sign(Activities.respell(
                owner.ids(), owner.newName(), owner.surroundings().now(), again));
        int size = Jcs.bytes(update).length + 1;
        if (waiting.size() == DOCUMENTS_MAX || bytes + size > BYTES_MAX) flush(progress);
        waiting.add(update);
        bytes += size;
    }

    private void flush(LongConsumer progress) {
        if (waiting.isEmpty()) return;
        publisher.publish(List.copyOf(waiting), Publisher.Facts.NONE);
        signed += waiting.size();
        waiting.clear();
        bytes = 0;
        progress.accept(signed);
    }

    private static Instant proofTime(JsonObject document) {
        try {
            return document.object("proof")
                    .flatMap(proof -> proof.string("created"))
                    .map(Instant::parse)
                    .orElse(Instant.EPOCH);
        } catch (DateTimeParseException damaged) {
            return Instant.EPOCH;
        }
    }
}
