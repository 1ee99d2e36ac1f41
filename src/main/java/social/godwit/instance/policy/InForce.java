package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Overlay;
import social.godwit.network.moderation.Overlay.Effects;
import social.godwit.network.moderation.Subject;

/**
 * Makes what the bridge keeps about an actor, a post or a domain agree with the decisions that stand about it. One after the other
 * for each: decisions that cross each other or the end of one, in whatever cases and replicas, leave what all of them say.
 */
@ApplicationScoped
class InForce {
    private final CaseStore cases;
    private final ModeratedIds moderated;
    private final AccountStore accounts;
    private final InstantSource clock;

    InForce(CaseStore cases, ModeratedIds moderated, AccountStore accounts, InstantSource clock) {
        this.cases = cases;
        this.moderated = moderated;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** How the bridge names what a decision is about. */
    static String key(Subject target) {
        return target.kind() == Subject.Kind.DOMAIN ? ModeratedIds.HOST + target.id() : target.id();
    }

    /** What the effects of decisions are for the bridge. */
    static Stance stance(Effects effects) {
        return effects.hidden() ? Stance.DENY : effects.limited() ? Stance.LIMIT : Stance.ALLOW;
    }

    /**
     * Reads what stands about this, by its {@link #key}, and makes it so. An account of this instance that is hidden is suspended.
     */
    Uni<Void> agree(String key) {
        return agree(key, standing -> Uni.createFrom().voidItem())
                .invoke(() -> Ids.did(key).ifPresent(accounts::forget));
    }

    /** As {@link #agree(String)}; {@code also} is done in the same turn, given the decisions that stand. */
    Uni<Void> agree(String key, Function<List<Decision>, Uni<Void>> also) {
        return moderated.set(
                key,
                () -> standing(key).call(also::apply).chain(standing -> {
                    Effects effects = effects(key, standing);
                    return suspend(key, effects.hidden()).replaceWith(stance(effects));
                }));
    }

    /** An id is that of an actor or of a post; cases know which. */
    private Uni<List<Decision>> standing(String key) {
        Instant now = clock.instant();
        return key.startsWith(ModeratedIds.HOST)
                ? cases.on(Subject.domain(domain(key)), now)
                : cases.on(Subject.account(key), now)
                        .chain(account -> cases.on(Subject.post(key), now)
                                .map(post -> Stream.concat(account.stream(), post.stream())
                                        .toList()));
    }

    private Effects effects(String key, List<Decision> standing) {
        Overlay overlay = Overlay.of(standing, clock.instant());
        return key.startsWith(ModeratedIds.HOST) ? overlay.onHost(domain(key)) : overlay.onId(key);
    }

    private static String domain(String key) {
        return key.substring(ModeratedIds.HOST.length());
    }

    private Uni<Void> suspend(String id, boolean suspended) {
        return account(id)
                .chain(account -> account.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : accounts.suspend(account.get().did(), suspended).replaceWithVoid());
    }

    /** The account of this instance whose actor this is. */
    private Uni<Optional<Account>> account(String id) {
        return Ids.did(id)
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found ->
                        found.filter(account -> account.actor().canonical().equals(id)));
    }
}
