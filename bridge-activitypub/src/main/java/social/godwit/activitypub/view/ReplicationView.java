package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Audits;
import social.godwit.store.media.WantedMedia;
import social.godwit.store.record.RecordKind;
import social.godwit.store.record.RecordStore;
import social.godwit.store.record.Standing;
import social.godwit.store.replication.AuditStore;
import social.godwit.store.replication.PeerState;
import social.godwit.store.replication.Replica;
import social.godwit.store.replication.Replicas;

/** How far this gateway is in step with the account's other gateways, for the owner. */
@ApplicationScoped
class ReplicationView {
    /** So many followers that wait to be verified are looked at. */
    private static final int WAITING = 50;

    private final Replicas replicas;
    private final RecordStore records;
    private final Audits audits;
    private final WantedMedia media;
    private final InstantSource clock;

    ReplicationView(Replicas replicas, RecordStore records, Audits audits, WantedMedia media, InstantSource clock) {
        this.clock = clock;
        this.replicas = replicas;
        this.records = records;
        this.audits = audits;
        this.media = media;
    }

    /**
     * {@code {state, documents, expected, missingFiles, gateways: [{origin, instance, healthy, withheld, behind, lastSuccess,
     * lastReconciled}]}}: the state is {@code filling} from joining as another gateway until the whole repository has been
     * fetched from one of the others, and while followers that the others have told of have not been looked at, otherwise {@code
     * complete}; {@code withheld} is how many documents the last audit found withheld there.
     */
    Uni<ViewAnswer> of(Account account) {
        return replicas.of(account.did())
                .chain(all -> audits.completeness(account.did())
                        .chain(complete -> media.count(account.did())
                                .chain(files -> gateways(account, all)
                                        .chain(gateways -> untried(account)
                                                .map(untried -> new ViewAnswer.Shown(json(
                                                        account, all, untried, complete.held(), files, gateways)))))));
    }

    /** Whether others have told of followers that have not been looked at yet. */
    private Uni<Boolean> untried(Account account) {
        return account.home()
                ? Uni.createFrom().item(false)
                : records.page(account.did(), RecordKind.FOLLOWER, Standing.PENDING, "", WAITING)
                        .map(waiting -> waiting.stream().anyMatch(record -> record.attempts() == 0));
    }

    private static JsonObject json(
            Account account, List<Replica> all, boolean untried, long held, long files, List<JsonObject> gateways) {
        List<Replica.Pull> pulls =
                all.stream().flatMap(replica -> replica.pull().stream()).toList();
        // A former home has never had to fetch: whoever joins as another gateway begins to in the same breath.
        boolean filling = !account.home() && !pulls.isEmpty() && pulls.stream().noneMatch(Replica.Pull::done);
        long missing = filling
                ? pulls.stream()
                        .mapToLong(pull -> Math.max(0, pull.newest() - pull.position()))
                        .max()
                        .orElse(0)
                : 0;
        return JsonObject.builder()
                .put("state", filling || untried ? "filling" : "complete")
                .put("home", account.home())
                .put("named", account.named())
                .put("documents", held)
                .put("expected", held + missing)
                .put("missingFiles", files)
                .put("gateways", gateways)
                .build();
    }

    private Uni<List<JsonObject>> gateways(Account account, List<Replica> all) {
        return withheld(account).chain(withheld -> {
            Uni<List<JsonObject>> described = Uni.createFrom().item(new ArrayList<>());
            for (Replica replica : all) {
                Did peer = replica.peer().key();
                described = described.chain(list -> replicas.state(peer).map(state -> {
                    list.add(json(replica, state, withheld.getOrDefault(peer, 0L)));
                    return list;
                }));
            }
            return described;
        });
    }

    private Uni<Map<Did, Long>> withheld(Account account) {
        return replicas.audits()
                .reports(Optional.of(account.did()), AuditStore.MAX_LIST)
                .map(reports -> {
                    Map<Did, Long> withheld = new HashMap<>();
                    reports.forEach(report -> withheld.put(report.peer().key(), report.withheld()));
                    return withheld;
                });
    }

    private JsonObject json(Replica replica, PeerState state, long withheld) {
        JsonObject.Builder json = JsonObject.builder()
                .put("origin", replica.peer().origin().toString())
                .put("instance", replica.peer().key().toString())
                .put("healthy", state.healthy(withheld, clock.instant()))
                .put("withheld", withheld);
        if (replica.taken().isPresent()) {
            json.put("behind", replica.lag());
        }
        json.putIfPresent("lastSuccess", state.lastSuccess().map(Object::toString));
        json.putIfPresent("lastReconciled", state.lastReconciled().map(Object::toString));
        return json.build();
    }
}
