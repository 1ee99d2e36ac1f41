package social.godwit.activitypub.inbox.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.InboxAdmission;

/** {@code POST /inbox}, the shared inbox: one delivery for everybody here. */
@ApplicationScoped
class SharedInboxRoute {
    private static final int BYTES_MAX = 1 << 20;

    private final InboxAdmission admission;
    private final Origins origins;

    SharedInboxRoute(InboxAdmission admission, Origins origins) {
        this.admission = admission;
        this.origins = origins;
    }

    void register(@Observes Router router) {
        router.post("/inbox").handler(context -> Exchange.answerBody(context, origins, BYTES_MAX, this::take));
        // The instance actor's own inbox takes what the shared one takes.
        router.post("/actor/inbox").handler(context -> Exchange.answerBody(context, origins, BYTES_MAX, this::take));
    }

    private Uni<Answer> take(Exchange exchange, byte[] body) {
        return admission.admit(exchange.incoming(body), Optional.empty()).map(SharedInboxRoute::answer);
    }

    /** What an inbox answers to each outcome. */
    static Answer answer(Admission admission) {
        return switch (admission) {
            case Admission.Accepted ignored -> Answer.empty(202);
            case Admission.Ignored ignored -> Answer.empty(202);
            case Admission.Refused(int status, String title, String detail) ->
                Answer.of(Problem.of(status, "", title, detail));
            case Admission.Unavailable(String detail) ->
                Answer.of(Problem.of(503, "", "Service Unavailable", detail).retryAfter(60));
        };
    }
}
