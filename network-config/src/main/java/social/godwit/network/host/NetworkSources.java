package social.godwit.network.host;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.host.NetworkStore.Source;
import social.godwit.network.member.Membership;

/**
 * Fetches from other instances what was said there in the affairs of networks that are hosted here, and who joined there, page by
 * page.
 */
@ApplicationScoped
public class NetworkSources {
    /** Longest page, in bytes. */
    public static final int PAGE_BYTES = 32 << 20;

    /** Pages at one time from one source. */
    private static final int PAGES = 50;

    private static final int FAULT_MAX = 300;
    private static final int MARK_MAX = 100;
    private static final Pattern MARK = Pattern.compile("[A-Za-z0-9_=-]{1," + MARK_MAX + "}");
    private static final JsonLimits LIMITS = new JsonLimits(PAGE_BYTES, 40, 4_000_000, 4_096, false);

    private final NetworkStore store;
    private final Networks networks;
    private final Page page;
    private final InstantSource clock;

    NetworkSources(NetworkStore store, Networks networks, Page page, InstantSource clock) {
        this.store = store;
        this.networks = networks;
        this.page = page;
        this.clock = clock;
    }

    /** How a page is fetched from another instance: the instance's one client, never a second. */
    @FunctionalInterface
    public interface Page {
        /** The body of a successful answer, of at most {@link #PAGE_BYTES}; fails with the reason otherwise. */
        Uni<byte[]> get(String address);
    }

    /** Where an instance shows the acts of a network after a number. */
    public static String path(String network, long after) {
        return "/networks/" + network + "/documents?after=" + after;
    }

    /** Asks every source for what is new. */
    public Uni<Void> fetch() {
        return store.sources()
                .onItem()
                .transformToMulti(sources -> Multi.createFrom().iterable(sources))
                .onItem()
                .transformToUniAndConcatenate(source -> fetch(source, source.position(), PAGES)
                        .chain(() -> fetchMembers(source))
                        .onFailure()
                        .recoverWithUni(
                                failure -> store.asked(source, source.position(), reason(failure), clock.instant())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> fetch(Source source, long after, int pages) {
        return page.get(source.origin() + path(source.network().toString(), after))
                .chain(body -> take(source, after, body, pages));
    }

    private Uni<Void> take(Source source, long after, byte[] body, int pages) {
        Optional<JsonObject> read = answer(body);
        if (read.isEmpty()) {
            return store.asked(source, after, "the answer is no page of acts", clock.instant());
        }
        JsonObject answer = read.get();
        List<Json> documents = answer.list("documents");
        List<KeptAct> acts = documents.stream()
                .map(document -> KeptAct.read(Jcs.bytes(document), clock.instant()))
                .flatMap(Optional::stream)
                .filter(act -> act.act().act().network().equals(source.network()))
                .toList();
        long next = answer.get("next") instanceof JsonNumber number
                ? Math.max(after, number.integer().orElse(after))
                : after;
        return networks.hear(source.network(), acts)
                .chain(() -> store.asked(source, next, "", clock.instant()))
                .chain(() -> documents.isEmpty() || next == after || pages <= 1
                        ? Uni.createFrom().voidItem()
                        : fetch(source, next, pages - 1));
    }

    /** The whole list when it is another than last time: so that those who left are gone from it. */
    private Uni<Void> fetchMembers(Source source) {
        String card = source.origin() + "/networks/" + source.network();
        return page.get(card).chain(body -> {
            Optional<String> joined = answer(body).flatMap(one -> one.string("joined"));
            return joined.isEmpty()
                            || joined.get().length() > MARK_MAX
                            || joined.get().equals(source.joined())
                    ? Uni.createFrom().voidItem()
                    : membersPage(source, card + "/members", Optional.of(""), new LinkedHashMap<>())
                            .chain(found -> networks.joinedElsewhere(source, joined.get(), found));
        });
    }

    private Uni<Map<Did, byte[]>> membersPage(
            Source source, String address, Optional<String> before, Map<Did, byte[]> found) {
        if (before.isEmpty() || found.size() >= NetworkStore.MAX_MEMBERS) {
            return Uni.createFrom().item(found);
        }
        return page.get(address + "?before=" + before.get())
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .chain(body -> {
                    JsonObject answer = answer(body).orElse(JsonObject.empty());
                    int known = found.size();
                    for (Json document : answer.list("documents")) {
                        byte[] bytes = Jcs.bytes(document);
                        Membership.read(bytes, clock.instant())
                                .filter(one -> one.network().equals(source.network()))
                                .ifPresent(one -> found.putIfAbsent(one.member(), bytes));
                    }
                    Optional<String> next = answer.string("next")
                            .filter(mark ->
                                    found.size() > known && MARK.matcher(mark).matches());
                    return membersPage(source, address, next, found);
                });
    }

    private static Optional<JsonObject> answer(byte[] body) {
        return StrictJson.read(body, LIMITS) instanceof JsonReading.Read(JsonObject answer)
                ? Optional.of(answer)
                : Optional.empty();
    }

    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.length() > FAULT_MAX ? text.substring(0, FAULT_MAX) : text;
    }
}
