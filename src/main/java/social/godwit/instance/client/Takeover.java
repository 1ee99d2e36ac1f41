package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** Brings an account that exists to another device, which gets a key of its own and chains of its own. */
public final class Takeover {
    private final HomeFolder home;
    private final KeyRing keys;
    private final Surroundings surroundings;

    /** Takes the account of {@code keys} over into {@code home}. */
    public Takeover(HomeFolder home, KeyRing keys, Surroundings surroundings) {
        this.home = home;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /**
     * Finds the account at a gateway and lets this device speak for it.
     *
     * @param proving gives the owner what the gateway may ask for: the passphrase, the recovery key
     * @param saveKeys writes the keys, once the account is found
     */
    public JsonObject from(Origin gateway, Consumer<Owner> proving, Runnable saveKeys) {
        return with(actor(gateway), Optional.of(gateway), proving, saveKeys);
    }

    /**
     * Lets this device speak for the account.
     *
     * @param actor its newest actor document
     * @param only the gateway to tell, and no other
     * @param proving as above
     * @param saveKeys writes the keys
     */
    JsonObject with(JsonObject actor, Optional<Origin> only, Consumer<Owner> proving, Runnable saveKeys) {
        List<String> gateways = actor.ids("gateways");
        saveKeys.run();
        home.save(home.state()
                .withAccount(actor.string("preferredUsername").orElse(""), gateways, ActorDocument.gatewayKeys(actor)));
        Owner owner = Owner.of(home, keys, surroundings, only);
        proving.accept(owner);
        new Publisher(owner).publish(List.of(KeyLogBeginning.device(keys, surroundings.now())), Publisher.Facts.NONE);
        return JsonObject.builder()
                .put("did", keys.did().toString())
                .put("handle", owner.ids().handle())
                .put("actor", owner.ids().actor())
                .put("gateways", gateways)
                .build();
    }

    private JsonObject actor(Origin gateway) {
        URI address = URI.create(PortableId.of(keys.did(), "/actor").at(gateway));
        try {
            GatewayAnswer answer =
                    surroundings.connection().send("GET", address, Map.of("Accept", "application/activity+json"));
            if (answer.isSuccess()
                    && PortableDocument.read(answer.body(), surroundings.clock().instant())
                            instanceof DocumentVerdict.Admissible(PortableDocument document)
                    && document.owner().equals(keys.did())
                    && !document.gateways().isEmpty()) return document.json();
            throw new ClientProblem(
                    "The account of these keys is not at " + gateway + ".",
                    "Name one of its servers: --gateway ORIGIN");
        } catch (IOException e) {
            throw new ClientProblem(
                    gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").", "Check the address.", e);
        }
    }
}
