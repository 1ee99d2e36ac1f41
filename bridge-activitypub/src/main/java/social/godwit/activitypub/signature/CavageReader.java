package social.godwit.activitypub.signature;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.signature.SignatureReading.Unacceptable;
import social.godwit.activitypub.signature.SignatureVerdict.Reason;

/**
 * Reads draft-cavage-http-signatures-12 as it is deployed: {@code Signature: keyId="…",algorithm="…",headers="…",
 * signature="…"}. The signature must cover {@code (request-target)}, {@code host}, {@code date} or {@code (created)}, and
 * with a body {@code digest}.
 */
final class CavageReader {
    private static final Set<String> PARAMETERS =
            Set.of("keyId", "algorithm", "headers", "signature", "created", "expires");

    /** Fields that must not come twice when they are signed: joined values could be read in two ways. */
    private static final Set<String> SINGLE = Set.of("host", "date", "digest", "content-type", "content-length");

    private static final int COVERED_MAX = 32;

    private final IncomingRequest request;
    private final Map<String, String> parameters;
    private final Instant now;

    private CavageReader(IncomingRequest request, Map<String, String> parameters, Instant now) {
        this.request = request;
        this.parameters = parameters;
        this.now = now;
    }

    static SignatureReading read(IncomingRequest request, Instant now) {
        List<String> fields = request.headers().all("signature");
        if (fields.isEmpty()) {
            return new SignatureReading.None();
        }
        if (fields.size() > 1) {
            return new Unacceptable(Reason.MALFORMED, "more than one Signature");
        }
        Optional<Map<String, String>> parameters = parse(fields.getFirst());
        if (parameters.isEmpty()) {
            return new Unacceptable(Reason.MALFORMED, "Signature cannot be read");
        }
        return new CavageReader(request, parameters.get(), now).read();
    }

    private SignatureReading read() {
        String keyId = parameters.getOrDefault("keyId", "");
        Optional<byte[]> signature = Optional.ofNullable(parameters.get("signature"))
                .filter(text -> !text.isEmpty())
                .flatMap(Base64s::strict);
        if (keyId.isEmpty() || keyId.length() > RequestRules.KEY_ID_LENGTH_MAX || signature.isEmpty()) {
            return new Unacceptable(Reason.MALFORMED, "Signature has no keyId or no signature");
        }
        String named = parameters.getOrDefault("algorithm", "hs2019");
        Optional<SignatureAlgorithm> algorithm;
        switch (named.toLowerCase(Locale.ROOT)) {
            case "hs2019" -> algorithm = Optional.empty();
            case "rsa-sha256" -> algorithm = Optional.of(SignatureAlgorithm.RSA_V1_5_SHA256);
            case "ed25519" -> algorithm = Optional.of(SignatureAlgorithm.ED25519);
            default -> {
                return new Unacceptable(Reason.ALGORITHM, "algorithm " + named + " is not taken");
            }
        }
        List<String> covered = Arrays.asList(
                parameters.getOrDefault("headers", "").toLowerCase(Locale.ROOT).split(" ", -1));
        Optional<Unacceptable> wrong =
                checkCoverage(covered).or(() -> RequestRules.checkHost(request)).or(() -> checkDigest(covered));
        if (wrong.isPresent()) {
            return wrong.get();
        }
        return checkTimes(covered, named)
                .<SignatureReading>map(u -> u)
                .orElseGet(() -> bases(covered)
                        .<SignatureReading>map(bases -> new SignatureClaim(
                                keyId,
                                SignatureProfile.CAVAGE,
                                signedAt(covered).orElse(now),
                                algorithm,
                                bases,
                                signature.get()))
                        .orElseGet(() -> new Unacceptable(Reason.COVERAGE, "a signed field is missing or doubled")));
    }

    private Optional<Unacceptable> checkCoverage(List<String> covered) {
        if (covered.size() > COVERED_MAX || new HashSet<>(covered).size() != covered.size()) {
            return RequestRules.refuse(Reason.MALFORMED, "a field is signed twice");
        }
        List<String> missing = new ArrayList<>();
        if (!covered.contains("(request-target)")) {
            missing.add("(request-target)");
        }
        if (!covered.contains("host")) {
            missing.add("host");
        }
        if (!covered.contains("date") && !covered.contains("(created)")) {
            missing.add("date");
        }
        if (RequestRules.needsDigest(request) && !covered.contains("digest")) {
            missing.add("digest");
        }
        return missing.isEmpty()
                ? Optional.empty()
                : RequestRules.refuse(Reason.COVERAGE, "not signed: " + String.join(" ", missing));
    }

    private Optional<Unacceptable> checkDigest(List<String> covered) {
        if (!covered.contains("digest")) {
            return Optional.empty();
        }
        List<String> fields = request.headers().all("digest");
        if (fields.size() != 1) {
            return RequestRules.refuse(Reason.DIGEST, "Digest is missing or doubled");
        }
        return BodyDigest.checkDigest(fields, request.body()).map(detail -> new Unacceptable(Reason.DIGEST, detail));
    }

    private Optional<Unacceptable> checkTimes(List<String> covered, String algorithm) {
        if (covered.contains("(created)") || covered.contains("(expires)")) {
            if (!algorithm.toLowerCase(Locale.ROOT).equals("hs2019")) {
                return RequestRules.refuse(Reason.MALFORMED, "(created) goes with hs2019 only");
            }
        }
        if (covered.contains("(created)") && seconds("created").isEmpty()) {
            return RequestRules.refuse(Reason.MALFORMED, "created is missing");
        }
        if (covered.contains("(expires)") && seconds("expires").isEmpty()) {
            return RequestRules.refuse(Reason.MALFORMED, "expires is missing");
        }
        Optional<Instant> date = request.headers().only("date").flatMap(RequestRules::httpDate);
        if (covered.contains("date") && date.isEmpty()) {
            return RequestRules.refuse(Reason.TIME, "Date is missing, doubled or cannot be read");
        }
        Optional<Unacceptable> wrong = Optional.empty();
        if (covered.contains("date")) {
            wrong = RequestRules.checkTime(date.orElseThrow(), now);
        }
        if (wrong.isEmpty() && covered.contains("(created)")) {
            wrong = RequestRules.checkTime(seconds("created").orElseThrow(), now);
        }
        if (wrong.isEmpty() && parameters.containsKey("expires")) {
            wrong = seconds("expires")
                    .map(end -> RequestRules.checkExpiry(end, now))
                    .orElseGet(() -> RequestRules.refuse(Reason.MALFORMED, "expires is not a number"));
        }
        return wrong;
    }

    private Optional<Instant> signedAt(List<String> covered) {
        return covered.contains("(created)")
                ? seconds("created")
                : request.headers().only("date").flatMap(RequestRules::httpDate);
    }

    private Optional<Instant> seconds(String parameter) {
        String text = parameters.getOrDefault(parameter, "");
        boolean isNumber =
                !text.isEmpty() && text.length() <= 11 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text))) : Optional.empty();
    }

    /** The signing strings: with the query, and, as some peers sign, without it. Empty when a field is missing. */
    private Optional<List<byte[]>> bases(List<String> covered) {
        List<byte[]> bases = new ArrayList<>(2);
        int query = request.rawTarget().indexOf('?');
        List<String> targets = query < 0
                ? List.of(request.rawTarget())
                : List.of(request.rawTarget(), request.rawTarget().substring(0, query));
        for (String target : targets) {
            Optional<String> base = base(covered, target);
            if (base.isEmpty()) {
                return Optional.empty();
            }
            bases.add(base.get().getBytes(StandardCharsets.UTF_8));
        }
        return Optional.of(bases);
    }

    private Optional<String> base(List<String> covered, String target) {
        StringBuilder base = new StringBuilder();
        for (String name : covered) {
            if (!base.isEmpty()) {
                base.append('\n');
            }
            base.append(name).append(": ");
            switch (name) {
                case "(request-target)" ->
                    base.append(request.method().toLowerCase(Locale.ROOT))
                            .append(' ')
                            .append(target);
                case "(created)" -> base.append(parameters.get("created"));
                case "(expires)" -> base.append(parameters.get("expires"));
                case "host" -> base.append(request.headers().first("host").orElse(request.authority()));
                default -> {
                    List<String> values = request.headers().all(name);
                    if (values.isEmpty() || (values.size() > 1 && SINGLE.contains(name)) || name.startsWith("(")) {
                        return Optional.empty();
                    }
                    base.append(String.join(", ", values));
                }
            }
        }
        return Optional.of(base.toString());
    }

    /** {@code name="value"} or {@code name=digits}, separated by commas; every name at most once. */
    private static Optional<Map<String, String>> parse(String field) {
        if (field.length() > StructuredFields.FIELD_SIZE_MAX) {
            return Optional.empty();
        }
        Map<String, String> parameters = new HashMap<>();
        int at = 0;
        while (at < field.length()) {
            int equals = field.indexOf('=', at);
            if (equals < 0) {
                return Optional.empty();
            }
            String name = field.substring(at, equals).strip();
            int end;
            String value;
            if (equals + 1 < field.length() && field.charAt(equals + 1) == '"') {
                end = field.indexOf('"', equals + 2);
                if (end < 0) {
                    return Optional.empty();
                }
                value = field.substring(equals + 2, end);
                end++;
            } else {
                end = field.indexOf(',', equals);
                end = end < 0 ? field.length() : end;
                value = field.substring(equals + 1, end).strip();
            }
            if (value.indexOf('\\') >= 0 || (PARAMETERS.contains(name) && parameters.put(name, value) != null)) {
                return Optional.empty();
            }
            while (end < field.length() && field.charAt(end) == ' ') {
                end++;
            }
            if (end < field.length() && field.charAt(end) != ',') {
                return Optional.empty();
            }
            at = end + 1;
        }
        return Optional.of(parameters);
    }
}
