package social.godwit.instance.wiring;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import social.godwit.activitypub.attested.RecordVerifier;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.media.MediaFetcher;
import social.godwit.store.Timers;
import social.godwit.store.document.Repositories;
import social.godwit.store.media.WantedMedia;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.ReplicatedRecords;
import social.godwit.store.replication.GatewayRecords;

/** Starts what verifies the records of other gateways and fetches their media, and lets go of old ones. */
@ApplicationScoped
class RecordsStart {
    private static final int FORGOTTEN_AT_ONCE = 5_000;

    @Produces
    @Singleton
    GatewayRecords records(RecordStore records, Repositories repositories, InstanceKeys keys, InstantSource clock) {
        return new ReplicatedRecords(records, repositories, keys::did, clock);
    }

    void start(
            @Observes StartupEvent event,
            RecordVerifier verifier,
            RecordStore records,
            MediaFetcher media,
            WantedMedia wanted,
            Timers timers) {
        timers.every(Duration.ofSeconds(2), "wanted media", media::drain);
        timers.every(
                Duration.ofHours(1),
                "media that never came",
                () -> wanted.forgetOld(FORGOTTEN_AT_ONCE).replaceWithVoid());
        timers.every(Duration.ofSeconds(1), "records to verify", verifier::drain);
        timers.every(
                Duration.ofMinutes(10),
                "old records",
                () -> records.forgetOld(FORGOTTEN_AT_ONCE).replaceWithVoid());
    }
}
