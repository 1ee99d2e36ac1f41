package social.godwit.store.replication;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import social.godwit.identity.encoding.Sha256;

/** What fits into a body, by sizes that are known before anything is read. */
final class Room {
    /** A frame that says that something is not here is no longer. */
    private static final int NOT_HERE = 64;

    private Room() {}

    /** The hashes in their order, in parts that stay below so many bytes with their frames; what is longer is a part by itself. */
    static List<List<Sha256>> parts(List<Sha256> hashes, Map<Sha256, Integer> sizes, long bytes) {
        List<List<Sha256>> parts = new ArrayList<>();
        long used = bytes;
        for (Sha256 hash : hashes) {
            int size = Frame.HEADER + Math.max(sizes.getOrDefault(hash, 0), NOT_HERE);
            if (used + size > bytes) {
                parts.add(new ArrayList<>());
                used = 0;
            }
            parts.getLast().add(hash);
            used += size;
        }
        return parts;
    }
}
