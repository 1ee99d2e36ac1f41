package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Supplier;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.network.desk.Doors;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;

/** Puts decisions into force in the bridge, in the transaction that stores them. */
@ApplicationScoped
public class ModerationDoors implements Doors {
    private final InForce inForce;
    private final ModeratedIds moderated;
    private final AccountStore accounts;
    private final CaseMail mail;
    private final InstanceRecords records;
    private volatile Supplier<Uni<Void>> settled = () -> Uni.createFrom().voidItem();

    ModerationDoors(
            InForce inForce, ModeratedIds moderated, AccountStore accounts, CaseMail mail, InstanceRecords records) {
        this.records = records;
        this.mail = mail;
        this.inForce = inForce;
        this.moderated = moderated;
        this.accounts = accounts;
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
        String key = InForce.key(decision.target());
        return inForce.agree(
                key,
                standing -> decision.measure() == Measure.PURGE
                        ? purge(key, decision, standing)
                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> purge(String key, Decision decision, List<Decision> standing) {
        if (decision.reversed().isEmpty()) {
            return moderated.purge(key).replaceWithVoid();
        }
        return purged(standing)
                ? Uni.createFrom().voidItem()
                : moderated.allowAgain(key).replaceWithVoid();
    }

    private static boolean purged(List<Decision> standing) {
        return standing.stream().anyMatch(one -> one.measure() == Measure.PURGE);
    }

    @Override
    public Uni<Void> settled(List<Decision> decisions) {
        decisions.forEach(decision -> Ids.did(decision.target().id()).ifPresent(accounts::forget));
        return settled.get();
    }
}
