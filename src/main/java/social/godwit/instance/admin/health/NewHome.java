package social.godwit.instance.admin.health;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Asks a server whether it would take accounts from here. */
@ApplicationScoped
public class NewHome {
    private static final int DESCRIPTION_MAX = 64 << 10;

    private final GuardedClient client;

    NewHome(GuardedClient client) {
        this.client = client;
    }

    /** Whether a server takes accounts. */
    public enum Fitness {
        /** Everybody may come. */
        OPEN,
        /** It asks for an invite code. */
        INVITE,
        /** It takes nobody at present. */
        CLOSED,
        /** It does not answer, or not as a server for portable accounts that keeps itself in step with others. */
        UNFIT
    }

    /** Asks. */
    public Uni<Fitness> ask(Origin origin) {
        return client.send(RemoteRequest.get(URI.create(origin + "/.well-known/apgateway"), "application/json")
                        .bodySizeMax(DESCRIPTION_MAX))
                .map(outcome -> outcome instanceof RemoteOutcome.Response answer
                                && answer.isSuccess()
                                && StrictJson.read(answer.body(), JsonLimits.DOCUMENT)
                                        instanceof JsonReading.Read(JsonObject description)
                                && description.string("store").isPresent()
                        ? switch (description.string("registrations").orElse("open")) {
                            case "open" -> Fitness.OPEN;
                            case "invite" -> Fitness.INVITE;
                            default -> Fitness.CLOSED;
                        }
                        : Fitness.UNFIT);
    }
}
