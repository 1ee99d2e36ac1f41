package social.godwit.network.moderation;

import java.util.List;
import java.util.Optional;

/** What comes of somebody's wish to do something in a case. */
public sealed interface Turn {
    /**
     * It was done.
     *
     * @param file how the case stands now
     * @param events what is added to its timeline
     * @param decision the decision that is new or changed
     */
    record Done(CaseFile file, List<Event> events, Optional<Decision> decision) implements Turn {
        public Done {
            events = List.copyOf(events);
        }
    }

    /** It was not done; {@code detail} is for the person who wished it. */
    record Refused(Reason reason, String detail) implements Turn {}

    /** Why not. */
    enum Reason {
        /** There is no such case or decision. */
        UNKNOWN,
        /** Somebody else is at it just now. */
        CLAIMED,
        /** It has been done already. */
        DONE_ALREADY,
        /** The time for it is over. */
        TOO_LATE,
        /** Somebody else has to do it. */
        NOT_YOU,
        /** There is too much of it. */
        TOO_MUCH
    }
}
