package social.godwit.activitypub.delivery;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.instanceactor.InstanceKeyStore;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Repositories;
import social.godwit.store.record.RecordStore;
import social.godwit.store.replication.Replicas;

/** Lets tests of other packages have the real positions. */
public final class OpenPositions {
    private OpenPositions() {}

    /** Positions of accounts without portable followers. */
    public static Positions over(
            RecordStore records, Repositories repositories, Replicas replicas, InstantSource clock) {
        return new Positions(records, repositories, replicas, never(FollowStore.class), clock);
    }

    /** Positions of accounts that all have portable followers at these inboxes. */
    public static Positions over(
            RecordStore records,
            Repositories repositories,
            Replicas replicas,
            InstantSource clock,
            Set<String> portable) {
        FollowStore follows = (FollowStore) Proxy.newProxyInstance(
                FollowStore.class.getClassLoader(), new Class<?>[] {FollowStore.class}, (self, called, args) -> {
                    if (called.getName().equals("portableAt")) {
                        return Uni.createFrom().item(portable.contains(args[1]));
                    }
                    throw new UnsupportedOperationException(called.getName());
                });
        return new Positions(records, repositories, replicas, follows, clock);
    }

    /** Whose turn it is, in a word: {@code send}, {@code spared} or {@code later}. */
    public static Uni<String> turn(
            Positions positions, Account account, String document, Signer signer, Instant kept, String inbox) {
        String hash = Sha256.of(document.getBytes(StandardCharsets.UTF_8)).hex();
        return positions
                .turn(account, new Body(account.did().toString(), hash, "", document, signer, kept), inbox)
                .map(turn -> switch (turn) {
                    case Turn.Send send -> "send";
                    case Turn.Spared spared -> "spared";
                    case Turn.Later later -> "later";
                });
    }

    /** Notes for accounts of a test. */
    public static Notes notes(AccountStore accounts, RecordStore records, InstanceKeys keys, InstantSource clock) {
        return new Notes(new PositionNotes(accounts, records, keys, clock));
    }

    /** What was delivered, and its being written down. */
    public record Notes(PositionNotes notes) {
        public void delivered(Account account, String document, String inbox) {
            String hash = Sha256.of(document.getBytes(StandardCharsets.UTF_8)).hex();
            notes.delivered(
                    new Body(account.did().toString(), hash, "", document, Signer.ACCOUNT, Instant.EPOCH), inbox);
        }

        public Uni<Void> write() {
            return notes.write();
        }

        public Uni<Void> complete(Account account, String document) {
            String hash = Sha256.of(document.getBytes(StandardCharsets.UTF_8)).hex();
            return notes.complete(
                    List.of(new PositionNotes.Document(account.did().toString(), hash)));
        }
    }

    /** Positions where nobody asks for any. */
    static Positions unasked(InstantSource clock) {
        return over(never(RecordStore.class), never(Repositories.class), never(Replicas.class), clock);
    }

    /** Notes that are never written down. */
    static PositionNotes unwritten(InstantSource clock) {
        InstanceKeys keys = new InstanceKeys(
                new Instance("https://home.example", "test", false, false),
                never(InstanceKeyStore.class),
                byte[]::new,
                clock);
        return new PositionNotes(never(AccountStore.class), never(RecordStore.class), keys, clock);
    }

    private static <T> T never(Class<T> type) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            throw new UnsupportedOperationException(called.getName());
        }));
    }
}
