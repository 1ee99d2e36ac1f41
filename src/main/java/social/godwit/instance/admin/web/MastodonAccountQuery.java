package social.godwit.instance.admin.web;

import java.util.Locale;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.policy.FederationPolicy.Stance;

/**
 * Which accounts a client of Mastodon's admin API asks for; an empty condition holds for everybody.
 *
 * @param elsewhere of other servers, instead of here
 * @param domain the server, in small letters
 * @param name how the username begins, in small letters
 * @param status active, silenced or suspended; nobody is anything else
 */
record MastodonAccountQuery(boolean elsewhere, String domain, String name, String status, MastodonSlice slice) {
    private static final int PAGE = 40;
    private static final int PAGE_MAX = 80;

    /** Reads the parameters; what is {@code null} was not asked for. */
    static MastodonAccountQuery of(
            boolean remote,
            @Nullable String domain,
            @Nullable String username,
            @Nullable String status,
            MastodonSlice slice) {
        return new MastodonAccountQuery(
                remote || domain != null,
                domain == null ? "" : domain.toLowerCase(Locale.ROOT),
                username == null ? "" : username.toLowerCase(Locale.ROOT),
                status == null ? "" : status,
                slice);
    }

    /** How many are asked for. */
    int size() {
        return slice.size(PAGE, PAGE_MAX);
    }

    /** Whether it asks for somebody of this name. */
    boolean names(String username) {
        return username.toLowerCase(Locale.ROOT).startsWith(name);
    }

    /** Whether it asks for somebody with whom things stand so. */
    boolean means(Stance stance) {
        return switch (status) {
            case "" -> true;
            case "active" -> stance == Stance.ALLOW;
            case "silenced" -> stance == Stance.LIMIT;
            case "suspended" -> stance == Stance.DENY;
            default -> false;
        };
    }

    /** The same again as a question to {@code path}, but for the part of the list. */
    String address(String path) {
        String state = MastodonPeople.encoded(status);
        return path + "?limit=" + size()
                + (elsewhere ? "&origin=remote&remote=true" : "")
                + (domain.isEmpty() ? "" : "&by_domain=" + MastodonPeople.encoded(domain))
                + (name.isEmpty() ? "" : "&username=" + MastodonPeople.encoded(name))
                + (state.isEmpty() ? "" : "&status=" + state + "&" + state + "=true");
    }
}
