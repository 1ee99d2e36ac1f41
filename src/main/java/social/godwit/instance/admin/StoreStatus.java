package social.godwit.instance.admin;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.peering.Peering;
import social.godwit.activitypub.stream.web.OpenStreams;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.inspection.Inspection;
import social.godwit.store.inspection.InspectionStore.Fault;
import social.godwit.store.inspection.InspectionStore.Progress;
import social.godwit.store.replication.AuditReport;
import social.godwit.store.replication.AuditReport.State;
import social.godwit.store.replication.AuditStore;
import social.godwit.store.replication.Mirror;
import social.godwit.store.replication.Peer;
import social.godwit.store.replication.PeerState;
import social.godwit.store.replication.Replicas;

/** How the shared store stands with its peers and with itself, for the operator. */
@ApplicationScoped
public class StoreStatus {
    private static final int FAULTS = 100;

    private final Replicas replicas;
    private final Peering peering;
    private final Inspection inspection;
    private final OpenStreams streams;
    private final InstantSource clock;

    StoreStatus(Replicas replicas, Peering peering, Inspection inspection, OpenStreams streams, InstantSource clock) {
        this.replicas = replicas;
        this.peering = peering;
        this.inspection = inspection;
        this.streams = streams;
        this.clock = clock;
    }

    /** {@code {peers, mirrors, inspection, followers}}; the first thousand peers. What is mirrored is shared with nobody. */
    public Uni<JsonObject> read() {
        return withheld()
                .chain(withheld -> replicas.peers(Optional.empty())
                        .chain(peers -> Multi.createFrom()
                                .iterable(peers)
                                .onItem()
                                .transformToUniAndConcatenate(peer -> peer(peer, withheld.getOrDefault(peer.key(), 0)))
                                .collect()
                                .asList())
                        .chain(peers -> mirrored()
                                .chain(mirrors -> inspected()
                                        .map(inspected -> JsonObject.builder()
                                                .put("peers", List.<Json>copyOf(peers))
                                                .put("mirrors", mirrors)
                                                .put("inspection", inspected)
                                                .put("followers", streams.count())
                                                .build()))));
    }

    private Uni<Map<Did, Integer>> withheld() {
        return replicas.audits().withheld(AuditStore.MAX_LIST).map(reports -> {
            Map<Did, Integer> byPeer = new HashMap<>();
            reports.forEach(report -> byPeer.merge(report.peer().key(), 1, Integer::sum));
            return byPeer;
        });
    }

    private Uni<JsonObject> peer(Peer peer, int withheld) {
        return replicas.shared(peer.key())
                .chain(shared -> replicas.state(peer.key()).map(state -> json(peer, shared, state, withheld)));
    }

    private JsonObject json(Peer peer, Replicas.Shared shared, PeerState state, int withheld) {
        Instant now = clock.instant();
        JsonObject.Builder json = JsonObject.builder()
                .put("origin", peer.origin().toString())
                .put("peer", peer.key().toString())
                .put("healthy", state.healthy(withheld, now))
                .put("accounts", shared.accounts())
                .put("behind", shared.behind())
                .put("lag", shared.records())
                .put("failures", state.failures())
                .put("sent", state.sent())
                .put("received", state.received())
                .put("rejected", state.rejected())
                .put("demerits", Math.round(state.demerits(now)))
                .put("withheld", withheld);
        json.putIfPresent("lastSuccess", state.lastSuccess().map(Instant::toString));
        json.putIfPresent("lastReconciled", state.lastReconciled().map(Instant::toString));
        json.putIfPresent("notBefore", state.notBefore().map(Instant::toString));
        return json.build();
    }

    /** {@code {running, begun, ended, documents, unverified, faults}}. */
    public Uni<JsonObject> inspected() {
        return inspection
                .progress()
                .chain(progress -> inspection
                        .unverified()
                        .chain(unverified ->
                                inspection.faults(FAULTS).map(faults -> json(progress, unverified, faults))));
    }

    private static JsonObject json(Progress progress, long unverified, List<Fault> faults) {
        JsonObject.Builder json = JsonObject.builder()
                .put("running", progress.running())
                .put("documents", progress.documents())
                .put("unverified", unverified)
                .put(
                        "faults",
                        faults.stream()
                                .<Json>map(fault -> JsonObject.builder()
                                        .put(
                                                "account",
                                                fault.place().repository().toString())
                                        .put("hash", fault.place().hash().multibase())
                                        .put("reason", fault.reason())
                                        .build())
                                .toList());
        json.putIfPresent("begun", progress.begun().map(Instant::toString));
        json.putIfPresent("ended", progress.ended().map(Instant::toString));
        return json.build();
    }

    /** Begins a new pass over all documents, unless one is under way. */
    public Uni<JsonObject> inspect() {
        return inspection.restart().chain(this::inspected);
    }

    /** Audits the replicas of an account now: {@code {reports}}. */
    public Uni<JsonObject> audit(Did account) {
        return peering.audit(account).map(StoreStatus::json);
    }

    /** The last audit of each replica of the account, or of all: {@code {reports}}. */
    public Uni<JsonObject> audits(Optional<Did> account) {
        return replicas.audits().reports(account, AuditStore.MAX_LIST).map(StoreStatus::json);
    }

    static JsonObject json(List<AuditReport> reports) {
        return JsonObject.builder()
                .put("reports", reports.stream().<Json>map(StoreStatus::json).toList())
                .build();
    }

    private static JsonObject json(AuditReport report) {
        JsonObject.Builder json = JsonObject.builder()
                .put("account", report.account().toString())
                .put("origin", report.peer().origin().toString())
                .put("peer", report.peer().key().toString())
                .put("at", report.at().toString())
                .put("state", report.state().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("listed", report.listed())
                .put("checked", report.checked())
                .put("held", report.held())
                .put("gone", report.gone())
                .put("lacking", report.lacking())
                .put("withheld", report.withheld())
                .put("sampled", report.sampled())
                .put("delivered", report.delivered())
                .put("evidence", report.evidenceJson());
        json.putIfPresent("asOf", report.asOf().map(Instant::toString));
        return json.build();
    }

    /** What is mirrored here: {@code {mirrors}}. */
    public Uni<JsonObject> mirrors() {
        return mirrored().map(all -> JsonObject.builder().put("mirrors", all).build());
    }

    private Uni<List<Json>> mirrored() {
        return replicas.mirrors()
                .all()
                .map(all -> all.stream().<Json>map(StoreStatus::json).toList());
    }

    private static JsonObject json(Mirror mirror) {
        JsonObject.Builder json = JsonObject.builder()
                .put("target", mirror.target())
                .put("kind", mirror.kind().name().toLowerCase(Locale.ROOT))
                .put("origin", mirror.peer().origin().toString())
                .put("used", mirror.used())
                .put("quota", mirror.quota())
                .put("problem", mirror.problem());
        json.putIfPresent("walkedTo", mirror.walkedTo().map(Did::toString));
        json.putIfPresent("walkedAt", mirror.walkedAt().map(Instant::toString));
        return json.build();
    }

    /** Begins to mirror an account or a whole peer, or to refill this instance from it; whether it has begun. */
    public Uni<Boolean> mirror(Origin origin, Optional<Did> account, boolean refill, long quota) {
        Mirror.Kind whole = refill ? Mirror.Kind.REFILL : Mirror.Kind.INSTANCE;
        return peering.mirror(origin, account, account.isPresent() ? Mirror.Kind.ACCOUNT : whole, quota);
    }

    /** Mirrors it no longer; what was fetched stays. Whether it was mirrored. */
    public Uni<Boolean> unmirror(String target) {
        return replicas.mirrors().remove(target);
    }

    /** What the operator should know: documents that do not verify, replicas that withhold. */
    public Uni<List<Finding>> findings() {
        return inspection
                .unverified()
                .chain(unverified -> replicas.audits()
                        .withheld(AuditStore.MAX_LIST)
                        .map(withheld -> List.of(
                                unverified == 0
                                        ? Finding.ok("documents", "all that were looked at verify")
                                        : Finding.problem(
                                                "documents",
                                                unverified + " stored documents do not verify. See: godwit store fsck"),
                                withheld.isEmpty()
                                        ? Finding.ok("replicas", "none was found withholding")
                                        : Finding.problem("replicas", words(withheld)))));
    }

    private static String words(List<AuditReport> withheld) {
        AuditReport first = withheld.getFirst();
        return withheld.size() + " replicas withhold what they have signed to hold, among them "
                + first.peer().origin() + " of " + first.account() + ". See: godwit store audit";
    }

    /** How many replicas were found in this state by their last audit. */
    public Uni<Long> withholding() {
        return replicas.audits()
                .withheld(AuditStore.MAX_LIST)
                .map(reports -> reports.stream()
                        .filter(report -> report.state() == State.WITHHELD)
                        .count());
    }
}
