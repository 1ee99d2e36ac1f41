package social.godwit.network.desk;

import io.smallrye.mutiny.Uni;
import java.util.List;
import social.godwit.network.moderation.Decision;

/** What the instance does when a decision comes into force or is taken back, in the transaction that stores it. */
public interface Doors {
    /** A decision is new, or has just been taken back; {@link Decision#reversed} says which. */
    Uni<Void> changed(Decision decision);

    /** An appeal against a decision was answered, and it stands. */
    Uni<Void> upheld(Decision decision, String answer);

    /** These decisions have changed and are stored: what is held in memory is read again. */
    Uni<Void> settled(List<Decision> decisions);
}
