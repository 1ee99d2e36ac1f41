package social.godwit.instance.admin.web;

import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * Whom a client of Mastodon's API asks for, by what both of its lists of accounts know. E-mail and address are asked for to no avail:
 * nobody here has told either, so that nobody is found by them.
 */
public class MastodonWhom {
    @QueryParam("username")
    @Nullable
    String username;

    @QueryParam("display_name")
    @Nullable
    String shown;

    @QueryParam("by_domain")
    @Nullable
    String domain;

    @QueryParam("email")
    @Nullable
    String mail;

    @QueryParam("ip")
    @Nullable
    String address;
}
