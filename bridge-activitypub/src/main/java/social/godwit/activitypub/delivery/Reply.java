package social.godwit.activitypub.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import social.godwit.activitypub.remote.RemoteOutcome;

/** What became of a delivery, and what that means for the queue. */
public sealed interface Reply {
    /** What the host has answered. */
    sealed interface Answer extends Reply {}

    /** Taken: it never goes there again. */
    record Delivered() implements Answer {}

    /** Refused for good: it never goes there again, and the reason is recorded. */
    record Refused(String reason) implements Answer {}

    /**
     * The host works but does not take this one now: later activities of the same account wait behind it, those of other
     * accounts go on.
     */
    record PutOff(String reason) implements Answer {}

    /** The host does not work: everything for it waits. */
    record Down(String reason) implements Answer {}

    /** The host works and asks for time (429, or 503 with Retry-After): everything for it waits as long as it says. */
    record Busy(Duration delay, String reason) implements Answer {}

    /** Not sent: another gateway of the account has delivered it there. */
    record Spared() implements Reply {}

    /** Not sent yet: it is not known so far what the account's other gateways have delivered. */
    record Later(Duration delay) implements Reply {}

    /** The longest wait that a host may ask for. */
    Duration WAIT_MAX = Duration.ofDays(1);

    /** The wait when a host says 429 without saying how long. */
    Duration WAIT_UNSAID = Duration.ofMinutes(1);

    /**
     * Reads an outcome. 2xx is taken; 404 and 410 are final, as is every other 4xx, but for those that pass: 401 (servers
     * put off keys and actors they have only just met), 408, 409, 421, 425, 429. 5xx says the host is ill, but 500 and 501
     * may be about this one activity only.
     */
    static Answer of(RemoteOutcome outcome, Instant now) {
        return switch (outcome) {
            case RemoteOutcome.Response response -> ofStatus(response, now);
            case RemoteOutcome.Blocked blocked -> new Refused("not sent: " + blocked.reason());
            case RemoteOutcome.TooLarge tooLarge ->
                new PutOff("answered with more than " + tooLarge.bodySizeMax() + " bytes");
            case RemoteOutcome.Timeout timeout -> new Down("no answer in time (" + timeout.phase() + ")");
            case RemoteOutcome.Failed failed -> new Down(failed.reason());
        };
    }

    private static Answer ofStatus(RemoteOutcome.Response response, Instant now) {
        int status = response.status();
        String reason = "answered " + status;
        if (response.isSuccess()) {
            return new Delivered();
        }
        Optional<Duration> wait = response.headers().first("retry-after").flatMap(value -> readWait(value, now));
        return switch (status) {
            case 429 -> new Busy(wait.orElse(WAIT_UNSAID), reason);
            case 503 -> wait.isPresent() ? new Busy(wait.get(), reason) : new Down(reason);
            case 401, 408, 409, 421, 425, 500, 501 -> new PutOff(reason);
            default -> {
                if (status >= 500) {
                    yield new Down(reason);
                }
                // A redirect is a mistake in the actor document or a page for maintenance: it may pass.
                yield status >= 400 ? new Refused(reason) : new PutOff(reason);
            }
        };
    }

    /** RFC 9110 10.2.3: seconds, or a date; between a second and {@link #WAIT_MAX}. */
    private static Optional<Duration> readWait(String value, Instant now) {
        Duration wait;
        if (!value.isEmpty() && value.length() <= 9 && value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            wait = Duration.ofSeconds(Long.parseLong(value));
        } else {
            try {
                wait = Duration.between(
                        now,
                        OffsetDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                                .toInstant());
            } catch (DateTimeParseException notADate) {
                return Optional.empty();
            }
        }
        if (wait.compareTo(WAIT_MAX) > 0) {
            return Optional.of(WAIT_MAX);
        }
        return Optional.of(wait.isPositive() ? wait : Duration.ofSeconds(1));
    }
}
