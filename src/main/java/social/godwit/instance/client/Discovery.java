package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;

/**
 * What a gateway says about itself.
 *
 * @param origin where it is
 * @param instance its own key
 * @param sharedInbox where strangers deliver
 * @param register where accounts are registered
 * @param open whether anybody may register
 */
public record Discovery(Origin origin, Did instance, String sharedInbox, URI register, boolean open) {
    /** Asks a gateway. */
    public static Discovery of(Origin origin, GatewayConnection connection) {
        GatewayAnswer answer;
        try {
            answer = connection.send(
                    "GET", URI.create(origin + "/.well-known/apgateway"), Map.of("Accept", "application/json"));
        } catch (IOException e) {
            throw new ClientProblem(
                    origin + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Check the address; is the server running?",
                    e);
        }
        if (!answer.isSuccess()) throw noGateway(origin);
        JsonObject json = Answers.object(answer, origin);
        Optional<Did> instance = json.string("instance").flatMap(Did::parse);
        String register = json.string("register").orElse("");
        if (instance.isEmpty() || !register.startsWith(origin + "/")) throw noGateway(origin);
        return new Discovery(
                origin,
                instance.get(),
                json.string("sharedInbox").orElse(origin + "/inbox"),
                URI.create(register),
                !json.string("registrations").orElse("").equals("invite"));
    }

    private static ClientProblem noGateway(Origin origin) {
        return new ClientProblem(
                origin + " is not a server that takes portable accounts.", "Ask its operator, or choose another.");
    }
}
