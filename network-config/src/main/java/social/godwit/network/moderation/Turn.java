package social.godwit.network.moderation;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

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

    /**
     * It was not done.
     *
     * @param detail for the person who wished it
     * @param number the one that {@code detail} tells, for who says it in another language
     */
    record Refused(Reason reason, String detail, OptionalLong number) implements Turn {
        public Refused(Reason reason, String detail) {
            this(reason, detail, OptionalLong.empty());
        }
    }

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
