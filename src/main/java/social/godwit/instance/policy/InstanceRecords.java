package social.godwit.instance.policy;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.network.label.SignedLabel;
import social.godwit.network.log.LogDocument;
import social.godwit.network.log.LogStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.store.Timers;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.document.StoredDocument;

/**
 * What this instance says in its own name, as documents of its own repository: labels at once, entries of the moderation log
 * when everybody may read them. Whoever has a copy can check it without this instance.
 */
@ApplicationScoped
public class InstanceRecords {
    private static final int PAGE = 200;

    private final Repositories repositories;
    private final InstanceKeys keys;
    private final LogStore log;
    private final InstanceConfig config;
    private final InstantSource clock;
    private volatile long published = -1;

    InstanceRecords(
            Repositories repositories, InstanceKeys keys, LogStore log, InstanceConfig config, InstantSource clock) {
        this.repositories = repositories;
        this.keys = keys;
        this.log = log;
        this.config = config;
        this.clock = clock;
    }

    void start(@Observes StartupEvent event, Timers timers) {
        timers.every(Duration.ofSeconds(20), "publishing the moderation log as documents", this::publish);
    }

    /** Signs a label, or that it was taken back, in the transaction of the decision. */
    Uni<Void> label(Decision decision) {
        return decision.measure() == Measure.LABEL && decision.labeler().isEmpty()
                ? admit(List.of(SignedLabel.of(decision, keys.identity(), clock.instant())))
                : Uni.createFrom().voidItem();
    }

    /** What arrived in this instance's repository after a number, for everybody; in order. */
    public Uni<List<StoredDocument>> after(long number) {
        return repositories.after(keys.did(), number, Set.of(Visibility.PUBLIC), PAGE);
    }

    private Uni<Void> publish() {
        Instant before = clock.instant().minus(config.moderation().logDelay());
        return (published >= 0 ? Uni.createFrom().item(published) : newest(0, 1))
                .chain(from -> log.page(from, before, PAGE).chain(entries -> {
                    published = from + entries.size();
                    return entries.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : admit(entries.stream()
                                            .map(entry -> LogDocument.of(entry, keys.identity()))
                                            .toList())
                                    .onFailure()
                                    .invoke(() -> published = from);
                }));
    }

    /** The number of the newest entry that is a document already: doubling, then halving. All before it are. */
    private Uni<Long> newest(long there, long next) {
        return repositories.find(LogDocument.id(keys.did(), next)).chain(found -> {
            if (found instanceof Lookup.Found) {
                return newest(next, next * 2);
            }
            return next == there + 1 ? Uni.createFrom().item(there) : between(there, next);
        });
    }

    private Uni<Long> between(long there, long missing) {
        if (missing - there <= 1) {
            return Uni.createFrom().item(there);
        }
        long middle = (there + missing) / 2;
        return repositories
                .find(LogDocument.id(keys.did(), middle))
                .chain(found -> found instanceof Lookup.Found ? between(middle, missing) : between(there, middle));
    }

    private Uni<Void> admit(List<JsonObject> documents) {
        List<PortableDocument> read = new ArrayList<>();
        for (JsonObject document : documents) {
            if (PortableDocument.read(Jcs.bytes(document), clock.instant())
                    instanceof DocumentVerdict.Admissible(PortableDocument admissible)) {
                read.add(admissible);
            } else {
                throw new IllegalStateException("not admissible, though our own: " + document);
            }
        }
        return repositories
                .open(keys.did(), RepositoryKind.INSTANCE)
                .chain(() -> repositories.admit(read))
                .replaceWithVoid();
    }
}
