package social.godwit.activitypub.remote;

import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;

/**
 * What the guarded client is told once, at start.
 *
 * @param development whether plain HTTP to, and addresses of, this machine are allowed
 * @param userAgent the {@code User-Agent} of every request
 * @param allow private networks that peers may live in ({@code GODWIT_REMOTE_ALLOW})
 * @param trusted certificate authorities beside the platform's ({@code GODWIT_REMOTE_TRUST})
 * @param deadline limit for a whole request: all redirects, all bytes
 * @param connectTimeout limit for connecting to one address
 * @param connectionsPerHost how many requests to one host run at once; more wait
 */
public record GuardedClientSettings(
        boolean development,
        String userAgent,
        List<Cidr> allow,
        List<X509Certificate> trusted,
        Duration deadline,
        Duration connectTimeout,
        int connectionsPerHost) {

    public GuardedClientSettings {
        allow = List.copyOf(allow);
        trusted = List.copyOf(trusted);
    }

    /** The usual limits: 30 s in all, 5 s to connect, 8 connections to one host. */
    public static GuardedClientSettings of(
            boolean development, String userAgent, List<Cidr> allow, List<X509Certificate> trusted) {
        return new GuardedClientSettings(
                development, userAgent, allow, trusted, Duration.ofSeconds(30), Duration.ofSeconds(5), 8);
    }
}
