package social.godwit.activitypub.invite;

import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Invite codes. A code is shown once, to whoever makes it; only its hash is kept. */
public interface InviteStore {
    /** Makes a code that admits {@code uses} accounts (1 to {@value #USES_MAX}) until {@code validity} has passed. */
    Uni<NewInvite> create(int uses, Duration validity, String note);

    /**
     * Takes one use of {@code code} within the caller's transaction; false for a code that is unknown, used up or
     * expired: which of these, nobody is told.
     */
    Uni<Boolean> redeem(String code);

    /** Whether {@link #redeem} would take a use of {@code code} now. */
    Uni<Boolean> admits(String code);

    /** Invites, newest first, at most 200. Codes are not known any more. */
    Uni<List<Invite>> list();

    /** Ends an invite; false when there is none of that id. */
    Uni<Boolean> revoke(String id);

    /** The most accounts that one code admits. */
    int USES_MAX = 1_000;

    /** A fresh invite with its code, which can be read here and never again. */
    record NewInvite(Invite invite, String code) {}

    /**
     * An invite.
     *
     * @param id by which operators name it; not secret
     * @param usesLeft how many accounts it still admits
     * @param expires when it ends
     * @param note what the operator wrote beside it
     */
    record Invite(String id, int usesLeft, Instant expires, String note) {}
}
