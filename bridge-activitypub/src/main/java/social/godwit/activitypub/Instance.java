package social.godwit.activitypub;

import java.util.Locale;

/**
 * What this instance knows of itself.
 *
 * @param origin its own origin, for example {@code https://godwit.example}; compatible ids of accounts at home here begin with it
 * @param version the software's version, as told in NodeInfo and {@code User-Agent}
 * @param development true for {@code http://localhost:*}: plain HTTP and loopback peers are allowed
 * @param house what may change while it runs
 */
public record Instance(String origin, String version, boolean development, House house) {
    /** One whose rule about registering never changes: for everybody, or with an invite code. */
    public Instance(String origin, String version, boolean development, boolean openRegistrations) {
        this(origin, version, development, () -> openRegistrations ? House.SignUp.OPEN : House.SignUp.INVITE);
    }

    /** Whether everybody may register at present. */
    public boolean openRegistrations() {
        return house.signUp() == House.SignUp.OPEN;
    }

    /** Who may register at present: {@code open}, {@code invite} or {@code closed}. */
    public String registrations() {
        return house.signUp().name().toLowerCase(Locale.ROOT);
    }

    /** The {@code User-Agent} of every outgoing request; GoToSocial refuses requests without one. */
    public String userAgent() {
        return "Godwit/" + version + " (+" + origin + ")";
    }
}
