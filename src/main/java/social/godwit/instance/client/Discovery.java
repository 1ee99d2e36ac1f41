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
 * @param closed whether nobody may, with an invite code or without
 * @param replicates whether it keeps repositories in step with other gateways by itself, as Godwit does
 */
public record Discovery(
        Origin origin,
        Optional<Did> instance,
        String sharedInbox,
        URI register,
        boolean open,
        boolean closed,
        boolean replicates) {
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
        String register = json.string("register").orElse(origin + "/.well-known/apgateway");
        if (!register.startsWith(origin + "/")) throw noGateway(origin);
        return new Discovery(
                origin,
                instance,
                json.string("sharedInbox").orElse(origin + "/inbox"),
                URI.create(register),
                json.string("registrations").orElse("open").equals("open"),
                json.string("registrations").orElse("").equals("closed"),
                instance.isPresent() && json.string("store").isPresent());
    }

    /** The instance's key as an actor document pins it; empty when it has none. */
    String key() {
        return instance.map(Did::toString).orElse("");
    }

    /** The same, for an account's first gateway: one that keeps all that this client signs. */
    Discovery orRefuseAsHome() {
        if (!replicates) throw noGateway(origin);
        return this;
    }

    private static ClientProblem noGateway(Origin origin) {
        return new ClientProblem(
                origin + " is not a server that takes portable accounts.", "Ask its operator, or choose another.");
    }
}
