package social.godwit.activitypub.software;

import java.time.Duration;

/**
 * What a server said when it was asked what it runs.
 *
 * @param name the software's name in lower case, as in NodeInfo; empty unless it is {@link State#KNOWN}
 * @param version as the server writes it; may be empty
 */
public record PeerSoftware(State state, String name, String version) {
    /** How the question ended. */
    public enum State {
        /** It says what it runs. */
        KNOWN(Duration.ofDays(1)),
        /** It answers, but does not say that. */
        SILENT(Duration.ofHours(1)),
        /** It does not answer, or answers that it is gone. */
        DEAD(Duration.ofMinutes(5)),
        /** This instance has no contact with it: by its rules, or because the address is none that may be asked. */
        DENIED(Duration.ofHours(1));

        private final Duration kept;

        State(Duration kept) {
            this.kept = kept;
        }

        /** How long an answer is believed before the server is asked again. */
        Duration kept() {
            return kept;
        }
    }

    /** Any state without software. */
    static PeerSoftware of(State state) {
        return new PeerSoftware(state, "", "");
    }
}
