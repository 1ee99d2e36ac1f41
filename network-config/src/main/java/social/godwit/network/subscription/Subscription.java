package social.godwit.network.subscription;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.identity.did.Did;

/**
 * A list of domains that somebody else keeps, and how far it is followed here.
 *
 * @param id what it is called here: lower case letters, digits and dashes, at most 64
 * @param address https, at most {@value #ADDRESS_MAX} characters
 * @param signer whose signature a list of {@link Format#SIGNED} carries
 * @param retract whether a rule that the list made is taken back when the list drops it
 */
public record Subscription(
        String id, String address, Format format, Mode mode, Optional<Did> signer, boolean retract, Progress progress) {
    /** How many lists may be followed. */
    public static final int LISTS_MAX = 50;
    /** The longest address, in characters. */
    public static final int ADDRESS_MAX = 500;

    private static final Pattern ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    /** The form of a list. */
    public enum Format {
        /** Mastodon's CSV: the whole list each time. */
        CSV,
        /** A feed of changes: recommendations, retractions and tombstones, page by page, after the manner of FIRES. */
        CHANGES,
        /** A {@code DomainList} with a proof by its signer (eddsa-jcs-2022): the whole list each time. */
        SIGNED
    }

    /** What becomes of what a list says. */
    public enum Mode {
        /** It waits until somebody applies it. */
        DRAFT,
        /** It holds at once, unless it looks like a mistake. */
        AUTOMATIC
    }

    /**
     * How far it is followed.
     *
     * @param etag of the newest answer, where there was one
     * @param next the page of a feed to ask for next; the address itself when empty
     * @param due when it is asked again
     * @param failures in a row
     * @param fault why the last time failed, or why it waits for somebody; empty when all is well
     * @param fetched when the last answer came
     */
    public record Progress(
            String etag, String next, Instant due, int failures, String fault, Optional<Instant> fetched) {
        private static final Duration OFTEN = Duration.ofHours(6);
        private static final int DOUBLINGS_MAX = 4;

        /** Nothing was asked yet. */
        public static Progress fresh(Instant now) {
            return new Progress("", "", now, 0, "", Optional.empty());
        }

        /** After an answer. */
        Progress after(String etagNow, String nextNow, String note, Instant now) {
            return new Progress(etagNow, nextNow, now.plus(OFTEN), 0, failures > 0 ? "" : note, Optional.of(now));
        }

        /** After a failure: the next time is later, up to four days. */
        Progress failed(String why, Instant now) {
            Duration pause = OFTEN.multipliedBy(1L << Math.min(failures, DOUBLINGS_MAX));
            return new Progress(etag, next, now.plus(pause), failures + 1, why, fetched);
        }
    }

    public Subscription {
        if (!ID.matcher(id).matches() || !isAddress(address) || (format == Format.SIGNED) != signer.isPresent()) {
            throw new IllegalArgumentException(
                    "a list has a name of a-z, 0-9 and -, an https address, and a signer if it is a signed one");
        }
    }

    private static boolean isAddress(String address) {
        try {
            URI uri = URI.create(address);
            boolean local = "http".equals(uri.getScheme()) && "localhost".equals(uri.getHost());
            return address.length() <= ADDRESS_MAX
                    && uri.getHost() != null
                    && ("https".equals(uri.getScheme()) || local);
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** After an answer; {@code next} is where a feed goes on. */
    public Subscription fetched(String etag, String next, Instant now) {
        return with(progress.after(etag, next, progress.fault(), now));
    }

    /** After the answer that nothing has changed. */
    public Subscription unchanged(Instant now) {
        return fetched(progress.etag(), progress.next(), now);
    }

    /** After a failure. */
    public Subscription failed(String why, Instant now) {
        return with(progress.failed(why, now));
    }

    /** Why it waits for somebody; empty when it waits for nobody. */
    public Subscription waiting(String why) {
        return with(new Progress(
                progress.etag(), progress.next(), progress.due(), progress.failures(), why, progress.fetched()));
    }

    private Subscription with(Progress now) {
        return new Subscription(id, address, format, mode, signer, retract, now);
    }

    /** The word for a constant, and back. */
    public static String word(Enum<?> one) {
        return one.name().toLowerCase(Locale.ROOT);
    }
}
