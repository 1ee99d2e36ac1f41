package social.godwit.network.host;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.host.NetworkStore.Source;

/** Fetches from other instances what was said there in the affairs of networks that are hosted here, page by page. */
@ApplicationScoped
public class NetworkSources {
    /** Longest page, in bytes. */
    public static final int PAGE_BYTES = 32 << 20;

    /** Pages at one time from one source. */
    private static final int PAGES = 50;

    private static final int FAULT_MAX = 300;
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
        if (!(StrictJson.read(body, LIMITS) instanceof JsonReading.Read(JsonObject answer))) {
            return store.asked(source, after, "the answer is no page of acts", clock.instant());
        }
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

    private static String reason(Throwable failure) {
        String text = String.valueOf(failure.getMessage());
        return text.length() > FAULT_MAX ? text.substring(0, FAULT_MAX) : text;
    }
}
