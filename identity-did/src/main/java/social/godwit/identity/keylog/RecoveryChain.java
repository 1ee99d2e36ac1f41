package social.godwit.identity.keylog;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.keylog.KeyLogEntry.Genesis;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;

/**
 * The recoveries in force, from the genesis to the first fork or the end.
 *
 * @param applied in their order
 * @param head the last of them, or the genesis
 * @param commitment to the key of the next
 * @param frozen whether the chain forks after the head
 */
record RecoveryChain(List<Recovery> applied, Sha256 head, Sha256 commitment, boolean frozen) {
    /** Walks the chain; each entry's key has been checked against its predecessor's commitment. */
    static RecoveryChain of(Genesis genesis, Collection<KeyLogEntry> entries) {
        Map<Sha256, List<Recovery>> after = new HashMap<>();
        for (KeyLogEntry entry : entries) {
            if (entry instanceof Recovery recovery) {
                after.computeIfAbsent(recovery.previous(), none -> new ArrayList<>())
                        .add(recovery);
            }
        }
        List<Recovery> applied = new ArrayList<>();
        Sha256 head = genesis.hash();
        Sha256 commitment = genesis.recovery();
        List<Recovery> next = after.getOrDefault(head, List.of());
        while (next.size() == 1) {
            Recovery recovery = next.getFirst();
            applied.add(recovery);
            head = recovery.hash();
            commitment = recovery.nextRecovery();
            next = after.getOrDefault(head, List.of());
        }
        return new RecoveryChain(List.copyOf(applied), head, commitment, next.size() > 1);
    }
}
