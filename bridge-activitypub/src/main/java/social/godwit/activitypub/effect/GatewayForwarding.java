package social.godwit.activitypub.effect;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Outgoing;
import social.godwit.identity.did.Did;

/**
 * Passes on what came into an account's inbox, its own or the shared one, to those of its gateways that do not keep in step
 * by themselves (FEP-ef61): the same bytes to the same inbox. Once, for an activity has its effects once; and what another
 * gateway told of it has passed on already, so that no two gateways send it back and forth. Pure.
 */
final class GatewayForwarding {
    private GatewayForwarding() {}

    /** What is sent on, for the changes that {@code in} makes to the world as it is before them. */
    static List<Change> of(Incoming in, List<Change> changes, World before) {
        if (in.untold().isEmpty() || in.id().isEmpty()) {
            return List.of();
        }
        Set<String> accounts = new LinkedHashSet<>(Observations.concerned(in, changes, before));
        in.recipient().map(Did::toString).ifPresent(accounts::add);
        return accounts.stream()
                .flatMap(did -> before.account(did).stream())
                .filter(account -> account.listed() && !account.foreign().isEmpty())
                .<Change>map(account -> new Change.Sent(outgoing(account, in)))
                .toList();
    }

    private static Outgoing outgoing(Account account, Incoming in) {
        Set<String> inboxes = new LinkedHashSet<>();
        account.foreign().forEach(gateway -> inboxes.add(account.inboxAt(gateway)));
        return new Outgoing(account.did(), in.id(), in.text(), Set.of(), inboxes, false, Outgoing.Signer.INSTANCE);
    }
}
