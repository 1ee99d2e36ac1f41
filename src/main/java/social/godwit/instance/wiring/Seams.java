package social.godwit.instance.wiring;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.InstantSource;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.media.MediaWishes;
import social.godwit.activitypub.peering.Peering;
import social.godwit.identity.Randomness;
import social.godwit.instance.admin.house.KeptHouse;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.network.desk.Desk;
import social.godwit.network.desk.Doors;
import social.godwit.network.host.Networks;
import social.godwit.network.log.LogStore;
import social.godwit.network.moderation.CaseStore;
import social.godwit.store.Transactions;
import social.godwit.store.document.Notices;
import social.godwit.store.document.Watcher;
import social.godwit.store.record.EntryRecords;
import social.godwit.store.record.RecordStore;
import social.godwit.store.replication.Replicas;
import social.godwit.store.replication.Sharing;
import social.godwit.store.stream.StreamLog;

/** The world outside, given to everyone who needs it: time, chance, and what the instance is called. */
@ApplicationScoped
class Seams {
    @Produces
    @Singleton
    InstantSource clock() {
        return Clock.systemUTC();
    }

    @Produces
    @Singleton
    Randomness randomness() {
        var random = new SecureRandom();
        return count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        };
    }

    @Produces
    @Singleton
    @Typed({EntryRecords.class, Notices.class}) // the one Watcher of repositories is the chain of all below
    EntryRecords entries(RecordStore records, InstanceKeys keys, InstantSource clock) {
        return new EntryRecords(records, keys::identity, clock);
    }

    @Produces
    @Singleton
    Watcher watcher(
            StreamLog stream,
            MediaWishes wishes,
            Replicas replicas,
            InstanceKeys keys,
            Peering peering,
            EntryRecords entries,
            Networks networks) {
        return Watcher.all(List.of(
                wishes,
                changes -> new Sharing(replicas, keys.did()).changed(changes).invoke(peering::wake),
                entries::changed,
                networks,
                stream));
    }

    @Produces
    @Singleton
    Instance instance(
            InstanceConfig config,
            @ConfigProperty(name = "quarkus.application.version") String version,
            KeptHouse house) {
        return new Instance(config.origin(), version, config.development(), house);
    }

    /** Where moderators work; the instance's key signs the log. */
    @Produces
    @Singleton
    Desk desk(
            Transactions transactions,
            CaseStore cases,
            LogStore log,
            Doors doors,
            InstanceKeys keys,
            InstantSource clock) {
        return new Desk(transactions, cases, log, doors, keys::identity, clock);
    }

    /** Whose word on visitors' addresses counts. */
    @Produces
    @Singleton
    TrustedProxies proxies(InstanceConfig config) {
        return new TrustedProxies(
                Outbound.blocks("GODWIT_PROXY_TRUSTED", config.proxy().trusted()));
    }
}
