package social.godwit.activitypub;

/**
 * What this instance knows of itself.
 *
 * @param origin its own origin, for example {@code https://godwit.example}; compatible ids of accounts at home here begin with it
 * @param version the software's version, as told in NodeInfo and {@code User-Agent}
 * @param development true for {@code http://localhost:*}: plain HTTP and loopback peers are allowed
 * @param openRegistrations false when registration asks for an invite code
 */
public record Instance(String origin, String version, boolean development, boolean openRegistrations) {
    /** The {@code User-Agent} of every outgoing request; GoToSocial refuses requests without one. */
    public String userAgent() {
        return "Godwit/" + version + " (+" + origin + ")";
    }
}
