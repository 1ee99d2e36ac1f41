package social.godwit.activitypub.gateway.web;

import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.gateway.Batch;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Problem;

/** The documents that a body holds, by its type: one, or a batch. Any other type is no document (checklist row 20). */
final class BodyDocuments {
    static final Problem WRONG_TYPE = Problem.of(
            415,
            "media-type",
            "Unsupported Media Type",
            "send one document as application/activity+json or application/ld+json with the ActivityStreams profile,"
                    + " or a batch as application/x-ndjson");

    private BodyDocuments() {}

    static Optional<List<byte[]>> of(Exchange exchange, byte[] body) {
        Optional<String> type = exchange.incoming(body).headers().only("content-type");
        if (type.flatMap(MediaTypes::essence).filter(MediaTypes.NDJSON::equals).isPresent()) {
            return Optional.of(Batch.lines(body));
        }
        return MediaTypes.isDocument(type) ? Optional.of(List.of(body)) : Optional.empty();
    }
}
