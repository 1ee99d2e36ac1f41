package social.godwit.store.record;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.ProofTime;

/**
 * What one gateway observed for an account, signed by the gateway's instance key. Its bytes are canonical (JCS), so that the
 * same record has one hash.
 *
 * @param account for whom
 * @param gateway the origin that observed it
 * @param instance the key that signs, which the account's actor document pins for the gateway
 * @param kind what it tells
 * @param subject about what, 1 to {@value #SUBJECT_LENGTH_MAX} characters: the stranger's id as compared (FOLLOWER,
 *     FOLLOWING, PEER), the activity's id as compared (ACTIVITY), a document's hash in multibase (DELIVERED), an entry's hash
 *     in multibase, a space and the instance (ENTRY)
 * @param received when, by the gateway's clock, milliseconds
 * @param said when the stranger signed, as its signature or proof says, milliseconds; for requests, and for them always
 * @param request what the stranger sent; for requests, and for them always
 * @param value what the gateway says itself; for the other kinds, and for them always
 */
public record GatewayRecord(
        Did account,
        Origin gateway,
        Did instance,
        RecordKind kind,
        String subject,
        Instant received,
        Optional<Instant> said,
        Optional<StrangerRequest> request,
        Optional<JsonObject> value) {
    /** Longest record, in bytes: the longest frame. */
    public static final int BYTES_MAX = 1 << 20;
    /** Longest subject. */
    public static final int SUBJECT_LENGTH_MAX = 2_048;
    /** Most gateways in the value of {@link RecordKind#ENTRY}: as many as an actor may list. */
    public static final int LISTED_MAX = 16;
    /** Most inboxes in the value of {@link RecordKind#DELIVERED}. */
    public static final int INBOXES_MAX = 256;

    private static final int URL_LENGTH_MAX = 2_048;

    /** Checks that the parts belong together. */
    public GatewayRecord {
        boolean fits = said.isPresent() == kind.isRequest()
                && request.isPresent() == kind.isRequest()
                && value.isPresent() != kind.isRequest()
                && !subject.isEmpty()
                && subject.length() <= SUBJECT_LENGTH_MAX
                && value.map(map -> fits(kind, map)).orElse(true)
                && (kind != RecordKind.ENTRY || entry(subject, instance).isPresent());
        if (!fits) {
            throw new IllegalArgumentException("no record of kind " + kind.text());
        }
        received = received.truncatedTo(ChronoUnit.MILLIS);
        said = said.map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }

    private static boolean fits(RecordKind kind, JsonObject value) {
        return switch (kind) {
            case DELIVERED ->
                Set.copyOf(value.keys()).equals(Set.of("inboxes", "complete"))
                        && value.get("complete") instanceof JsonBoolean(boolean complete)
                        && value.get("inboxes") instanceof JsonArray array
                        && (complete || array.size() >= 1)
                        && array.size() <= INBOXES_MAX
                        && array.items().stream()
                                .allMatch(item -> item instanceof JsonString inbox && isUrl(inbox.value()));
            case PEER ->
                Set.copyOf(value.keys()).equals(Set.of("inbox", "sharedInbox"))
                        && value.string("inbox").filter(GatewayRecord::isUrl).isPresent()
                        && value.string("sharedInbox")
                                .filter(GatewayRecord::isUrl)
                                .isPresent();
            case ENTRY ->
                Set.copyOf(value.keys()).equals(Set.of("listed"))
                        && value.get("listed") instanceof JsonArray array
                        && array.size() >= 1
                        && array.size() <= LISTED_MAX
                        && array.items().stream().allMatch(item -> key(item).isPresent());
            case FOLLOWER, FOLLOWING, ACTIVITY -> false;
        };
    }

    private static Optional<Did> key(Object item) {
        return item instanceof JsonString text ? Did.parse(text.value()) : Optional.empty();
    }

    /** The entry that a subject names together with that instance. */
    private static Optional<Sha256> entry(String subject, Did instance) {
        String end = " " + instance;
        return subject.endsWith(end)
                ? Sha256.parseMultibase(subject.substring(0, subject.length() - end.length()))
                : Optional.empty();
    }

    private static boolean isUrl(String url) {
        return url.length() <= URL_LENGTH_MAX && Origin.ofUrl(url).isPresent();
    }

    /** The record of a stranger's request. */
    public static GatewayRecord ofRequest(
            Did account,
            Origin gateway,
            Did instance,
            RecordKind kind,
            String subject,
            Instant received,
            Instant said,
            StrangerRequest request) {
        return new GatewayRecord(
                account,
                gateway,
                instance,
                kind,
                subject,
                received,
                Optional.of(said),
                Optional.of(request),
                Optional.empty());
    }

    /**
     * The record that these inboxes have taken the document.
     *
     * @param inboxes URLs, at most {@link #INBOXES_MAX}; at least one, unless it is complete
     * @param complete whether nothing of the document waits at the gateway any more
     */
    public static GatewayRecord delivered(
            Did account,
            Origin gateway,
            Did instance,
            Sha256 document,
            List<String> inboxes,
            boolean complete,
            Instant received) {
        JsonObject value = JsonObject.builder()
                .put("inboxes", inboxes)
                .put("complete", complete)
                .build();
        return new GatewayRecord(
                account,
                gateway,
                instance,
                RecordKind.DELIVERED,
                document.multibase(),
                received,
                Optional.empty(),
                Optional.empty(),
                Optional.of(value));
    }

    /** The record of where a follower is delivered to. */
    public static GatewayRecord peer(
            Did account,
            Origin gateway,
            Did instance,
            String actor,
            String inbox,
            String sharedInbox,
            Instant received) {
        JsonObject value = JsonObject.builder()
                .put("inbox", inbox)
                .put("sharedInbox", sharedInbox)
                .build();
        return new GatewayRecord(
                account,
                gateway,
                instance,
                RecordKind.PEER,
                actor,
                received,
                Optional.empty(),
                Optional.empty(),
                Optional.of(value));
    }

    /**
     * The record of when the gateway first had an entry of the key log.
     *
     * @param entry the entry's name
     * @param listed the instance keys of the gateways that the account lists
     */
    public static GatewayRecord entry(
            Did account, Origin gateway, Did instance, Sha256 entry, List<Did> listed, Instant received) {
        JsonObject value = JsonObject.builder()
                .put("listed", listed.stream().map(Did::toString).toList())
                .build();
        return new GatewayRecord(
                account,
                gateway,
                instance,
                RecordKind.ENTRY,
                entry.multibase() + " " + instance,
                received,
                Optional.empty(),
                Optional.empty(),
                Optional.of(value));
    }

    /** The entry of a {@link RecordKind#ENTRY}. */
    public Sha256 entry() {
        return entry(subject, instance).orElseThrow();
    }

    /** The gateways' keys of a {@link RecordKind#ENTRY}. */
    public Set<Did> listed() {
        return value.stream()
                .flatMap(map -> map.list("listed").stream())
                .flatMap(item -> key(item).stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The inboxes of a {@link RecordKind#DELIVERED}. */
    public List<String> inboxes() {
        return value.map(map -> map.list("inboxes").stream()
                        .flatMap(item -> item instanceof JsonString inbox ? Stream.of(inbox.value()) : Stream.empty())
                        .toList())
                .orElse(List.of());
    }

    /** Whether a {@link RecordKind#DELIVERED} says that nothing of the document waits at the gateway any more. */
    public boolean complete() {
        return value.map(map -> map.get("complete"))
                .filter(new JsonBoolean(true)::equals)
                .isPresent();
    }

    /**
     * Orders what was said about one subject: by the stranger's own time, which no gateway can change, then by the
     * gateway's. Of a gateway's words on when it had an entry the earliest counts, so its time is mirrored at 1970.
     */
    public Instant rank() {
        return kind == RecordKind.ENTRY ? Instant.ofEpochMilli(-received.toEpochMilli()) : said.orElse(received);
    }

    /**
     * A record with the canonical bytes that carry its signature.
     *
     * @param bytes at most {@link #BYTES_MAX}, not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent")
    public record Signed(GatewayRecord record, byte[] bytes) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Signed signed && Arrays.equals(bytes, signed.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        /** What it is known by. */
        public Sha256 hash() {
            return Sha256.of(bytes);
        }
    }

    /** Signs it; the key must be the instance's. Nothing when the record would be longer than {@link #BYTES_MAX}. */
    public Optional<Signed> sign(SigningKey instanceKey) {
        if (!instanceKey.did().equals(instance)) {
            throw new IllegalArgumentException("key of another instance");
        }
        JsonObject.Builder map = JsonObject.builder()
                .put("type", MapPurpose.GATEWAY_RECORD.type())
                .put("account", account.toString())
                .put("gateway", gateway.toString())
                .put("instance", instance.toString())
                .put("kind", kind.text())
                .put("subject", subject)
                .put("received", DateTimeFormatter.ISO_INSTANT.format(received))
                .putIfPresent("said", said.map(DateTimeFormatter.ISO_INSTANT::format));
        request.ifPresent(sent -> map.put("request", sent.toJson()));
        value.ifPresent(own -> map.put("value", own));
        byte[] bytes = Jcs.bytes(MapStatement.sign(MapPurpose.GATEWAY_RECORD, map.build(), instanceKey));
        return bytes.length <= BYTES_MAX ? Optional.of(new Signed(this, bytes)) : Optional.empty();
    }

    /**
     * Reads canonical bytes with a valid signature of the instance that they name; nothing for anything else. Whether that
     * is the gateway's key is for {@link RecordRules} to say.
     */
    public static Optional<Signed> read(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                        && MapPurpose.GATEWAY_RECORD.fits(map)
                        && Arrays.equals(Jcs.bytes(map), bytes)
                        && map.string("instance")
                                .flatMap(Did::parse)
                                .filter(did -> MapStatement.verify(MapPurpose.GATEWAY_RECORD, map, did.key()))
                                .isPresent()
                ? of(map).map(record -> new Signed(record, bytes))
                : Optional.empty();
    }

    /** The record of bytes that {@link #read} has read before. */
    static GatewayRecord stored(byte[] bytes) {
        return StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject map)
                ? of(map).orElseThrow()
                : of(JsonObject.empty()).orElseThrow();
    }

    private static Optional<GatewayRecord> of(JsonObject map) {
        Optional<Did> account = map.string("account").flatMap(Did::parse);
        Optional<Origin> gateway = map.string("gateway").flatMap(Origin::parse);
        Optional<Did> instance = map.string("instance").flatMap(Did::parse);
        Optional<RecordKind> kind = map.string("kind").flatMap(RecordKind::parse);
        Optional<String> subject = map.string("subject");
        Optional<Instant> received = map.string("received").flatMap(ProofTime::parse);
        Optional<Instant> said = map.string("said").flatMap(ProofTime::parse);
        Optional<StrangerRequest> request = map.object("request").flatMap(StrangerRequest::read);
        Optional<JsonObject> value = map.object("value");
        boolean whole = account.isPresent()
                && gateway.isPresent()
                && instance.isPresent()
                && kind.isPresent()
                && subject.isPresent()
                && received.isPresent()
                && said.isPresent() == map.has("said")
                && request.isPresent() == map.has("request")
                && value.isPresent() == map.has("value");
        if (!whole) {
            return Optional.empty();
        }
        try {
            return Optional.of(new GatewayRecord(
                    account.get(),
                    gateway.get(),
                    instance.get(),
                    kind.get(),
                    subject.get(),
                    received.get(),
                    said,
                    request,
                    value));
        } catch (IllegalArgumentException partsDoNotFit) {
            return Optional.empty();
        }
    }
}
