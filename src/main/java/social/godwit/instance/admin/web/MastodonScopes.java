package social.godwit.instance.admin.web;

import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
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

    /**
     * What the words in {@code permissions} give together; nothing if there are none.
     *
     * @throws IllegalArgumentException if one is no permission
     */
    static Set<Permission> permissions(JsonObject wish) {
        Set<Permission> permissions = EnumSet.noneOf(Permission.class);
        for (Json item : wish.list("permissions")) {
            if (item instanceof JsonString word) {
                permissions.addAll(parse(word.value())
                        .orElseThrow(() -> new IllegalArgumentException("There is no permission " + word.value())));
            }
        }
        return permissions;
    }

    /** What a word gives: a permission by its own name, or those of a scope. */
    private static Optional<Set<Permission>> parse(String word) {
        return Permission.parse(word).map(Set::of).or(() -> Optional.ofNullable(SCOPES.get(word)));
    }
}
