package social.godwit.instance.client;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.function.Consumer;
import social.godwit.identity.Randomness;

/**
 * What the client takes from outside: time, chance, the network, and somebody to tell what it does on the way.
 *
 * @param notices gets short sentences about what happens beside the asked-for work
 */
public record Surroundings(
        InstantSource clock, Randomness randomness, GatewayConnection connection, Consumer<String> notices) {
    /** The present second. */
    public Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }
}
