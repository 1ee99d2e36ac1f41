package social.godwit.activitypub.effect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.inbox.Evidence;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordRules;
import social.godwit.store.record.StrangerRequest;

/**
 * What of a stranger's activity is observed for which account here, and told to the account's other gateways. How strangers
 * stand to an account is recorded of every account, the rest only where there are other gateways. Pure.
 */
final class Observations {
    private Observations() {}

    /** The records, unsigned, for the changes that {@code in} makes to the world as it is before them. */
    static List<GatewayRecord> of(Incoming in, List<Change> changes, World before, Did instance) {
        if (in.untold().isEmpty() || changes.isEmpty()) {
            return List.of();
        }
        List<GatewayRecord> records = new ArrayList<>();
        for (String did : concerned(in, changes, before)) {
            before.account(did)
                    .filter(account -> sentTo(account, in, in.untold().get()))
                    .ifPresent(account -> add(account, in, changes, before, instance, records));
        }
        return records;
    }

    private static void add(
            Account account,
            Incoming in,
            List<Change> changes,
            World before,
            Did instance,
            List<GatewayRecord> records) {
        RecordKind kind = kind(account.did().toString(), in, changes, before);
        if (!kind.isState() && !account.shared()) {
            return;
        }
        Evidence evidence = in.untold().orElseThrow();
        String subject = kind.isState() ? in.actor() : Ids.compared(in.id());
        if (subject.isEmpty() || subject.length() > GatewayRecord.SUBJECT_LENGTH_MAX) {
            return;
        }
        records.add(GatewayRecord.ofRequest(
                account.did(),
                account.origin(),
                instance,
                kind,
                subject,
                in.at(),
                evidence.said(),
                new StrangerRequest(evidence.head(), in.text())));
        for (Change change : changes) {
            if (change instanceof Change.FollowerPut(String did, var follower)
                    && did.equals(account.did().toString())) {
                records.add(GatewayRecord.peer(
                        account.did(),
                        account.origin(),
                        instance,
                        in.actor(),
                        follower.inbox(),
                        follower.sharedInbox(),
                        in.at()));
            }
        }
    }

    /** A request to one account's own inbox is evidence for that account only: others could not tell that it came to them. */
    private static boolean sentTo(Account account, Incoming in, Evidence evidence) {
        return evidence.head().isEmpty()
                || RecordRules.isSharedInbox(evidence.head().get().target())
                || in.recipient().equals(Optional.of(account.did()));
    }

    private static RecordKind kind(String did, Incoming in, List<Change> changes, World before) {
        boolean stands = changes.stream().anyMatch(change -> switch (change) {
            case Change.FollowerPut(String account, var follower) -> account.equals(did);
            case Change.FollowerDropped(String account, String actor) -> account.equals(did);
            case Change.BlockedByPut one -> one.account().equals(did);
            case Change.BlockedByDropped(String account, String actor) -> account.equals(did);
            case Change.ActorErased gone -> before.follower(did, gone.actor()).isPresent();
            default -> false;
        });
        if (stands) {
            return RecordKind.FOLLOWER;
        }
        boolean answers = in.type().equals("Accept") || in.type().equals("Reject");
        return answers && changes.stream().anyMatch(Change.FollowedPut.class::isInstance)
                ? RecordKind.FOLLOWING
                : RecordKind.ACTIVITY;
    }

    /** The DIDs of those accounts here that an activity is about or comes to. */
    static Set<String> concerned(Incoming in, List<Change> changes, World before) {
        Set<String> accounts = new LinkedHashSet<>();
        for (Change change : changes) {
            switch (change) {
                case Change.Received(String account) -> accounts.add(account);
                case Change.FollowerPut(String account, var follower) -> accounts.add(account);
                case Change.FollowerDropped(String account, String actor) -> accounts.add(account);
                case Change.FollowedPut(String account, var followed) -> accounts.add(account);
                case Change.FollowedDropped(String account, String actor) -> accounts.add(account);
                case Change.BlockedByPut one -> accounts.add(one.account());
                case Change.BlockedByDropped(String account, String actor) -> accounts.add(account);
                case Change.Notified(String account, var notification) -> accounts.add(account);
                case Change.NotificationDropped(String account, String key) -> accounts.add(account);
                case Change.ActorErased gone -> {
                    accounts.addAll(before.followedHere(gone.actor()));
                    accounts.addAll(before.followersHere(gone.actor()));
                }
                case Change.NoteDeleted gone -> {
                    accounts.addAll(before.followersHere(in.actor()));
                    before.note(gone.id())
                            .ifPresent(note -> note.audience()
                                    .forEach(id -> before.accountOf(id)
                                            .ifPresent(account ->
                                                    accounts.add(account.did().toString()))));
                }
                case Change.Retracted gone -> accounts.addAll(before.followersHere(gone.actor()));
                case Change.CollectedPut one -> accounts.addAll(before.followersHere(in.actor()));
                case Change.CollectedDropped one -> accounts.addAll(before.followersHere(in.actor()));
                default -> {}
            }
        }
        return accounts;
    }
}
