package social.godwit.instance.cli;

import social.godwit.instance.client.Owner;

/** A command of an account's owner. What waited for the owner is sent and signed before it. */
abstract class OwnerCommand extends ClientCommand {
    /** Does it. */
    abstract Told run(Owner owner);

    @Override
    final Told run() {
        try (Owner owner = godwit().settledOwner()) {
            return run(owner);
        }
    }
}
