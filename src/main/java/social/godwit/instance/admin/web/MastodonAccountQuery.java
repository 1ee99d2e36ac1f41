package social.godwit.instance.admin.web;

import static java.util.stream.Collectors.joining;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.policy.FederationPolicy.Stance;

/**
 * Which accounts a client of Mastodon's admin API asks for; an empty condition holds for everybody.
 *
 * @param elsewhere of other servers, instead of here
 * @param domain the server, in small letters
 * @param name how the username begins, in small letters
 * @param shown how the displayed name begins, in small letters
 * @param staff with any role
 * @param roles with one of these, by the ids that {@link MastodonPeople} gives them
 * @param nobody by something that is known of nobody here
 * @param status active, silenced or suspended; nobody is anything else
 */
record MastodonAccountQuery(
        boolean elsewhere,
        String domain,
        String name,
        String shown,
        boolean staff,
        Set<String> roles,
        boolean nobody,
        String status,
        MastodonSlice slice) {
    private static final int PAGE = 40;
    private static final int PAGE_MAX = 80;

    MastodonAccountQuery {
        roles = Set.copyOf(roles);
    }

    /** Reads the parameters; what is {@code null} was not asked for. */
    static MastodonAccountQuery of(
            boolean remote,
            MastodonWhom whom,
            boolean staff,
            Collection<String> roles,
            @Nullable String invitedBy,
            @Nullable String status,
            MastodonSlice slice) {
        return new MastodonAccountQuery(
                remote || whom.domain != null,
                small(whom.domain),
                small(whom.username),
                small(whom.shown),
                staff,
                Set.copyOf(roles),
                whom.mail != null || whom.address != null || invitedBy != null,
                status == null ? "" : status,
                slice);
    }

    private static String small(@Nullable String text) {
        return text == null ? "" : text.toLowerCase(Locale.ROOT);
    }

    /** How many are asked for. */
    int size() {
        return slice.size(PAGE, PAGE_MAX);
    }

    /** Whether it asks for somebody of this name. */
    boolean names(String username) {
        return username.toLowerCase(Locale.ROOT).startsWith(name);
    }

    /** Whether it asks for somebody whose name is displayed so. */
    boolean shows(String displayed) {
        return displayed.toLowerCase(Locale.ROOT).startsWith(shown);
    }

    /** Whether it asks for somebody at this server, which is empty for this one. */
    boolean reaches(String server) {
        return domain.isEmpty() || domain.equalsIgnoreCase(server);
    }

    /** Whether it asks for somebody with the role of this id; empty for who has none. */
    boolean trusts(Optional<String> role) {
        return (!staff || role.isPresent()) && (roles.isEmpty() || roles.contains(role.orElse(MastodonPeople.NO_ROLE)));
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
                + (shown.isEmpty() ? "" : "&display_name=" + MastodonPeople.encoded(shown))
                + (staff ? "&permissions=staff&staff=true" : "")
                + roles.stream()
                        .sorted()
                        .map(one -> "&role_ids[]=" + MastodonPeople.encoded(one))
                        .collect(joining())
                + (state.isEmpty() ? "" : "&status=" + state + "&" + state + "=true");
    }
}
