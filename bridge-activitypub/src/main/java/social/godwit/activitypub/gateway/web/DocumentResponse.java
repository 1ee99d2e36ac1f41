package social.godwit.activitypub.gateway.web;

import java.util.Optional;
import social.godwit.activitypub.gateway.DocumentAnswer;
import social.godwit.activitypub.gateway.DocumentAnswer.Body;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Problem;

/**
 * How a document goes out: the signed bytes for servers, a page for people, and never from a cache what was shown to one
 * reader only (checklist row 57).
 */
final class DocumentResponse {
    private static final String VARY = "Accept, Signature, Signature-Input, Authorization";
    private static final String SHARED = "public, max-age=10";
    private static final String PRIVATE = "private, no-store";

    private DocumentResponse() {}

    static Answer of(Exchange exchange, DocumentAnswer answer) {
        return switch (answer) {
            case DocumentAnswer.NotFound nothing -> notFound();
            case DocumentAnswer.Listed listed -> document(exchange, 200, listed.body(), false);
            case DocumentAnswer.Gone gone ->
                gone.tombstone()
                        .map(tombstone -> document(exchange, 410, tombstone, gone.shared()))
                        .orElseGet(() -> vary(Answer.of(Problem.of(410, "Gone"))));
            case DocumentAnswer.Shown shown
            when shown.page().isPresent() && wantsPage(exchange) ->
                vary(Answer.empty(302)).with("Location", shown.page().get()).with("Cache-Control", SHARED);
            case DocumentAnswer.Shown shown -> document(exchange, 200, shown.body(), shown.shared());
        };
    }

    /** The same for what does not exist and what the reader may not know of. */
    static Answer notFound() {
        return vary(Answer.of(Problem.notFound()));
    }

    /** A collection made for whoever asked. */
    static Answer own(byte[] collection) {
        return vary(Answer.of(200, MediaTypes.ACTIVITY_JSON, collection)).with("Cache-Control", PRIVATE);
    }

    private static Answer document(Exchange exchange, int status, Body body, boolean shared) {
        String tag = "\"" + body.hash().multibase() + "\"";
        boolean known = exchange.header("If-None-Match")
                .filter(header -> header.contains(tag) || header.strip().equals("*"))
                .isPresent();
        Answer answer =
                known && status == 200 ? Answer.empty(304) : Answer.of(status, contentType(exchange), body.bytes());
        Answer tagged = vary(answer).with("ETag", tag).with("Cache-Control", shared ? SHARED : PRIVATE);
        return shared ? tagged.with("Access-Control-Allow-Origin", "*") : tagged;
    }

    /** Whichever of the two types of ActivityPub the reader names first. */
    private static String contentType(Exchange exchange) {
        String accept = exchange.header("Accept").orElse("");
        int linked = accept.indexOf("application/ld+json");
        int plain = accept.indexOf(MediaTypes.ACTIVITY_JSON);
        return linked >= 0 && (plain < 0 || linked < plain)
                ? MediaTypes.LD_JSON_ACTIVITYSTREAMS
                : MediaTypes.ACTIVITY_JSON;
    }

    private static boolean wantsPage(Exchange exchange) {
        return MediaTypes.choose(Optional.of(exchange.header("Accept").orElse("*/*"))) == MediaTypes.Face.PAGE;
    }

    private static Answer vary(Answer answer) {
        return answer.with("Vary", VARY).with("X-Content-Type-Options", "nosniff");
    }
}
