package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.signature.IdentityRequests;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.identity.request.RequestVerdict;
import social.godwit.instance.admin.OperatorKey;

/** Lets the operator in, and nobody else: every request carries a signature of the operator's key (RFC 9421). */
@ApplicationScoped
class Operators {
    static final int BODY_MAX = 1 << 20;
    private static final byte[] NO_BODY = new byte[0];

    private final OperatorKey operator;
    private final IdentityRequests requests;
    private final Instance instance;

    Operators(OperatorKey operator, IdentityRequests requests, Instance instance) {
        this.operator = operator;
        this.requests = requests;
        this.instance = instance;
    }

    /** Runs {@code work} when the operator signed the request; otherwise the answer is 401 or 403. */
    Uni<Response> only(RoutingContext request, Function<JsonObject, Uni<Response>> work, byte... body) {
        byte[] bytes = body == null ? NO_BODY : body;
        if (bytes.length > BODY_MAX) {
            return answer(
                    Problem.of(413, "too-large", "Content Too Large", "At most " + BODY_MAX + " bytes are taken."));
        }
        return switch (requests.verify(incoming(request, bytes))) {
            case RequestVerdict.Unsigned() ->
                answer(Problem.of(401, "unsigned", "Not signed", "Sign the request with the operator's key."));
            case RequestVerdict.Refused(String detail) ->
                answer(Problem.of(401, "signature", "Signature refused", detail));
            case RequestVerdict.Signed signed
            when !signed.signer().equals(operator.did()) ->
                answer(Problem.of(
                        403,
                        "not-the-operator",
                        "Not the operator",
                        "This key is not the operator's of this instance."));
            case RequestVerdict.Signed signed ->
                read(bytes)
                        .map(work)
                        .orElseGet(
                                () -> answer(Problem.of(400, "json", "Not a JSON object", "The body should be one.")));
        };
    }

    /** Whether the operator signed the request. */
    boolean isOperator(IncomingRequest request) {
        return Optional.of(operator.did())
                        .equals(IdentityRequest.keyId(request.headers()::all).flatMap(Did::parseVerificationMethod))
                && requests.verify(request) instanceof RequestVerdict.Signed signed
                && signed.signer().equals(operator.did());
    }

    IncomingRequest incoming(RoutingContext context, byte[] body) {
        return Exchange.incoming(context.request(), instance.origin(), body);
    }

    static Uni<Response> answer(Problem problem) {
        return Uni.createFrom().item(problem(problem));
    }

    static Response problem(Problem problem) {
        return Response.status(problem.status())
                .type("application/problem+json")
                .entity(problem.body())
                .build();
    }

    static Optional<JsonObject> read(byte[] body) {
        if (body.length == 0) {
            return Optional.of(JsonObject.builder().build());
        }
        return StrictJson.read(body, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(object)
                : Optional.empty();
    }
}
