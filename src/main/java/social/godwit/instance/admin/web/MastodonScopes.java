package social.godwit.instance.admin.web;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.network.staff.Permission;

/**
 * Mastodon's scopes of the admin API in permissions of here. Only those that give no more than they say: rules about domains are
 * read and written by one permission, which a scope to read would not be.
 */
final class MastodonScopes {
    private static final Map<String, Set<Permission>> SCOPES = Map.of(
            "admin:read", Set.of(Permission.SEE_ACCOUNTS, Permission.SEE_CASES),
            "admin:read:accounts", Set.of(Permission.SEE_ACCOUNTS),
            "admin:read:reports", Set.of(Permission.SEE_CASES),
            "admin:write:accounts", Set.of(Permission.SEE_ACCOUNTS, Permission.RESTRICT, Permission.SUSPEND),
            "admin:write:reports", Set.of(Permission.SEE_CASES, Permission.WORK_ON_CASES),
            "admin:write:domain_blocks", Set.of(Permission.DOMAINS),
            "admin:write:domain_allows", Set.of(Permission.DOMAINS),
            "admin:write",
                    Set.of(
                            Permission.SEE_ACCOUNTS,
                            Permission.SEE_CASES,
                            Permission.WORK_ON_CASES,
                            Permission.RESTRICT,
                            Permission.SUSPEND,
                            Permission.DOMAINS));

    private MastodonScopes() {}

    /** What a word gives: a permission by its own name, or those of a scope. */
    static Optional<Set<Permission>> parse(String word) {
        return Permission.parse(word).map(Set::of).or(() -> Optional.ofNullable(SCOPES.get(word)));
    }
}
