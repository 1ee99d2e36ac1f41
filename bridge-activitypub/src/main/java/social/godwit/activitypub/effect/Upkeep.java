package social.godwit.activitypub.effect;

import io.smallrye.mutiny.Uni;

/** Work that comes by time and not by request. Every call does a bounded part of it; calls may overlap. */
public interface Upkeep {
    /** Tells those concerned of polls that have closed. Every half minute or so. */
    Uni<Void> endPolls();

    /** Forgets activities after 90 days, notifications after 180 or beyond 5,000, and the like. Every few minutes. */
    Uni<Void> forgetOld();
}
