package social.godwit.network.staff;

import java.util.Set;
import java.util.stream.Collectors;

/**
 * Somebody who may do something here, as one request shows them.
 *
 * @param who a DID
 * @param permissions those of the role, or fewer where a token stands for them
 */
public record Member(String who, Role role, Set<Permission> permissions) {
    public Member {
        permissions = Set.copyOf(permissions);
    }

    /** With everything that the role gives. */
    public static Member of(String who, Role role) {
        return new Member(who, role, role.permissions());
    }

    /** With what both the role and a token's scope give. */
    Member within(Set<Permission> scope) {
        return new Member(
                who, role, permissions.stream().filter(scope::contains).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether this one may do it. */
    public boolean may(Permission permission) {
        return permissions.contains(permission);
    }
}
