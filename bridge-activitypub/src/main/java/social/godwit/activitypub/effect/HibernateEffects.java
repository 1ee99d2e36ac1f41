package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.DatabaseException;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.follow.ReplyIds;
import social.godwit.activitypub.inbox.Arrival;
import social.godwit.activitypub.inbox.Place;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Kind;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.Database;
import social.godwit.store.record.GatewayRecord;

/** Load, decide, write: for a batch of strangers' activities, and for one activity of an owner. */
@Singleton
final class HibernateEffects implements OwnerEffects {
    private final Database database;
    private final AccountStore accounts;
    private final OwnDocuments documents;
    private final HibernateFacts facts;
    private final HibernateChanges changes;
    private final Witness witness;

    @Inject
    HibernateEffects(
            Database database,
            AccountStore accounts,
            OwnDocuments documents,
            HibernateFacts facts,
            HibernateChanges changes,
            Witness witness) {
        this.accounts = accounts;
        this.documents = documents;
        this.database = database;
        this.facts = facts;
        this.changes = changes;
        this.witness = witness;
    }

    /** Applies strangers' activities in order, in the running transaction; true when something is to be sent. */
    Uni<Boolean> apply(Map<Place, Incoming> activities, Found found) {
        if (activities.isEmpty()) {
            return Uni.createFrom().item(false);
        }
        return database.inTransaction(session -> facts.load(session, activities.values(), found)
                .chain(world -> {
                    List<GatewayRecord> observed = new ArrayList<>();
                    ChangeBatch batch = decide(activities, world, observed);
                    // Repositories are locked before other rows, as by owners' own posts.
                    return witness.keep(observed)
                            .chain(() -> changes.write(session, batch))
                            .chain(() -> answered(activities.values()))
                            .replaceWith(!batch.outgoing.isEmpty());
                }));
    }

    /**
     * Of an account with several gateways the owner's signed answer to a Follow may have come here before the Follow itself:
     * then it is applied now.
     */
    private Uni<Void> answered(Collection<Incoming> activities) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (Incoming in : activities) {
            if (in.type().equals("Follow")) {
                all = all.chain(() -> answered(in));
            }
        }
        return all;
    }

    private Uni<Void> answered(Incoming follow) {
        Optional<Did> target = follow.objectId().flatMap(Ids::did);
        return target.isEmpty()
                ? Uni.createFrom().voidItem()
                : accounts.find(target.get())
                        .chain(found ->
                                found.filter(account -> account.gateways().size() > 1)
                                                .isPresent()
                                        ? answered(found.get(), follow)
                                        : Uni.createFrom().voidItem());
    }

    private Uni<Void> answered(Account account, Incoming follow) {
        Optional<PortableId> answer = PortableId.parse(ReplyIds.of(account.actorId(), "Accept", follow.id()));
        return answer.isEmpty()
                ? Uni.createFrom().voidItem()
                : documents
                        .document(answer.get())
                        .chain(signed -> signed.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : apply(
                                                account,
                                                incoming(
                                                        account,
                                                        signed.get(),
                                                        signed.get().toString(),
                                                        follow.at()))
                                        .replaceWithVoid());
    }

    private ChangeBatch decide(Map<Place, Incoming> activities, World world, List<GatewayRecord> observed) {
        ChangeBatch batch = new ChangeBatch();
        activities.forEach((place, in) -> {
            List<Change> decided = Decisions.of(in, world);
            observed.addAll(Observations.of(in, decided, world, witness.instance()));
            List<Change> forwarded = GatewayForwarding.of(in, decided, world);
            for (Change change : Screened.over(in, decided, world)) {
                world.apply(change);
                batch.add(change, Optional.of(place), in.at());
            }
            forwarded.forEach(change -> batch.add(change, Optional.of(place), in.at()));
        });
        return batch;
    }

    @Override
    public Uni<Recipients> apply(Account account, PortableDocument activity, Instant at) {
        if (activity.kind() != Kind.ACTIVITY) {
            return Uni.createFrom().item(Recipients.NONE);
        }
        return apply(
                account,
                incoming(
                        account,
                        activity.json(),
                        new String(activity.bytes(), StandardCharsets.UTF_8),
                        at.truncatedTo(ChronoUnit.MICROS)));
    }

    private Uni<Recipients> apply(Account account, Incoming in) {
        return database.inTransaction(session -> facts.load(session, List.of(in), Found.of(List.of()))
                .chain(world -> {
                    OwnerDecisions.Outcome outcome = OwnerDecisions.of(account, in, world);
                    ChangeBatch batch = new ChangeBatch();
                    Screened.over(in, outcome.changes(), world)
                            .forEach(change -> batch.add(change, Optional.empty(), in.at()));
                    return changes.write(session, batch).replaceWith(outcome.recipients());
                }));
    }

    private static Incoming incoming(Account account, JsonObject activity, String text, Instant at) {
        String actor = activity.id("actor").orElse(account.actorId());
        return new Incoming(
                activity,
                text,
                activity.string("id").orElseThrow(),
                Types.of(activity),
                account.actor().canonical(),
                actor,
                true,
                Arrival.Proof.INTEGRITY,
                Optional.empty(),
                account.paths().followers().map(account::idOf),
                at,
                Optional.empty());
    }

    /**
     * True when a failure is the fault of what was to be written, or of our own code, so that trying the same again would
     * fail again; false when the database or the way to it is the trouble.
     */
    static boolean isAboutData(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String state = sqlState(cause);
            if (state != null) {
                return state.startsWith("22")
                        || state.startsWith("23")
                        || state.startsWith("42")
                        || state.startsWith("54");
            }
            if (cause instanceof NullPointerException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof IllegalStateException
                    || cause instanceof ClassCastException
                    || cause instanceof IndexOutOfBoundsException) {
                return true;
            }
        }
        return false;
    }

    private static @Nullable String sqlState(Throwable failure) {
        return switch (failure) {
            case SQLException sql -> sql.getSQLState();
            case DatabaseException database -> database.getSqlState();
            default -> null;
        };
    }
}
