package social.godwit.activitypub.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.store.document.Repositories;
import social.godwit.store.record.ActorVersions;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.StoredRecord;
import social.godwit.store.replication.AuditReport;
import social.godwit.store.replication.AuditStore;
import social.godwit.store.replication.Replica;
import social.godwit.store.replication.Replicas;

/**
 * How far an account's gateways have come with its deliveries, and what is left to this one. What is fresh goes out
 * unasked; only what was left lying, because its home was away, is looked up (ADR 0014).
 */
@ApplicationScoped
public class Positions {
    /** What the owner signed so long ago was left lying: nobody but the home may have begun with it before. */
    static final Duration FRESH = Duration.ofSeconds(60);

    /** After the start a gateway first hears what the others have done meanwhile, for so long at most. */
    static final Duration CATCH_UP = Duration.ofMinutes(2);

    /** Documents come a little before the positions that go with them. */
    static final Duration SETTLING = Duration.ofSeconds(10);

    private static final Duration REMEMBERED = Duration.ofSeconds(2);
    private static final int REMEMBERED_MAX = 1_000;

    private final RecordStore records;
    private final ActorVersions actors;
    private final Replicas replicas;
    private final FollowStore follows;
    private final InstantSource clock;
    private final Instant started;
    private final Cache<String, Coverage> remembered;

    Positions(
            RecordStore records,
            Repositories repositories,
            Replicas replicas,
            FollowStore follows,
            InstantSource clock) {
        this.records = records;
        this.actors = new ActorVersions(repositories);
        this.replicas = replicas;
        this.follows = follows;
        this.clock = clock;
        this.started = clock.instant();
        this.remembered = Caffeine.newBuilder()
                .expireAfterWrite(REMEMBERED)
                .maximumSize(REMEMBERED_MAX)
                .build();
    }

    /** What is done of a document's delivery, as far as it is known here. */
    public Uni<Coverage> of(Did account, Sha256 document) {
        return records.about(account, RecordKind.DELIVERED, document.multibase(), RecordStore.PAGE_MAX)
                .chain(positions -> positions.isEmpty()
                        ? Uni.createFrom().item(Coverage.NONE)
                        : actors.of(account)
                                .map(versions -> Coverage.of(
                                        positions.stream()
                                                .map(StoredRecord::record)
                                                .toList(),
                                        versions)));
    }

    /** Whose turn it is to deliver {@code body} to {@code inbox}, the account being the sender's as it stands here. */
    Uni<Turn> turn(Account account, Body body, String inbox) {
        if (body.signer() == Signer.STAND_IN && !account.home()) {
            return homeIsBack(account)
                    .chain(back -> back
                            ? Uni.createFrom().item(new Turn.Spared())
                            : coverage(account, body).map(coverage -> turn(coverage.spares(inbox, true))));
        }
        boolean asked = body.signer() != Signer.INSTANCE && account.home() && account.shared() && isLeftLying(body);
        return asked ? leftLying(account, body, inbox) : Uni.createFrom().item(new Turn.Send());
    }

    private static Turn turn(boolean spared) {
        return spared ? new Turn.Spared() : new Turn.Send();
    }

    /** What nobody signed is no document, and only its home has it. */
    private boolean isLeftLying(Body body) {
        Instant limit = clock.instant().minus(FRESH);
        return body.signed().filter(limit::isAfter).isPresent();
    }

    private Uni<Turn> leftLying(Account account, Body body, String inbox) {
        Instant settled = body.kept().plus(SETTLING);
        Instant now = clock.instant();
        if (now.isBefore(settled)) {
            return Uni.createFrom().item(new Turn.Later(Duration.between(now, settled)));
        }
        return hasCaughtUp(account)
                .chain(caughtUp -> caughtUp
                        ? coverage(account, body)
                                .chain(coverage -> spares(account, coverage, inbox))
                                .map(Positions::turn)
                        : Uni.createFrom().item(new Turn.Later(SETTLING)));
    }

    private Uni<Boolean> spares(Account account, Coverage coverage, String inbox) {
        if (coverage.spares(inbox, false) || !coverage.spares(inbox, true)) {
            return Uni.createFrom().item(coverage.spares(inbox, false));
        }
        return PortableId.parse(inbox).isPresent()
                ? Uni.createFrom().item(true)
                : follows.portableAt(account.did(), inbox);
    }

    private Uni<Coverage> coverage(Account account, Body body) {
        String key = account.did() + " " + body.hash();
        Coverage known = remembered.getIfPresent(key);
        return known != null
                ? Uni.createFrom().item(known)
                : of(account.did(), Sha256.parseHex(body.hash()).orElseThrow())
                        .invoke(coverage -> remembered.put(key, coverage));
    }

    /** Whether all other gateways have told since the start what they have. */
    private Uni<Boolean> hasCaughtUp(Account account) {
        if (clock.instant().isAfter(started.plus(CATCH_UP))) {
            return Uni.createFrom().item(true);
        }
        return replicas.of(account.did()).chain(all -> hasCaughtUp(all));
    }

    private Uni<Boolean> hasCaughtUp(List<Replica> others) {
        return others.isEmpty()
                ? Uni.createFrom().item(true)
                : replicas.state(others.getFirst().peer().key())
                        .chain(state ->
                                state.lastReconciled().filter(started::isBefore).isPresent()
                                        ? hasCaughtUp(others.subList(1, others.size()))
                                        : Uni.createFrom().item(false));
    }

    private Uni<Boolean> homeIsBack(Account account) {
        return replicas.of(account.did()).chain(all -> {
            Optional<Replica> home = all.stream()
                    .filter(replica -> replica.peer().origin().equals(account.homeOrigin()))
                    .findFirst();
            return home.isEmpty()
                    ? Uni.createFrom().item(false)
                    : replicas.state(home.get().peer().key())
                            .chain(state -> state.failures() > 0
                                    ? Uni.createFrom().item(false)
                                    : keepsAll(account, home.get().peer().key()));
        });
    }

    /** Who was found withholding something of the account is as good as away. */
    private Uni<Boolean> keepsAll(Account account, Did home) {
        return replicas.audits()
                .reports(Optional.of(account.did()), AuditStore.MAX_LIST)
                .map(reports -> reports.stream()
                        .noneMatch(report ->
                                report.peer().key().equals(home) && report.state() == AuditReport.State.WITHHELD));
    }
}
