package social.godwit.instance.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.instance.client.document.ActorDocument;

/**
 * The list of gateways in the owner's actor document, all but the first: the home is changed by moving. Every command may
 * be repeated after whatever came between: what is done already is found out and not done again.
 */
public final class GatewayChanges {
    private static final String NDJSON = "application/x-ndjson";
    private static final String ACTIVITY = "application/activity+json";

    private final Owner owner;
    private final Profile profile;

    /** The gateways of {@code owner}. */
    public GatewayChanges(Owner owner) {
        this.owner = owner;
        this.profile = new Profile(owner);
    }

    /**
     * Adds a gateway as the last one: the new list is published at the account's gateways, then the account is registered at
     * the new one, which fetches everything by itself.
     *
     * @param invite the code that the new gateway may ask for
     */
    public Added add(Origin origin, Optional<String> invite) {
        Discovery discovery = Discovery.of(origin, owner.surroundings().connection());
        JsonObject actor = profile.newest().document();
        boolean listed = actor.ids("gateways").contains(origin.toString());
        if (listed && has(origin)) return new Added(discovery, false);
        if (discovery.closed())
            throw new ClientProblem(origin + " takes no new accounts at present.", "Choose another server.");
        if (!discovery.open() && invite.isEmpty())
            throw new ClientProblem(
                    origin + " takes accounts by invitation only.",
                    "Ask its operator for an invitation, and add --invite CODE.");
        if (!listed || owner.home().read(file(origin)).isEmpty()) actor = list(actor, discovery);
        register(discovery, actor, invite);
        owner.home().remove(file(origin));
        keepKeys(origin);
        return new Added(discovery, true);
    }

    /** So that the owner can sign in there, and that nobody but the owner changes the account there. */
    private void keepKeys(Origin gateway) {
        owner.passphrase()
                .flatMap(passphrase -> new KeyBagUpload(owner).offer(gateway, passphrase))
                .filter(taken -> !taken)
                .ifPresent(no -> owner.surroundings()
                        .notices()
                        .accept("You cannot sign in at " + gateway
                                + " yet; that is tried again with your next commands."));
    }

    private boolean has(Origin origin) {
        GatewayStates.State state = new GatewayStates(owner).of(origin).state();
        return state == GatewayStates.State.COMPLETE || state == GatewayStates.State.FILLING;
    }

    /**
     * A gateway of the account.
     *
     * @param fresh whether it was registered now
     */
    public record Added(Discovery gateway, boolean fresh) {}

    /**
     * Takes a gateway out of the list, when another one has all that this one has. It is told, and goes on serving what it has; it
     * gets nothing new.
     *
     * @param patience how long to wait until another one has got what only this one had
     * @param force whether to take it out whatever it alone may have
     */
    public void remove(Origin origin, Duration patience, boolean force) {
        JsonObject actor = profile.newest().document();
        List<String> gateways = new ArrayList<>(actor.ids("gateways"));
        if (gateways.indexOf(origin.toString()) == 0) throw home(origin);
        if (!gateways.remove(origin.toString()))
            throw new ClientProblem(
                    origin + " is none of your servers.", "See which there are: godwit account gateways list");
        boolean tells = ActorDocument.gatewayKeys(actor).containsKey(origin.toString());
        if (tells && !force) expectSpare(origin, patience);
        byte[] batch = publish(gateways, ActorDocument.gatewayKeys(actor));
        owner.home().remove(file(origin));
        tell(origin, batch);
    }

    private void expectSpare(Origin origin, Duration patience) {
        switch (new LastCopy(owner, origin).await(patience)) {
            case SPARE -> {}
            case LAST ->
                throw new ClientProblem(
                        origin
                                + " has posts of yours that none of your other servers has all of. They would go with it.",
                        "It passes them on by itself as soon as it reaches another: try again later, and see: godwit"
                                + " store audit. To lose them, add --force.");
            case UNTOLD ->
                throw new ClientProblem(
                        origin + " does not tell what it has. If it alone took a post of yours, the post goes with it.",
                        "Try again when it answers. If it never will again, add --force.");
        }
    }

    /** Puts the gateways into a new order, the first unchanged; those that are not named keep their order behind the others. */
    public List<String> order(List<Origin> wanted) {
        JsonObject actor = profile.newest().document();
        List<String> now = actor.ids("gateways");
        List<String> next = new ArrayList<>();
        next.add(now.getFirst());
        for (Origin origin : wanted) {
            boolean first = origin.toString().equals(now.getFirst());
            if (first && wanted.indexOf(origin) > 0) throw home(origin);
            if (!now.contains(origin.toString()))
                throw new ClientProblem(
                        origin + " is none of your servers.", "Add it with: godwit account gateways add " + origin);
            if (!next.contains(origin.toString())) next.add(origin.toString());
        }
        now.stream().filter(origin -> !next.contains(origin)).forEach(next::add);
        if (!next.equals(now)) publish(next, ActorDocument.gatewayKeys(actor));
        return List.copyOf(next);
    }

    private static ClientProblem home(Origin origin) {
        return new ClientProblem(
                origin + " is, or would be, the first of your servers: your home. Leaving it or putting another first"
                        + " changes the address under which people follow you.",
                "That is moving: godwit move run --to https://SERVER. Adding, removing and ordering the others is done here.");
    }

    /** Publishes the list with the new gateway and its key, and keeps the batch until it is registered there. */
    private JsonObject list(JsonObject actor, Discovery discovery) {
        String origin = discovery.origin().toString();
        List<String> gateways = new ArrayList<>(actor.ids("gateways"));
        if (!gateways.contains(origin)) gateways.add(origin);
        Map<String, String> keys = ActorDocument.gatewayKeys(actor);
        keys.put(origin, discovery.key());
        return profile.update(
                        List.of(ActorDocument.gateways(gateways, keys)),
                        batch -> owner.home().write(file(discovery.origin()), batch))
                .actor();
    }

    private byte[] publish(List<String> gateways, Map<String, String> keys) {
        List<byte[]> batches = new ArrayList<>();
        profile.update(List.of(ActorDocument.gateways(gateways, keys)), batches::add);
        return batches.getLast();
    }

    /**
     * A gateway that keeps repositories gets the Update, the checkpoint that lists it, and the beginning of the key log, so
     * that it knows from the start what counts; any other gets the actor document (FEP-ae97).
     */
    private void register(Discovery discovery, JsonObject actor, Optional<String> invite) {
        byte[] body = discovery.replicates() ? withKeyLog(batch(discovery.origin())) : Jcs.bytes(actor);
        Map<String, String> headers = new LinkedHashMap<>(IdentityRequest.sign(
                owner.keys().authority(),
                "POST",
                discovery.register(),
                body,
                owner.surroundings().now(),
                owner.surroundings().randomness()));
        headers.put("Content-Type", discovery.replicates() ? NDJSON : ACTIVITY);
        invite.ifPresent(code -> headers.put("X-Invite-Code", code.strip()));
        try {
            GatewayAnswer answer = owner.surroundings().connection().send("POST", discovery.register(), headers, body);
            Answers.expectSuccess(answer, discovery.origin(), "Adding the server");
        } catch (IOException e) {
            throw new ClientProblem(
                    discovery.origin() + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Your list of servers has it already. Run the same command again when it answers.",
                    e);
        }
    }

    private byte[] batch(Origin origin) {
        return owner.home().read(file(origin)).orElseThrow();
    }

    private byte[] withKeyLog(byte[] batch) {
        Sha256 genesis = owner.keys().genesis();
        Sha256 device = new KeyLogEntry.DeviceAddition(
                        owner.did(), genesis, owner.keys().device().did())
                .hash();
        var all = new ByteArrayOutputStream();
        all.writeBytes(batch);
        for (Sha256 entry : List.of(genesis, device)) {
            all.writeBytes(keyLogEntry(entry));
            all.write('\n');
        }
        return all.toByteArray();
    }

    private byte[] keyLogEntry(Sha256 hash) {
        String path = PortableId.GATEWAY_PATH + owner.did() + "/keylog/" + hash.multibase();
        Gateways.From from = owner.gateways().get(path, ACTIVITY).orRefuse("Reading your key log");
        return Jcs.bytes(Answers.object(from.answer(), from.gateway()));
    }

    /** What a gateway that is no longer listed has to know; when it cannot be told, nothing is lost. */
    private void tell(Origin origin, byte[] batch) {
        try {
            owner.at(origin).gateways().post(Publisher.path(owner.ids().ofActor("outbox")), NDJSON, batch);
        } catch (Gateways.Unreachable e) {
            owner.surroundings()
                    .notices()
                    .accept(origin + " could not be told that it is no longer one of your servers.");
        }
    }

    /** Where the batch lies that lists a gateway, until the account is registered there. */
    private static String file(Origin origin) {
        return "gateway-" + origin.authority().replace(':', '_') + ".ndjson";
    }
}
