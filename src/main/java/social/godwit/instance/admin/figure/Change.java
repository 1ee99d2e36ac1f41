package social.godwit.instance.admin.figure;

import java.time.Instant;

/**
 * Something that has changed, for pages that show it.
 *
 * @param kind {@code case}, {@code decision}, {@code account}, {@code domain} or {@code announcement}; {@link #BEAT} says only that
 *     the stream is alive
 * @param id a case's subject, a number of the moderation log, a DID, a domain (or, as rules were removed, how many there are), or an
 *     announcement's id
 * @param at when
 */
public record Change(String kind, String id, Instant at) {
    /** Says that the stream is alive. */
    static final String BEAT = "beat";

    static Change beat(Instant at) {
        return new Change(BEAT, "", at);
    }

    /** Whether it says only that the stream is alive. */
    public boolean isBeat() {
        return kind.equals(BEAT);
    }

    /** Whether it is about cases, which not everybody with a role sees. */
    public boolean isOfCases() {
        return kind.equals("case") || kind.equals("decision");
    }
}
