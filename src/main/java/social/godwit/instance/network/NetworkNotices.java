package social.godwit.instance.network;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.notification.NotificationStore;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.instance.statement.Statements;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.Subject;
import social.godwit.store.InTurn;

/**
 * Tells people who have their account here, among their notifications, what in a hosted network waits for their signature, and what
 * came of emergencies; each once, and of one kind in one network at most {@value #MOST_A_DAY} a day: who joins or proposes much fills
 * nobody's list.
 */
@ApplicationScoped
public class NetworkNotices {
    private static final int MOST_A_DAY = 10;
    private static final Duration DAY = Duration.ofDays(1);

    /** After this time everything is looked at again: somebody may have come here with their account. */
    private static final Duration FORGET = Duration.ofHours(1);

    private final Networks networks;
    private final AccountStore accounts;
    private final NotificationStore notifications;
    private final Statements statements;
    private final InstanceKeys keys;
    private final Instance instance;
    private final InstantSource clock;
    /** What needs no look into the database any more: told, or for nobody here. */
    private final Set<String> settled = Collections.synchronizedSet(new HashSet<>());

    private volatile Instant forgotten = Instant.MIN;

    NetworkNotices(
            Networks networks,
            AccountStore accounts,
            NotificationStore notifications,
            Statements statements,
            InstanceKeys keys,
            Instance instance,
            InstantSource clock) {
        this.networks = networks;
        this.accounts = accounts;
        this.notifications = notifications;
        this.statements = statements;
        this.keys = keys;
        this.instance = instance;
        this.clock = clock;
    }

    /** Tells what has not been told. */
    public Uni<Void> tell() {
        Instant now = clock.instant();
        Set<String> due = new HashSet<>();
        Map<Did, List<NetworkNotice>> untold = new LinkedHashMap<>();
        if (now.isAfter(forgotten.plus(FORGET))) {
            settled.clear();
            forgotten = now;
        }
        networks.cards().stream()
                .flatMap(card -> Stream.concat(
                        NetworkNotice.duties(card, networks.duties(card.network())).stream(),
                        NetworkNotice.reports(card).stream()))
                .filter(notice -> due.add(notice.id()) && !settled.contains(notice.id()))
                .forEach(notice -> untold.computeIfAbsent(notice.account(), absent -> new ArrayList<>())
                        .add(notice));
        settled.retainAll(due);
        return InTurn.each(untold.entrySet(), one -> tell(one.getKey(), one.getValue(), now));
    }

    private Uni<Void> tell(Did did, List<NetworkNotice> notices, Instant now) {
        return accounts.find(did).chain(found -> {
            if (found.isEmpty()) {
                notices.forEach(notice -> settled.add(notice.id()));
                return Uni.createFrom().voidItem();
            }
            return words(found.get()).chain(words -> InTurn.each(notices, notice -> tell(notice, words, now)));
        });
    }

    private Uni<Void> tell(NetworkNotice notice, Words words, Instant now) {
        return notifications
                .tellSome(
                        notice.account(),
                        new Notification(
                                notice.key(),
                                Notification.Type.NETWORK,
                                keys.actorId(),
                                Optional.empty(),
                                keys.actorId() + "#" + notice.key(),
                                Optional.of(notice.text(words, instance.origin())),
                                now),
                        notice.alike(),
                        now.minus(DAY),
                        MOST_A_DAY)
                .invoke(told -> {
                    if (told) {
                        settled.add(notice.id());
                    }
                })
                .replaceWithVoid();
    }

    /** In the language in which they read statements, too. */
    private Uni<Words> words(Account account) {
        return statements
                .wordsFor(Subject.account(account.actor().canonical()))
                .map(reasons -> Words.forReader(Optional.of(reasons.language()), Optional.empty())
                        .with(NetworkNotice.WORDS));
    }
}
