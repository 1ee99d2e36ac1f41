package social.godwit.activitypub.nodeinfo;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.remote.Flights;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/** The NodeInfo documents. Accounts and posts are counted once in half an hour at most. */
@Singleton
public final class NodeInfo {
    /** The versions that are served. */
    public static final List<String> VERSIONS = List.of("2.0", "2.1");

    private static final Duration MONTH = Duration.ofDays(30);
    private static final Duration HALF_YEAR = Duration.ofDays(180);
    private static final String ALL = "all";
    private static final String SCHEMA = "http://nodeinfo.diaspora.software/ns/schema/";

    private final Instance instance;
    private final AccountStore accounts;
    private final NoteStore notes;
    private final InstantSource clock;
    private final Flights<Counted> counting = new Flights<>();
    private final Cache<String, Counted> counted;

    /** What was counted. */
    public record Counted(long accounts, NoteStore.Usage usage) {}

    /** What {@code instance} tells, counting {@code accounts} and their posts in {@code notes}. */
    @Inject
    public NodeInfo(Instance instance, AccountStore accounts, NoteStore notes, InstantSource clock) {
        this.instance = instance;
        this.accounts = accounts;
        this.notes = notes;
        this.clock = clock;
        this.counted = Caffeine.newBuilder()
                .maximumSize(1)
                .expireAfterWrite(Duration.ofMinutes(30))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .build();
    }

    /** The media type of a version's document. */
    public static String mediaType(String version) {
        return "application/json; profile=\"" + SCHEMA + version + "#\"";
    }

    /** Where the documents are, and the instance actor (FEP-d556). */
    public byte[] links(String origin) {
        List<JsonObject> links = List.of(
                link(SCHEMA + "2.1", origin + "/nodeinfo/2.1"),
                link(SCHEMA + "2.0", origin + "/nodeinfo/2.0"),
                link("https://www.w3.org/ns/activitystreams#Application", instance.origin() + "/actor"));
        return Jcs.bytes(JsonObject.builder().put("links", links).build());
    }

    /** The document of {@code version}, one of {@link #VERSIONS}. */
    public Uni<byte[]> document(String version) {
        return counted().map(count -> document(version, count));
    }

    /** Accounts and posts here, as of the last half hour. */
    public Uni<Counted> counted() {
        Counted known = counted.getIfPresent(ALL);
        return known != null ? Uni.createFrom().item(known) : counting.join(ALL, this::count);
    }

    private Uni<Counted> count() {
        Instant now = clock.instant();
        return accounts.count()
                .chain(all ->
                        notes.usage(now.minus(MONTH), now.minus(HALF_YEAR)).map(usage -> new Counted(all, usage)))
                .invoke(count -> counted.put(ALL, count));
    }

    private byte[] document(String version, Counted count) {
        JsonObject software = JsonObject.builder()
                .put("name", "godwit")
                .put("version", instance.version())
                .build();
        return Jcs.bytes(JsonObject.builder()
                .put("version", version)
                .put("software", software)
                .put("protocols", Json.strings(List.of("activitypub")))
                .put(
                        "services",
                        JsonObject.builder()
                                .put("inbound", List.of())
                                .put("outbound", List.of())
                                .build())
                .put("openRegistrations", instance.openRegistrations())
                .put(
                        "usage",
                        JsonObject.builder()
                                .put(
                                        "users",
                                        JsonObject.builder()
                                                .put("total", count.accounts())
                                                .put(
                                                        "activeMonth",
                                                        count.usage().month())
                                                .put(
                                                        "activeHalfyear",
                                                        count.usage().halfYear())
                                                .build())
                                .put("localPosts", count.usage().posts())
                                .build())
                .put("metadata", JsonObject.empty())
                .build());
    }

    private static JsonObject link(String rel, String href) {
        return JsonObject.builder().put("rel", rel).put("href", href).build();
    }
}
