package social.godwit.instance.admin;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.OptionalLong;

/** What the database says of itself. */
public interface Vitals {
    /** Asks it now. */
    Uni<Seen> read();

    /**
     * The database at one moment.
     *
     * @param version its version, for example {@code 18.6}
     * @param bytes what it takes on the disk; empty where it does not tell
     * @param durable whether what is committed survives a crash
     * @param databaseTime its clock
     */
    record Seen(String version, OptionalLong bytes, boolean durable, Instant databaseTime) {}
}
