package social.godwit.network.staff;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A set of permissions with a rank. Nobody acts on somebody of equal or higher rank.
 *
 * @param name lower case letters, digits and hyphens, at most 32
 * @param rank 1 to {@value #RANK_MAX}
 */
public record Role(String name, int rank, Set<Permission> permissions) {
    // First: the roles below are checked by it.
    private static final Pattern NAME = Pattern.compile("[a-z0-9-]{1,32}");

    /** The owner's rank. */
    public static final int RANK_MAX = 100;

    /** Everything, and the only one who appoints others like itself. */
    public static final Role OWNER = new Role("owner", RANK_MAX, EnumSet.allOf(Permission.class));
    /** Everything below the owner. */
    public static final Role ADMIN = new Role("admin", 80, EnumSet.allOf(Permission.class));
    /** Cases from report to decision; no purge, no staff. */
    public static final Role MODERATOR = new Role(
            "moderator",
            50,
            EnumSet.of(
                    Permission.SEE_CASES,
                    Permission.WORK_ON_CASES,
                    Permission.LABEL,
                    Permission.RESTRICT,
                    Permission.SUSPEND,
                    Permission.ANSWER_APPEALS,
                    Permission.SEE_ACCOUNTS,
                    Permission.DOMAINS,
                    Permission.INVITES,
                    Permission.SEE_LOG));
    /** Sorts reports and labels; decides nothing that hides. */
    public static final Role TRIAGE = new Role(
            "triage",
            30,
            EnumSet.of(Permission.SEE_CASES, Permission.WORK_ON_CASES, Permission.LABEL, Permission.SEE_ACCOUNTS));
    /** Says who accounts are. */
    public static final Role VERIFIER =
            new Role("verifier", 20, EnumSet.of(Permission.SEE_ACCOUNTS, Permission.VERIFY));

    /** The roles that are always there. */
    public static final List<Role> BUILT_IN = List.of(OWNER, ADMIN, MODERATOR, TRIAGE, VERIFIER);

    public Role {
        permissions = Set.copyOf(permissions);
        if (!NAME.matcher(name).matches() || rank < 1 || rank > RANK_MAX) {
            throw new IllegalArgumentException("a role has a name of a-z, 0-9 and -, and a rank of 1 to " + RANK_MAX);
        }
    }

    /** Whether somebody in this role may appoint or dismiss somebody in that one. */
    public boolean mayAppoint(Role other) {
        return permissions.contains(Permission.STAFF)
                && (rank > other.rank || rank == RANK_MAX)
                && permissions.containsAll(other.permissions);
    }
}
