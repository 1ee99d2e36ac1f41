package social.godwit.instance.cli;

import social.godwit.instance.client.Owner;
import social.godwit.instance.client.move.Mover;

/** A command of an account's owner. What waited for the owner is sent and signed before it. */
abstract class OwnerCommand extends ClientCommand {
    /** Does it. */
    abstract Told run(Owner owner);

    /** The owner, asking fewer servers than usual where that is wanted. */
    Owner asking(Owner owner) {
        return owner;
    }

    @Override
    final Told run() {
        try (Owner owner = godwit().settledOwner(this::asking)) {
            if (letsMovesGoOn()) new Mover(owner, words -> {}).goOn().ifPresent(godwit().output()::notice);
            return run(owner);
        }
    }

    /** Whether a move that waited, and need not any more, goes on first. */
    boolean letsMovesGoOn() {
        return true;
    }
}
