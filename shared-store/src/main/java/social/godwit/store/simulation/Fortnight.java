package social.godwit.store.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Held;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;

/** Two weeks go by: what was deleted is erased on every honest instance, and stays so although old versions are replayed. */
final class Fortnight {
    /** Until also the instance whose clock is an hour behind erases. */
    private static final Duration LONG = Repositories.ERASED_AFTER.plusHours(2);

    private static final Duration SWEEPS = Duration.ofMinutes(2);
    private static final int REPLAYS = 12;

    private final SimulatedTime time;
    private final Chance chance;
    private final Snoop snoop;
    private final List<SimulatedInstance> honest;

    Fortnight(SimulatedTime time, Chance chance, SimulatedNetwork network, List<SimulatedInstance> honest) {
        this.time = time;
        this.chance = chance;
        this.snoop = new Snoop(network, chance.branch());
        this.honest = honest;
    }

    /** Jumps, and lets every instance erase when its turn comes; meanwhile old versions are sent to anybody. */
    void pass(List<SimulatedOwner> owners) {
        time.jump(LONG);
        honest.forEach(instance -> time.after(chance.upTo(SWEEPS), instance::erase));
        owners.forEach(SimulatedOwner::forget);
        replay(owners);
    }

    /** Old versions are sent to anybody for a while. */
    void replay(List<SimulatedOwner> owners) {
        for (SimulatedOwner owner : owners) {
            List<PortableDocument> old =
                    owner.signed.stream().filter(owner::deleted).toList();
            for (int i = 0; i < REPLAYS && !old.isEmpty(); i++) {
                PortableDocument version = chance.of(old);
                time.after(
                        chance.upTo(SWEEPS.multipliedBy(2)),
                        () -> snoop.replay(chance.of(honest).peer.origin(), version));
            }
        }
        time.run(SWEEPS.multipliedBy(2));
    }

    /** Documents that are still here although their ids are deleted. */
    static List<String> kept(SimulatedOwner owner, SimulatedInstance gateway) {
        List<String> kept = new ArrayList<>();
        List<PortableDocument> deleted =
                owner.signed.stream().filter(owner::deleted).toList();
        Map<Sha256, Held> held = Now.of(gateway.repositories.held(
                owner.did(), deleted.stream().map(PortableDocument::hash).toList()));
        for (PortableDocument document : deleted) {
            if (held.get(document.hash()) instanceof Held.Here
                    && Now.of(gateway.repositories.find(document.id())) instanceof Lookup.Deleted) {
                kept.add(gateway.name() + " still has " + document + ", which " + owner.name() + " deleted");
            }
        }
        return kept;
    }
}
