package social.godwit.network.staff;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.encoding.Sha256;

/** Keeps who has which role, the roles made here, and tokens by their hash. */
public interface StaffStore {
    /** How many people may have a role, and how many roles may be made. */
    int STAFF_MAX = 1_000;

    /** How many tokens somebody may have at a time. */
    int TOKENS_MAX = 20;

    /** Who this is; empty when it is nobody of the staff. */
    Uni<Optional<Member>> member(String did);

    /** All of them, at most {@link #STAFF_MAX}, highest rank first. */
    Uni<List<Member>> all();

    /** Gives a role; false when it is no role, or there are {@link #STAFF_MAX} already. */
    Uni<Boolean> appoint(String did, String role, String by, Instant at);

    /** Takes the role and all tokens away, and ends all sessions; says whether there was a role. */
    Uni<Boolean> dismiss(String did);

    /** The roles that are always there and those made here. */
    Uni<List<Role>> roles();

    /** Makes or changes a role; false when its name is that of a role that is always there, or there are too many. */
    Uni<Boolean> define(Role role);

    /** Keeps a token; false when its owner has {@link #TOKENS_MAX}. */
    Uni<Boolean> keep(Token token);

    /** Whom a token stands for at this time: as long as it has not expired, and its owner has a role. */
    Uni<Optional<Member>> bearer(Sha256 hash, Instant now);

    /** The tokens of one person that have not expired, the oldest first. */
    Uni<List<Token>> tokens(String did, Instant now);

    /** Takes a token back; says whether there was one of this owner. */
    Uni<Boolean> revoke(String did, Sha256 hash);

    /**
     * A token, of which only the hash is kept.
     *
     * @param name what it is for
     */
    record Token(Sha256 hash, String did, String name, Set<Permission> scope, Instant created, Instant expires) {
        public Token {
            scope = Set.copyOf(scope);
        }
    }
}
