package social.godwit.activitypub.http;

import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.Instance;

/** Answers for the instance's own origin and for nothing else. */
@Singleton
public final class InstanceOrigins implements Origins {
    private final String origin;
    private final String authority;
    private final String defaultPort;

    InstanceOrigins(Instance instance) {
        this.origin = instance.origin();
        this.authority = URI.create(origin).getRawAuthority().toLowerCase(Locale.ROOT);
        this.defaultPort = origin.startsWith("https:") ? ":443" : ":80";
    }

    @Override
    public Optional<String> answering(String asked) {
        String lower = asked.toLowerCase(Locale.ROOT);
        return lower.equals(authority) || lower.equals(authority + defaultPort)
                ? Optional.of(origin)
                : Optional.empty();
    }
}
