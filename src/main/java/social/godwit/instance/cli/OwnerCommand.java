package social.godwit.instance.cli;

import social.godwit.instance.client.Owner;

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
            return run(owner);
        }
    }
}
