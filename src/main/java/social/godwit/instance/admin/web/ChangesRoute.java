package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.atomic.AtomicReference;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.figure.Change;
import social.godwit.instance.admin.figure.LiveChanges;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/**
 * {@code GET /admin/v1/events}: server-sent events {@code case}, {@code decision}, {@code account}, {@code domain}, {@code announcement}, each
 * with {@code {"id"}}, as it changes. What is shown is fetched again; also when the stream has ended and begins anew.
 */
@ApplicationScoped
class ChangesRoute {
    private static final String PATH = "/admin/v1/events";
    /** Before the resources below the same path. */
    private static final int EARLY = -100;
    /** Bytes that wait for somebody before the stream ends. */
    private static final int QUEUE_BYTES = 64 << 10;

    private static final String ALIVE = ":\n\n";
    private static final String NO_MORE = "";

    private final Staff staff;
    private final LiveChanges changes;

    ChangesRoute(Staff staff, LiveChanges changes) {
        this.staff = staff;
        this.changes = changes;
    }

    void register(@Observes Router router) {
        router.get(PATH).order(EARLY).handler(this::begin);
    }

    private record Stream(Member member, Multi<Change> changes) {}

    private void begin(RoutingContext context) {
        staff.only(
                        Permission.SEE_ACCOUNTS,
                        context,
                        (member, nothing) -> Uni.createFrom()
                                .item(changes.follow()
                                        .map(all -> Response.ok(new Stream(
                                                        member,
                                                        all.filter(change -> !change.isOfCases()
                                                                || member.may(Permission.SEE_CASES))))
                                                .build())
                                        .orElseGet(() -> Operators.problem(Problem.of(
                                                503, "streams", "Too many listen", "Come again in a while.")))))
                .subscribe()
                .with(
                        let -> {
                            if (let.getEntity() instanceof Stream stream) {
                                tell(context, stream);
                            } else {
                                refuse(context, let);
                            }
                        },
                        context::fail);
    }

    private static void refuse(RoutingContext context, Response refusal) {
        HttpServerResponse response = context.response().setStatusCode(refusal.getStatus());
        refusal.getStringHeaders().forEach(response::putHeader);
        response.end(
                refusal.getEntity() instanceof byte[] body
                        ? Buffer.buffer(body)
                        : Buffer.buffer(String.valueOf(refusal.getEntity())));
    }

    /** At each beat it is asked anew whether this one may listen: who may not, or not to the same, hears nothing more (row 62). */
    private void tell(RoutingContext context, Stream stream) {
        HttpServerResponse response = context.response()
                .setChunked(true)
                .setWriteQueueMaxSize(QUEUE_BYTES)
                .putHeader("Content-Type", "text/event-stream")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Accel-Buffering", "no");
        var listening = new AtomicReference<Cancellable>();
        context.addEndHandler(ended -> {
            Cancellable told = listening.get();
            if (told != null) {
                told.cancel();
            }
        });
        listening.set(stream.changes()
                .onItem()
                .transformToUniAndConcatenate(change -> change.isBeat()
                        ? staff.still(stream.member(), context).map(may -> may ? ALIVE : NO_MORE)
                        : Uni.createFrom().item(line(change)))
                .select()
                .first(line -> !line.equals(NO_MORE))
                .subscribe()
                .with(
                        line -> {
                            if (response.writeQueueFull()) {
                                response.end();
                            } else if (!response.ended() && !response.closed()) {
                                response.write(line);
                            }
                        },
                        failure -> response.end(),
                        response::end));
    }

    private static String line(Change change) {
        return "event: " + change.kind() + "\ndata: "
                + JsonObject.builder().put("id", change.id()).build() + "\n\n";
    }
}
