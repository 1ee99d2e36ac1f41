package social.godwit.activitypub.gateway;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.account.ActorFacts;
import social.godwit.activitypub.account.ActorRules;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.Kind;
import social.godwit.identity.document.PortableDocument;

/**
 * What somebody registers with: one actor document and, from clients that keep a key log, its first entries and the
 * checkpoints that list them. At a gateway that is not the first, the actor document may come inside of the Update that the
 * account's other gateways have taken: a checkpoint lists that one.
 *
 * @param here our origin that was asked
 * @param actor the actor document
 * @param facts what it says
 * @param documents all of it, the actor too
 */
record Enrolment(Origin here, PortableDocument actor, ActorFacts facts, List<PortableDocument> documents) {
    Enrolment {
        documents = List.copyOf(documents);
    }

    Did did() {
        return actor.owner();
    }

    /** What reading a registration comes to. */
    sealed interface Reading {
        /** It can be considered. */
        record Fit(Enrolment enrolment) implements Reading {}

        /** It cannot. */
        record Unfit(Problem problem) implements Reading {}
    }

    /** Reads a registration at {@code here}. */
    static Reading read(List<byte[]> texts, Instant now, Origin here, boolean development) {
        return switch (BatchReading.of(texts, now)) {
            case BatchReading.Refused refused -> new Reading.Unfit(refused.problem());
            case BatchReading.Read read -> read(read.documents(), here, development);
        };
    }

    private static Reading read(List<PortableDocument> documents, Origin here, boolean development) {
        List<PortableDocument> actors =
                documents.stream().flatMap(document -> actor(document).stream()).toList();
        if (actors.size() != 1) {
            return unfit("a registration holds exactly one actor document");
        }
        PortableDocument actor = actors.getFirst();
        for (PortableDocument document : documents) {
            if (!document.owner().equals(actor.owner())) {
                return unfit("all documents of a registration belong to one key");
            }
            if (actor(document).isEmpty() && !isLogOrCheckpoint(document)) {
                return unfit("beside the actor document a registration holds key log entries and checkpoints only");
            }
        }
        Optional<String> content = ContentRules.problem(actor.json(), actor.id());
        if (content.isPresent()) {
            return unfit(content.get());
        }
        return switch (ActorRules.read(actor.json(), actor.owner(), here, development)) {
            case ActorFacts.Reading.Unfit unfit -> unfit(unfit.detail());
            case ActorFacts.Reading.Fit fit -> new Enrolment(here, actor, fit.facts(), documents).judged();
        };
    }

    /** The same registration at another of our origins: a domain that the account brings. */
    Reading at(Origin other) {
        return new Enrolment(other, actor, facts, documents).judged();
    }

    private Reading judged() {
        if (facts.moved()) {
            return unfit("an actor that says movedTo is not registered: it has left already");
        }
        if (!facts.gateways().contains(here)) {
            return unfit("gateways does not list " + here);
        }
        return facts.homeIs(here) && !documents.contains(actor)
                ? unfit("the first gateway is registered with the actor document itself, not with an Update of it")
                : new Reading.Fit(this);
    }

    /** The actor document that a document is, or updates. */
    private static Optional<PortableDocument> actor(PortableDocument document) {
        return document.kind() == Kind.ACTOR
                ? Optional.of(document)
                : Optional.of(document)
                        .filter(activity -> activity.type().equals("Update"))
                        .flatMap(activity -> activity.embedded().stream()
                                .filter(inner -> inner.kind() == Kind.ACTOR)
                                .findFirst());
    }

    /** Whether a document is an entry of the key log or a checkpoint. */
    static boolean isLogOrCheckpoint(PortableDocument document) {
        return document.type().equals(ContentId.KEY_LOG_ENTRY)
                || document.type().equals(ContentId.CHECKPOINT);
    }

    private static Reading unfit(String detail) {
        return new Reading.Unfit(Problem.of(400, "registration", "Bad Request", detail));
    }
}
