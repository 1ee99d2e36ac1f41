package social.godwit.activitypub.attested;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.inbox.Evidence;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.SignedPart;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.store.record.GatewayRecord;
import social.godwit.store.record.StoredRecord;
import social.godwit.store.record.StrangerRequest;

/** Whether a record says of a request what the request itself says; and the request as it came. Pure. */
final class AttestedRequest {
    private static final Set<String> FOLLOWER = Set.of("Follow", "Block", "Undo", "Delete");
    private static final Set<String> FOLLOWING = Set.of("Accept", "Reject");

    private AttestedRequest() {}

    /** What comes of reading a record. */
    sealed interface Reading {
        /** The request, and whether it was sent to the account's own inbox. */
        record Fit(IncomingRequest request, boolean ownInbox) implements Reading {}

        /** Kind, subject or time are not those of the request: whoever attests it is mistaken or lies. */
        record Unfit(String reason) implements Reading {}
    }

    /**
     * Reads a record of the account.
     *
     * @param others records of the same subject that are here: an Undo may name by its id what one of them carries
     */
    static Reading read(GatewayRecord record, Account account, List<StoredRecord> others) {
        StrangerRequest request = record.request().orElseThrow();
        byte[] body = request.bytes();
        if (!(StrictJson.read(body, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject activity))) {
            return new Reading.Unfit("no activity");
        }
        if (!fits(record, activity, account, others)) {
            return new Reading.Unfit("kind or subject are not the activity's");
        }
        Optional<IncomingRequest> sent = sent(record, request, body);
        if (sent.isEmpty()) {
            return new Reading.Unfit("the head cannot be read");
        }
        Optional<Instant> said = request.head().isPresent()
                ? SignedPart.time(sent.get(), record.received())
                : Evidence.proofTime(activity).or(() -> Optional.of(record.received()));
        boolean sameTime = said.map(time -> time.truncatedTo(ChronoUnit.MILLIS)).equals(record.said());
        return sameTime
                ? new Reading.Fit(
                        sent.get(),
                        request.head()
                                .filter(head -> record.gateway()
                                        .toString()
                                        .concat(head.target())
                                        .equals(account.inboxAt(record.gateway())))
                                .isPresent())
                : new Reading.Unfit("not signed when the record says");
    }

    private static Optional<IncomingRequest> sent(GatewayRecord record, StrangerRequest request, byte[] body) {
        String origin = record.gateway().toString();
        try {
            return Optional.of(request.head()
                    .map(head -> Evidence.request(origin, head, body))
                    .orElseGet(() -> new IncomingRequest(
                            "POST", origin, "/inbox", Headers.of("content-type", "application/activity+json"), body)));
        } catch (IllegalArgumentException lineBreak) {
            return Optional.empty();
        }
    }

    private static boolean fits(GatewayRecord record, JsonObject activity, Account account, List<StoredRecord> others) {
        String actor = Ids.compared(activity.id("actor").orElse(""));
        String id = Ids.compared(activity.string("id").orElse(""));
        String type = Types.of(activity);
        return switch (record.kind()) {
            case FOLLOWER ->
                record.subject().equals(actor)
                        && FOLLOWER.contains(type)
                        && concerns(type, activity, actor, account, others);
            case FOLLOWING ->
                record.subject().equals(actor)
                        && FOLLOWING.contains(type)
                        && object(activity)
                                .flatMap(Ids::did)
                                .filter(account.did()::equals)
                                .isPresent();
            case ACTIVITY -> record.subject().equals(id);
            case DELIVERED, PEER, ENTRY -> false;
        };
    }

    /** Whether an activity says how its actor stands to the account. */
    private static boolean concerns(
            String type, JsonObject activity, String actor, Account account, List<StoredRecord> others) {
        Optional<String> object = object(activity);
        String owner = account.actor().canonical();
        return switch (type) {
            case "Follow", "Block" -> object.equals(Optional.of(owner));
            case "Delete" -> object.equals(Optional.of(actor));
            default ->
                embedded(activity)
                        .map(inner -> FOLLOWER.contains(Types.of(inner))
                                && object(inner).equals(Optional.of(owner)))
                        .orElseGet(() ->
                                others.stream().anyMatch(other -> idOf(other).equals(object)));
        };
    }

    private static Optional<String> idOf(StoredRecord other) {
        return other.record()
                .request()
                .map(request -> StrictJson.read(request.bytes(), JsonLimits.DOCUMENT))
                .flatMap(reading -> reading instanceof JsonReading.Read(JsonObject activity)
                        ? activity.string("id").map(Ids::compared)
                        : Optional.empty());
    }

    private static Optional<String> object(JsonObject activity) {
        return activity.id("object").filter(Ids::usable).map(Ids::compared);
    }

    private static Optional<JsonObject> embedded(JsonObject activity) {
        List<Json> items = activity.list("object");
        return items.size() == 1 && items.getFirst() instanceof JsonObject inner && inner.has("type")
                ? Optional.of(inner)
                : Optional.empty();
    }
}
