package social.godwit.activitypub.http;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.Instance;

/** Answers for the instance's own origin and for nothing else. */
public final class InstanceOrigins implements Origins {
    private final String origin;
    private final String authority;
    private final String defaultPort;

    /** Of {@code instance}. */
    public InstanceOrigins(Instance instance) {
        this.origin = instance.origin();
        this.authority = URI.create(origin).getRawAuthority().toLowerCase(Locale.ROOT);
        this.defaultPort = origin.startsWith("https:") ? ":443" : ":80";
    }

    @Override
    public Optional<String> answering(String asked) {
        return withoutDefaultPort(asked.toLowerCase(Locale.ROOT)).equals(authority)
                ? Optional.of(origin)
                : Optional.empty();
    }

    /** An authority without the port that goes without saying. */
    public String withoutDefaultPort(String asked) {
        return asked.endsWith(defaultPort) ? asked.substring(0, asked.length() - defaultPort.length()) : asked;
    }
}
