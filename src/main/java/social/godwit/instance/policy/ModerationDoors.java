package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.network.desk.Doors;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.Overlay;
import social.godwit.network.moderation.Overlay.Effects;
import social.godwit.network.moderation.Subject;

/** Puts decisions into force in the bridge, in the transaction that stores them. */
@ApplicationScoped
public class ModerationDoors implements Doors {
    private final CaseStore cases;
    private final ModeratedIds moderated;
    private final AccountStore accounts;
    private final CaseMail mail;
    private final InstanceRecords records;
    private final InstantSource clock;
    private volatile Supplier<Uni<Void>> settled = () -> Uni.createFrom().voidItem();

    ModerationDoors(
            CaseStore cases,
            ModeratedIds moderated,
            AccountStore accounts,
            CaseMail mail,
            InstanceRecords records,
            InstantSource clock) {
        this.records = records;
        this.mail = mail;
        this.cases = cases;
        this.moderated = moderated;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** What holds decisions in memory reads them again by this. */
    void whenSettled(Supplier<Uni<Void>> work) {
        settled = work;
    }

    @Override
    public Uni<Void> changed(Decision decision) {
        return mail.tell(decision).chain(() -> records.label(decision)).chain(() -> apply(decision));
    }

    @Override
    public Uni<Void> upheld(Decision decision, String answer) {
        return mail.upheld(decision, answer);
    }

    private Uni<Void> apply(Decision decision) {
        Subject target = decision.target();
        boolean domain = target.kind() == Subject.Kind.DOMAIN;
        String id = domain ? ModeratedIds.HOST + target.id() : target.id();
        return cases.on(target, clock.instant()).chain(holding -> {
            Overlay overlay = Overlay.of(holding, clock.instant());
            Uni<Void> set = set(id, domain ? overlay.onHost(target.id()) : overlay.onId(id));
            if (decision.measure() != Measure.PURGE) {
                return set;
            }
            return decision.reversed().isEmpty()
                    ? set.call(() -> moderated.purge(id))
                    : set.call(() -> purged(holding)
                            ? Uni.createFrom().voidItem()
                            : moderated.allowAgain(id).replaceWithVoid());
        });
    }

    private static boolean purged(List<Decision> holding) {
        return holding.stream().anyMatch(one -> one.measure() == Measure.PURGE);
    }

    @Override
    public Uni<Void> settled(List<Decision> decisions) {
        decisions.forEach(decision -> Ids.did(decision.target().id()).ifPresent(accounts::forget));
        return settled.get();
    }

    /** Makes these the effects on an actor, a post, or a domain after {@link ModeratedIds#HOST}. An account of this instance that is hidden is suspended. */
    Uni<Void> set(String id, Effects effects) {
        return moderated
                .set(id, stance(effects))
                .chain(() -> account(id))
                .chain(account -> account.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : accounts.suspend(account.get().did(), effects.hidden())
                                .replaceWithVoid());
    }

    /** The account of this instance whose actor this is. */
    private Uni<Optional<Account>> account(String id) {
        return Ids.did(id)
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found ->
                        found.filter(account -> account.actor().canonical().equals(id)));
    }

    static Stance stance(Effects effects) {
        return effects.hidden() ? Stance.DENY : effects.limited() ? Stance.LIMIT : Stance.ALLOW;
    }
}
