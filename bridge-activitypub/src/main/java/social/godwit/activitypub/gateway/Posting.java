package social.godwit.activitypub.gateway;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.Account.Status;
import social.godwit.activitypub.account.ActorFacts;
import social.godwit.activitypub.account.ActorRules;
import social.godwit.activitypub.account.Handles;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.Kind;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Repositories;

/**
 * A batch for an account's outbox that may be offered to the store.
 *
 * @param documents all of it, in order
 * @param activities the activities of it, in order
 * @param profile what the newest actor document in it says; empty without one
 * @param deletesActor whether the account is deleted by it
 */
record Posting(
        List<PortableDocument> documents,
        List<PortableDocument> activities,
        Optional<Profile> profile,
        boolean deletesActor) {
    /** What a suspended account may still say, beside entries of its key log: an instance may silence, not keep. */
    private static final Set<String> OF_SUSPENDED = Set.of("Delete", "Move", "Update");

    /** Activities whose object is a document of its own from then on. */
    private static final Set<String> WRAPPING = Set.of("Create", "Update");

    /** What people read in an actor document: a suspended account may not change it. */
    private static final List<String> SHOWN =
            List.of("name", "summary", "icon", "image", "attachment", "tag", "url", "preferredUsername", "featured");

    /** A new actor document, the activity that brings it, and what it says. */
    record Profile(PortableDocument activity, PortableDocument document, ActorFacts facts) {}

    /** What reading a batch comes to. */
    sealed interface Reading {
        /** It may be offered to the store. */
        record Fit(Posting posting) implements Reading {}

        /** It may not. */
        record Unfit(Problem problem) implements Reading {}
    }

    /**
     * Judges verified documents for the outbox of {@code account}.
     *
     * @param actor the account's actor document as it is; empty when there is none yet
     */
    static Reading read(
            Account account, List<PortableDocument> documents, Optional<JsonObject> actor, boolean development) {
        List<PortableDocument> activities = new ArrayList<>();
        Optional<Profile> profile = Optional.empty();
        boolean deletes = false;
        for (PortableDocument document : documents) {
            // An entry of the key log may stand in the repository of the recovery key, or of a helper.
            if (!Repositories.keeping(document).equals(account.did())) {
                return unfit(403, "not-the-owner", document.id() + " is not of this outbox's owner");
            }
            // What is said in a network's affairs is kept and shared, and delivered to nobody.
            if (Enrolment.isLogOrCheckpoint(document) || document.type().equals(ContentId.NETWORK_ACT)) {
                continue;
            }
            Optional<Problem> problem = activity(account, document, actor);
            if (problem.isPresent()) {
                return new Reading.Unfit(problem.get());
            }
            activities.add(document);
            deletes |= document.type().equals("Delete") && isObject(document, account.actor());
            Optional<PortableDocument> next = document.embedded(account.actor());
            if (next.isPresent()) {
                switch (profile(account, next.get(), development)) {
                    case ActorFacts.Reading.Unfit unfit -> {
                        return unfit(400, "actor", unfit.detail());
                    }
                    case ActorFacts.Reading.Fit fit ->
                        profile = Optional.of(new Profile(document, next.get(), fit.facts()));
                }
            }
        }
        return new Reading.Fit(new Posting(List.copyOf(documents), List.copyOf(activities), profile, deletes));
    }

    private static Optional<Problem> activity(Account account, PortableDocument document, Optional<JsonObject> actor) {
        if (document.kind() != Kind.ACTIVITY) {
            return Optional.of(
                    Problem.of(
                            400,
                            "no-activity",
                            "Bad Request",
                            document.id()
                                    + " is no activity: an outbox takes activities, key log entries, checkpoints and acts of networks"));
        }
        boolean own = document.json()
                .string("actor")
                .flatMap(PortableId::parse)
                .filter(account.actor()::equals)
                .isPresent();
        if (!own) {
            return Optional.of(
                    Problem.of(403, "other-actor", "Forbidden", "the activity's actor does not own this outbox"));
        }
        if (WRAPPING.contains(document.type()) && wrapsUnsigned(document)) {
            return Optional.of(Problem.of(
                    400,
                    "unsigned-object",
                    "Bad Request",
                    "the object needs a portable id and a proof of its own: it is served under its own id"));
        }
        Optional<String> content = ContentRules.problem(document.json(), account.actor());
        if (content.isPresent()) {
            return Optional.of(Problem.of(400, "content", "Bad Request", content.get()));
        }
        boolean silenced = account.status() == Status.SUSPENDED && !mayWhileSuspended(account, document, actor);
        return silenced
                ? Optional.of(Problem.of(
                        403,
                        "suspended",
                        "Forbidden",
                        "this account is suspended here; it can still change its servers and devices, move away, delete,"
                                + " and fetch all that is its own"))
                : Optional.empty();
    }

    private static boolean wrapsUnsigned(PortableDocument activity) {
        return activity.json()
                .object("object")
                .filter(object -> object.string("id")
                        .flatMap(PortableId::parse)
                        .flatMap(activity::embedded)
                        .isEmpty())
                .isPresent();
    }

    private static boolean mayWhileSuspended(Account account, PortableDocument document, Optional<JsonObject> actor) {
        if (!OF_SUSPENDED.contains(document.type())) {
            return false;
        }
        if (!document.type().equals("Update")) {
            return true;
        }
        JsonObject now = actor.orElse(JsonObject.empty());
        return document.embedded(account.actor())
                .filter(next -> SHOWN.stream()
                        .allMatch(member -> Objects.equals(next.json().get(member), now.get(member))))
                .isPresent();
    }

    private static ActorFacts.Reading profile(Account account, PortableDocument next, boolean development) {
        ActorFacts.Reading reading = ActorRules.read(next.json(), account.did(), account.origin(), development);
        return reading instanceof ActorFacts.Reading.Fit fit
                        && account.named()
                        && !Handles.fold(fit.facts().username()).equals(Handles.fold(account.username()))
                ? new ActorFacts.Reading.Unfit(
                        "preferredUsername is reserved as " + account.username() + " and cannot be changed here")
                : reading;
    }

    static boolean isObject(PortableDocument activity, PortableId id) {
        return activity.json()
                .id("object")
                .flatMap(PortableId::parse)
                .filter(id::equals)
                .isPresent();
    }

    private static Reading unfit(int status, String type, String detail) {
        return new Reading.Unfit(Problem.of(status, type, status == 403 ? "Forbidden" : "Bad Request", detail));
    }
}
