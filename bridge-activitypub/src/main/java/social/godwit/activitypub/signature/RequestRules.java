package social.godwit.activitypub.signature;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.signature.SignatureReading.Unacceptable;

/** Rules that both kinds of signature share: when, where, and over which body. */
final class RequestRules {
    /** How far a signature's time may lie from ours, either way. */
    static final Duration SKEW_MAX = Duration.ofHours(1);

    /** Longest key id that is looked at. */
    static final int KEY_ID_LENGTH_MAX = 2048;

    private RequestRules() {}

    /** Whether a signature must cover the body's digest. */
    static boolean needsDigest(IncomingRequest request) {
        return request.body().length > 0
                || switch (request.method()) {
                    case "GET", "HEAD", "DELETE", "OPTIONS" -> false;
                    default -> true;
                };
    }

    /** Refuses a request whose {@code Host} is not the origin's that was asked. */
    static Optional<Unacceptable> checkHost(IncomingRequest request) {
        if (!request.headers().has("host")) {
            return Optional.empty();
        }
        Optional<String> host = request.headers().only("host").map(value -> value.toLowerCase(Locale.ROOT));
        String authority = request.authority();
        if (host.isPresent()
                && (host.get().equals(authority)
                        || withoutDefaultPort(host.get(), request).equals(authority))) {
            return Optional.empty();
        }
        return refuse(SignatureVerdict.Reason.OTHER_HOST, "the request is for another host");
    }

    private static String withoutDefaultPort(String host, IncomingRequest request) {
        String port = request.origin().startsWith("https:") ? ":443" : ":80";
        return host.endsWith(port) ? host.substring(0, host.length() - port.length()) : host;
    }

    /** Refuses a time too far from {@code now}. */
    static Optional<Unacceptable> checkTime(Instant signed, Instant now) {
        if (Duration.between(signed, now).abs().compareTo(SKEW_MAX) > 0) {
            return refuse(SignatureVerdict.Reason.TIME, "signed at " + signed + ", here it is " + now);
        }
        return Optional.empty();
    }

    /** Refuses an end that has passed. */
    static Optional<Unacceptable> checkExpiry(Instant expires, Instant now) {
        return expires.isAfter(now)
                ? Optional.empty()
                : refuse(SignatureVerdict.Reason.TIME, "the signature expired at " + expires);
    }

    /** The instant of an HTTP date, RFC 9110 5.6.7. */
    static Optional<Instant> httpDate(String text) {
        try {
            return Optional.of(ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException malformed) {
            return Optional.empty();
        }
    }

    static Optional<Unacceptable> refuse(SignatureVerdict.Reason reason, String detail) {
        return Optional.of(new Unacceptable(reason, detail));
    }
}
