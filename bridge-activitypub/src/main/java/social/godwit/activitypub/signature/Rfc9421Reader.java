package social.godwit.activitypub.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.signature.SignatureReading.Unacceptable;
import social.godwit.activitypub.signature.SignatureVerdict.Reason;
import social.godwit.activitypub.signature.StructuredFields.Bytes;
import social.godwit.activitypub.signature.StructuredFields.InnerList;
import social.godwit.activitypub.signature.StructuredFields.Item;
import social.godwit.activitypub.signature.StructuredFields.Text;
import social.godwit.activitypub.signature.StructuredFields.Value;
import social.godwit.activitypub.signature.StructuredFields.Whole;

/**
 * Reads RFC 9421, one profile of it: exactly one signature; components without parameters; method, target and authority
 * covered, with a body {@code content-digest} too; {@code created} and {@code keyid} present.
 */
final class Rfc9421Reader {
    private static final Set<String> PARAMETERS = Set.of("created", "expires", "keyid", "alg", "nonce", "tag");
    private static final int NONCE_LENGTH_MAX = 256;

    private final IncomingRequest request;
    private final InnerList input;
    private final byte[] signature;
    private final Instant now;

    private Rfc9421Reader(IncomingRequest request, InnerList input, byte[] signature, Instant now) {
        this.request = request;
        this.input = input;
        this.signature = signature;
        this.now = now;
    }

    static SignatureReading read(IncomingRequest request, Instant now) {
        Optional<Map<String, Value>> inputs =
                StructuredFields.dictionary(request.headers().all("signature-input"));
        Optional<Map<String, Value>> signatures =
                StructuredFields.dictionary(request.headers().all("signature"));
        if (inputs.isEmpty() || signatures.isEmpty()) {
            return new Unacceptable(Reason.MALFORMED, "Signature-Input or Signature cannot be read");
        }
        if (inputs.get().size() != 1
                || !inputs.get().keySet().equals(signatures.get().keySet())) {
            return new Unacceptable(Reason.MALFORMED, "there must be exactly one signature");
        }
        String label = inputs.get().keySet().iterator().next();
        if (inputs.get().get(label) instanceof InnerList input
                && signatures.get().get(label) instanceof Item item
                && item.bare() instanceof Bytes bytes) {
            return new Rfc9421Reader(request, input, bytes.value(), now).read();
        }
        return new Unacceptable(Reason.MALFORMED, "Signature-Input is no list or Signature no bytes");
    }

    private SignatureReading read() {
        if (!PARAMETERS.containsAll(input.parameters().keySet())
                || !(input.parameters().get("keyid") instanceof Text keyId)
                || !(input.parameters().get("created") instanceof Whole created)
                || keyId.value().isEmpty()
                || keyId.value().length() > RequestRules.KEY_ID_LENGTH_MAX) {
            return new Unacceptable(Reason.MALFORMED, "keyid or created is missing, or a parameter is unknown");
        }
        if (input.parameters().containsKey("nonce")
                && !(input.parameters().get("nonce") instanceof Text nonce
                        && nonce.value().length() <= NONCE_LENGTH_MAX)) {
            return new Unacceptable(Reason.MALFORMED, "nonce is no text or too long");
        }
        Optional<SignatureAlgorithm> algorithm = Optional.empty();
        if (input.parameters().containsKey("alg")) {
            algorithm = input.parameters().get("alg") instanceof Text alg
                    ? SignatureAlgorithm.ofRfc9421(alg.value())
                    : Optional.empty();
            if (algorithm.isEmpty()) {
                return new Unacceptable(Reason.ALGORITHM, "alg is not taken");
            }
        }
        Instant signed = Instant.ofEpochSecond(created.value());
        Optional<Unacceptable> wrong = checkCoverage()
                .or(() -> RequestRules.checkHost(request))
                .or(() -> RequestRules.checkTime(signed, now))
                .or(this::checkExpiry)
                .or(this::checkDigest);
        if (wrong.isPresent()) {
            return wrong.get();
        }
        Optional<byte[]> base = base(request, input);
        if (base.isEmpty()) {
            return new Unacceptable(Reason.COVERAGE, "a signed component is unknown or missing");
        }
        return new SignatureClaim(
                keyId.value(), SignatureProfile.RFC9421, signed, algorithm, List.of(base.get()), signature);
    }

    private Optional<Unacceptable> checkExpiry() {
        if (!input.parameters().containsKey("expires")) {
            return Optional.empty();
        }
        return input.parameters().get("expires") instanceof Whole expires
                ? RequestRules.checkExpiry(Instant.ofEpochSecond(expires.value()), now)
                : RequestRules.refuse(Reason.MALFORMED, "expires is no number");
    }

    private Optional<Unacceptable> checkCoverage() {
        Set<String> names = new HashSet<>();
        for (Item item : input.items()) {
            if (!(item.bare() instanceof Text name) || !item.parameters().isEmpty() || !names.add(name.value())) {
                return RequestRules.refuse(Reason.MALFORMED, "a component is doubled or has parameters");
            }
        }
        boolean hasQuery = request.rawTarget().indexOf('?') >= 0;
        boolean target = names.contains("@target-uri")
                || names.contains("@request-target")
                || (names.contains("@path") && (!hasQuery || names.contains("@query")));
        boolean host = names.contains("@target-uri") || names.contains("@authority") || names.contains("host");
        if (!names.contains("@method") || !target || !host) {
            return RequestRules.refuse(Reason.COVERAGE, "method, target and authority must be signed");
        }
        if (RequestRules.needsDigest(request) && !names.contains("content-digest")) {
            return RequestRules.refuse(Reason.COVERAGE, "content-digest must be signed");
        }
        return Optional.empty();
    }

    private Optional<Unacceptable> checkDigest() {
        List<String> fields = request.headers().all("content-digest");
        if (fields.isEmpty() && !RequestRules.needsDigest(request)) {
            return Optional.empty();
        }
        if (fields.size() != 1) {
            return RequestRules.refuse(Reason.DIGEST, "Content-Digest is missing or doubled");
        }
        return BodyDigest.checkContentDigest(fields, request.body())
                .map(detail -> new Unacceptable(Reason.DIGEST, detail));
    }

    /** The signature base (RFC 9421, 2.5); empty when a component is unknown or missing. */
    static Optional<byte[]> base(IncomingRequest request, InnerList input) {
        StringBuilder base = new StringBuilder();
        for (Item item : input.items()) {
            if (!(item.bare() instanceof Text name)) {
                return Optional.empty();
            }
            Optional<String> value = component(request, name.value());
            if (value.isEmpty()) {
                return Optional.empty();
            }
            base.append(name.serialise()).append(": ").append(value.get()).append('\n');
        }
        base.append("\"@signature-params\": ").append(input.serialise());
        return Optional.of(base.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static Optional<String> component(IncomingRequest request, String name) {
        String target = request.rawTarget();
        int query = target.indexOf('?');
        return switch (name) {
            case "@method" -> Optional.of(request.method());
            case "@target-uri" -> Optional.of(request.origin() + target);
            case "@authority" -> Optional.of(request.authority());
            case "@scheme" ->
                Optional.of(request.origin().substring(0, request.origin().indexOf(':')));
            case "@request-target" -> Optional.of(target);
            case "@path" -> Optional.of(query < 0 ? target : target.substring(0, query));
            case "@query" -> Optional.of(query < 0 ? "?" : target.substring(query));
            default -> {
                if (name.startsWith("@") || !name.equals(name.toLowerCase(Locale.ROOT))) {
                    yield Optional.empty();
                }
                List<String> values = request.headers().all(name);
                yield values.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", values));
            }
        };
    }
}
