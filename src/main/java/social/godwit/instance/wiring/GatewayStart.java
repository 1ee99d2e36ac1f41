package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import social.godwit.activitypub.account.RsaKeyPool;
import social.godwit.activitypub.gateway.HeldDeliveries;
import social.godwit.activitypub.gateway.StandIns;
import social.godwit.activitypub.keybag.KeyBags;
import social.godwit.activitypub.media.RefusedMedia;
import social.godwit.activitypub.relay.RelayWorker;
import social.godwit.store.Timers;
import social.godwit.store.document.Repositories;
import social.godwit.store.media.MediaStore;

/**
 * Makes keys ahead of registrations, erases what was deleted long enough ago, and removes media that nobody keeps; stands in for homes
 * that are away; sends what was held back when its time has come; sends what owners have signed themselves; keeps key bags.
 */
@ApplicationScoped
class GatewayStart {
    private static final int AT_ONCE = 200;
    /** A file that is uploaded again while it is about to be removed must not be lost. */
    private static final Duration UNUSED_FOR = Duration.ofHours(1);
    /** How long copies of media stay at least after moderators refuse them. */
    private static final Duration REFUSED_FOR = Duration.ofHours(6);

    void start(
            @Observes StartupEvent event,
            RsaKeyPool keys,
            Repositories repositories,
            MediaStore media,
            RefusedMedia refused,
            StandIns standIns,
            HeldDeliveries held,
            KeyBags keyBags,
            RelayWorker relay,
            InstantSource clock,
            Timers timers) {
        // After the start, which should not wait for it.
        timers.after(Duration.ofSeconds(5)).subscribe().with(then -> keys.fill());
        standIns.start(timers);
        held.start(timers);
        keyBags.start(timers);
        timers.every(
                Duration.ofMinutes(1),
                "key logs",
                () -> Uni.createFrom()
                        .deferred(() -> repositories.settleKeyLogs(AT_ONCE))
                        .replaceWithVoid());
        relay.start(timers);
        timers.every(REFUSED_FOR, "refused media", refused::letGo);
        timers.every(
                Duration.ofMinutes(10),
                "erasure",
                () -> Uni.createFrom()
                        .deferred(() -> repositories.eraseDue(AT_ONCE))
                        .chain(() -> media.removeUnused(clock.instant().minus(UNUSED_FOR), AT_ONCE))
                        .replaceWithVoid());
    }
}
