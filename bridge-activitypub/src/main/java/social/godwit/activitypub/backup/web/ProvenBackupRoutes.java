package social.godwit.activitypub.backup.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import social.godwit.activitypub.backup.HibernateProvenBackups;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.gateway.OwnerRequests;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.gateway.web.Exchange;
import social.godwit.activitypub.gateway.web.Room;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** {@code POST /client/v1/{did}/backup}, signed by the owner: {@code {"proven": TIME}}, when a backup was last proven to work. */
@ApplicationScoped
class ProvenBackupRoutes {
    private static final int BODY_MAX = 1_024;
    private static final int ROOM = 1 << 20;
    private static final int ROOM_OF_ONE = 64 << 10;
    private static final int STRANGERS = 60;
    private static final Duration WINDOW = Duration.ofMinutes(5);

    private final HibernateProvenBackups backups;
    private final OwnerRequests owners;
    private final Origins origins;
    private final TrustedProxies proxies;
    private final Room room = new Room(ROOM, ROOM_OF_ONE);
    private final Allowance strangers;

    ProvenBackupRoutes(
            HibernateProvenBackups backups,
            OwnerRequests owners,
            Origins origins,
            TrustedProxies proxies,
            InstantSource clock) {
        this.backups = backups;
        this.owners = owners;
        this.origins = origins;
        this.proxies = proxies;
        this.strangers = new Allowance(clock, STRANGERS, WINDOW);
    }

    void register(@Observes Router router) {
        router.postWithRegex("/client/v1/[^/]+/backup")
                .handler(context -> Exchange.answerBody(
                        context, origins, room.forBody(BODY_MAX, proxies), this::tooMany, this::proven));
    }

    private Optional<Problem> tooMany(Exchange exchange) {
        return strangers.refusal(exchange.network(proxies));
    }

    private Uni<Answer> proven(Exchange exchange, byte[] body) {
        return exchange.asOwner(owners, body, account -> note(account.did(), body));
    }

    private Uni<Answer> note(Did account, byte[] body) {
        Optional<Instant> at = StrictJson.read(body, JsonLimits.PLAIN) instanceof JsonReading.Read(JsonObject json)
                ? json.string("proven").flatMap(ProvenBackupRoutes::time)
                : Optional.empty();
        return at.map(time -> backups.note(account, time))
                .orElseGet(() -> Uni.createFrom().item(false))
                .map(noted -> noted
                        ? Answer.empty(204)
                        : Answer.of(Problem.of(400, "time", "Bad Request", "proven is a time that is over.")));
    }

    private static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
