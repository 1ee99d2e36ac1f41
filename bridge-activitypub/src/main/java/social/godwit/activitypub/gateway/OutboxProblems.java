package social.godwit.activitypub.gateway;

import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.PortableId;
import social.godwit.store.document.Publication;

/** How the refusals of the store are told to an owner's client. */
final class OutboxProblems {
    private OutboxProblems() {}

    /** The problem of a batch that was not taken. */
    static Problem of(Publication publication) {
        return switch (publication) {
            case Publication.Published published -> throw new IllegalStateException("nothing was refused");
            case Publication.Conflict conflict -> conflict(conflict);
            case Publication.Refused refused ->
                switch (refused.reason()) {
                    case NO_REPOSITORY -> Problem.notFound();
                    case PURGED ->
                        Problem.of(403, "purged", "Forbidden", "the operator removed this document: " + refused.hash());
                    case ERASED ->
                        Problem.of(410, "erased", "Gone", "this document was deleted and erased: " + refused.hash());
                    case MALFORMED ->
                        Problem.of(
                                400,
                                "malformed",
                                "Bad Request",
                                "no checkpoint and no entry of a key log, though it says so: " + refused.hash());
                    case KEY_LOG ->
                        Problem.of(
                                409,
                                "key-log",
                                "Conflict",
                                "the account's key log began otherwise, or does not allow this entry: "
                                        + refused.hash());
                };
        };
    }

    private static Problem conflict(Publication.Conflict conflict) {
        return Problem.of(
                409,
                "superseded",
                "Conflict",
                conflict.winner()
                        .map(winner -> conflict.id() + " has a newer version already: " + winner)
                        .orElse(conflict.id() + " was deleted: a new document needs a new id"));
    }

    /** An id that names something else already. */
    static Problem used(PortableId id) {
        return Problem.of(409, "id-used", "Conflict", id + " names another document already: make a new id");
    }

    /** Documents of an account with devices that no checkpoint of the batch lists. */
    static Problem unlisted(int count) {
        return Problem.of(
                400,
                "checkpoint-missing",
                "Bad Request",
                "the account has a device in its key log, so a batch carries checkpoints, signed by an unrevoked device,"
                        + " that list its documents: " + count + " are not listed");
    }
}
