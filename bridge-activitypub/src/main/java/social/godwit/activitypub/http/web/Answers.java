package social.godwit.activitypub.http.web;

import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import social.godwit.activitypub.http.Caching;
import social.godwit.activitypub.http.MediaTypes;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;

/** Answers that resources share. */
public final class Answers {
    private Answers() {}

    /** A problem, RFC 9457. */
    public static Response problem(Problem problem) {
        Response.ResponseBuilder answer = Response.status(problem.status())
                .type(MediaTypes.PROBLEM_JSON)
                .header("Cache-Control", Caching.PRIVATE)
                .entity(problem.body());
        problem.retryAfter().ifPresent(seconds -> answer.header("Retry-After", seconds));
        return answer.build();
    }

    /** A body that is the same for everybody; any page may read it (RFC 7033 and NodeInfo ask for that). */
    public static Response shared(String type, byte[] body, int maxAgeSeconds) {
        return Response.ok(body)
                .header("Content-Type", type)
                .header("Cache-Control", Caching.shared(maxAgeSeconds))
                .header("Vary", Caching.VARY_BY_TYPE)
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }

    /** Our origin that {@code request} asked; empty when the host is not ours. */
    public static Optional<String> origin(HttpServerRequest request, Origins origins) {
        return Optional.ofNullable(request.authority()).flatMap(authority -> origins.answering(authority.toString()));
    }
}
