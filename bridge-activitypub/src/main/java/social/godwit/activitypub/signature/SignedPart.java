package social.godwit.activitypub.signature;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.activitypub.http.Headers;

/** What somebody else needs of a request to verify its signature again. */
public final class SignedPart {
    private static final Set<String> ALWAYS =
            Set.of("host", "date", "digest", "content-digest", "content-type", "signature", "signature-input");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private SignedPart() {}

    /** The fields that the signature covers, and those that carry it; nothing else, such as cookies or where it came from. */
    public static Headers fields(IncomingRequest request) {
        Set<String> names = new TreeSet<>(ALWAYS);
        for (String carrier : List.of("signature", "signature-input")) {
            for (String value : request.headers().all(carrier)) {
                Matcher quoted = QUOTED.matcher(value);
                while (quoted.find()) {
                    names.addAll(
                            List.of(quoted.group(1).toLowerCase(Locale.ROOT).split(" ", -1)));
                }
            }
        }
        Headers.Builder fields = Headers.builder();
        for (Map.Entry<String, List<String>> field : request.headers().fields().entrySet()) {
            if (names.contains(field.getKey())) {
                field.getValue().forEach(value -> fields.add(field.getKey(), value));
            }
        }
        return fields.build();
    }

    /** When the signature says that it was made, if it passes every check that needs no key at the time {@code at}. */
    public static Optional<Instant> time(IncomingRequest request, Instant at) {
        SignatureReading reading = KeyedRequestVerifier.read(request, at);
        return reading instanceof SignatureClaim claim ? Optional.of(claim.created()) : Optional.empty();
    }
}
