package social.godwit.activitypub.gateway.web;

import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes of bodies are held at once, from all and from each network, from the first byte read until the answer has
 * been sent: whoever sends much, or slowly, costs only so much memory and leaves the rest to others.
 */
public final class Room {
    private final long bytesMax;
    private final long bytesOfOneMax;
    /** Bytes held by network; guarded by this. */
    private final Map<String, Long> held = new HashMap<>();

    private long total;

    /** For so many bytes in all, and of one network. */
    public Room(long bytesMax, long bytesOfOneMax) {
        this.bytesMax = bytesMax;
        this.bytesOfOneMax = bytesOfOneMax;
    }

    /** A body of at most {@code bytesMax} bytes that is held in this room, from a network that the proxies tell. */
    public Body forBody(int bytesMax, TrustedProxies proxies) {
        return new Body(bytesMax, this, proxies);
    }

    /** A body that is to be read. */
    public record Body(int bytesMax, Room room, TrustedProxies proxies) {}

    /** Whether there is room for {@code bytes} more; they are held then. */
    synchronized boolean take(String network, int bytes) {
        long own = held.getOrDefault(network, 0L) + bytes;
        if (own > bytesOfOneMax || total + bytes > bytesMax) {
            return false;
        }
        held.put(network, own);
        total += bytes;
        return true;
    }

    /** Gives back what was taken. */
    synchronized void release(String network, long bytes) {
        held.computeIfPresent(network, (same, own) -> own <= bytes ? null : Long.valueOf(own - bytes));
        total -= bytes;
    }
}
