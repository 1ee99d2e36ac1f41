package social.godwit.activitypub.inbox;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.SignedPart;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.store.record.StrangerRequest;

/**
 * How an activity came, so that the account's other gateways can verify it again.
 *
 * @param said when its author signed
 * @param head the request's line and signed fields; empty when the activity proves itself
 * @param told whether it came from another gateway's record: then no record is to be made of it, and {@code head} is empty
 */
public record Evidence(Instant said, Optional<StrangerRequest.Head> head, boolean told) {
    private static final String TOLD = " told";

    /** Of an HTTP-signed request that came at that time; nothing when its head is too long to be passed on. */
    static Optional<Evidence> of(IncomingRequest request, Instant at) {
        return SignedPart.time(request, at)
                .flatMap(said -> head(request).map(head -> new Evidence(said, Optional.of(head), false)));
    }

    private static Optional<StrangerRequest.Head> head(IncomingRequest request) {
        List<StrangerRequest.Field> fields = new ArrayList<>();
        SignedPart.fields(request)
                .fields()
                .forEach((name, values) -> values.forEach(value -> fields.add(new StrangerRequest.Field(name, value))));
        try {
            return Optional.of(new StrangerRequest.Head(request.rawTarget(), fields));
        } catch (IllegalArgumentException tooLong) {
            return Optional.empty();
        }
    }

    /** Of an activity that proves itself; without a proof of its own, said when it came. */
    public static Evidence of(JsonObject activity, Instant at) {
        return new Evidence(proofTime(activity).orElse(at), Optional.empty(), false);
    }

    /** Of what another gateway's record tells: its author signed it then. */
    static Evidence told(Instant said) {
        return new Evidence(said, Optional.empty(), true);
    }

    /** When the activity's proof says that it was made. */
    public static Optional<Instant> proofTime(JsonObject activity) {
        return activity.object("proof")
                .flatMap(proof -> proof.string("created"))
                .flatMap(ProofTime::parse);
    }

    /** The request as it came to {@code origin}. */
    public static IncomingRequest request(String origin, StrangerRequest.Head head, byte[] body) {
        Headers.Builder headers = Headers.builder();
        head.headers().forEach(field -> headers.add(field.name(), field.value()));
        return new IncomingRequest("POST", origin, head.target(), headers.build(), body);
    }

    /** As it is kept beside the activity: lines of time, target, and names and values. No field has a line break. */
    String text() {
        List<String> lines = new ArrayList<>();
        lines.add(told ? said + TOLD : said.toString());
        head.ifPresent(line -> {
            lines.add(line.target());
            line.headers().forEach(field -> lines.addAll(List.of(field.name(), field.value())));
        });
        return String.join("\n", lines);
    }

    /** Reads {@link #text}. */
    static Evidence parse(String text) {
        List<String> lines = Arrays.asList(text.split("\n", -1));
        String first = lines.getFirst();
        if (first.endsWith(TOLD)) {
            return told(Instant.parse(first.substring(0, first.length() - TOLD.length())));
        }
        Instant said = Instant.parse(first);
        if (lines.size() == 1) {
            return new Evidence(said, Optional.empty(), false);
        }
        List<StrangerRequest.Field> fields = new ArrayList<>();
        for (int i = 2; i < lines.size(); i += 2) {
            fields.add(new StrangerRequest.Field(lines.get(i), lines.get(i + 1)));
        }
        return new Evidence(said, Optional.of(new StrangerRequest.Head(lines.get(1), fields)), false);
    }
}
