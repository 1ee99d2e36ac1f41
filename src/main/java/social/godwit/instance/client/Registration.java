package social.godwit.instance.client;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Ids;
import social.godwit.instance.client.domain.OwnDomains;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/**
 * Makes an account at a gateway: registers the first actor document together with the beginning of the key log, then
 * checks the key that the gateway made for the account, and lists it in a second version. May be repeated until it is done.
 */
public final class Registration {
    private static final String BATCH = "registration.ndjson";

    private final HomeFolder home;
    private final KeyRing keys;
    private final Surroundings surroundings;

    /** Registers the account of {@code keys}, whose state goes into {@code home}. */
    public Registration(HomeFolder home, KeyRing keys, Surroundings surroundings) {
        this.home = home;
        this.keys = keys;
        this.surroundings = surroundings;
    }

    /**
     * The account.
     *
     * @param rescue whether the owner holds a copy of the key that the gateway signs with
     */
    public record Made(String handle, boolean rescue, JsonObject json) {}

    /** Registers under a name at the gateway's own host. */
    public Made register(String name, Origin gateway, Optional<String> invite) {
        return register(name, gateway, Optional.empty(), invite);
    }

    /** Registers under a name, at the gateway's own host or at a domain of the owner's, which has to be proven. */
    public Made register(String name, Origin gateway, Optional<String> domain, Optional<String> invite) {
        boolean unfinished = home.read(BATCH).isPresent();
        if (home.state().hasAccount() && !unfinished)
            throw new ClientProblem(
                    "There is an account in " + home.path() + " already: @"
                            + home.state().username() + " at "
                            + home.state().gateways().getFirst() + ".",
                    "Choose another folder for another account: --home DIR");
        Discovery discovery = Discovery.of(gateway, surroundings.connection()).orRefuseAsHome();
        Origin first = domain.map(own -> OwnDomains.originAt(gateway, own)).orElse(gateway);
        var ids = new Ids(keys.did(), first, name);
        List<String> gateways =
                first.equals(gateway) ? List.of(gateway.toString()) : List.of(first.toString(), gateway.toString());
        Map<String, String> pinned = new LinkedHashMap<>();
        for (String one : gateways) pinned.put(one, discovery.key());
        byte[] batch = home.read(BATCH)
                .filter(bytes -> isFor(bytes, ids))
                .orElseGet(() -> begin(ids, discovery, gateways, pinned));
        JsonObject answer = send(batch, discovery, domain, invite);
        boolean rescue = keepCopy(answer, gateway);
        home.save(home.state().withAccount(name, gateways, pinned));
        try (Owner owner = Owner.of(home, keys, surroundings, Optional.of(gateway))) {
            Profile.Published published = listHomeKey(owner, answer);
            home.remove(BATCH);
            return new Made(ids.handle(), rescue, json(owner, published));
        }
    }

    /** The first batch: the actor, the key log's beginning, and the checkpoints that list them. */
    private byte[] begin(Ids ids, Discovery discovery, List<String> gateways, Map<String, String> pinned) {
        Instant now = surroundings.now();
        String sharedInbox = discovery.sharedInbox().replace(discovery.origin() + "/", ids.home() + "/");
        var first = new ActorDocument.Gateway(ids.home().toString(), discovery.key(), sharedInbox);
        JsonObject actor = IntegrityProof.sign(
                ActorDocument.gateways(gateways, pinned).applyTo(ActorDocument.first(ids, first, now)),
                keys.authority(),
                now);
        List<JsonObject> documents = new ArrayList<>();
        documents.add(actor);
        documents.addAll(KeyLogBeginning.of(keys, now));
        Batch batch = Batch.of(keys, ClientState.EMPTY, documents, now);
        home.write(BATCH, batch.bytes());
        home.save(ClientState.EMPTY.withChains(batch.after()));
        return batch.bytes();
    }

    private static boolean isFor(byte[] batch, Ids ids) {
        int end = 0;
        while (end < batch.length && batch[end] != '\n') end++;
        return Answers.json(java.util.Arrays.copyOf(batch, end))
                .filter(actor -> actor.string("id").filter(ids.actor()::equals).isPresent()
                        && actor.string("preferredUsername")
                                .filter(ids.username()::equals)
                                .isPresent())
                .isPresent();
    }

    private JsonObject send(byte[] batch, Discovery discovery, Optional<String> domain, Optional<String> invite) {
        Map<String, String> headers = new LinkedHashMap<>(IdentityRequest.sign(
                keys.authority(), "POST", discovery.register(), batch, surroundings.now(), surroundings.randomness()));
        headers.put("Content-Type", "application/x-ndjson");
        invite.ifPresent(code -> headers.put("X-Invite-Code", code.strip()));
        try {
            GatewayAnswer answer = surroundings.connection().send("POST", discovery.register(), headers, batch);
            if (!answer.isSuccess()) {
                if (answer.status() < 500 && answer.status() != 429) home.remove(BATCH);
                domain.ifPresent(own -> OwnDomains.refuseUnproven(answer, discovery.origin(), own, keys.did()));
                ClientProblem refusal = Answers.refusal(answer, discovery.origin(), "Making the account");
                boolean inviteNeeded =
                        answer.status() == 403 && invite.isEmpty() && !discovery.open() && !discovery.closed();
                throw inviteNeeded
                        ? new ClientProblem(
                                refusal.what(), "Ask its operator for an invitation, and add --invite CODE.")
                        : refusal;
            }
            return Answers.object(answer, discovery.origin());
        } catch (IOException e) {
            throw new ClientProblem(
                    discovery.origin() + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Run the same command again; nothing is lost.",
                    e);
        }
    }

    /**
     * Keeps the sealed copy of the key that the gateway signs with for this account, when it opens and fits the public
     * half. A copy that does not fit is a lie, and ends the registration.
     */
    private boolean keepCopy(JsonObject answer, Origin gateway) {
        Optional<String> sealed = answer.string("sealedPrivateKey");
        if (sealed.isEmpty()) return false;
        RsaPublicKey listed = homeKey(answer);
        var copies = new RsaCopies(home, keys);
        if (copies.opened(sealed.get())
                .filter(pair -> pair.publicKey().equals(listed))
                .isEmpty())
            throw new ClientProblem(
                    gateway + " gave you a copy of a key that is not the one it uses for you.",
                    "Do not use this server; tell its operator.");
        copies.keep(key(answer).string("id").orElse(""), sealed.get());
        return true;
    }

    private Profile.Published listHomeKey(Owner owner, JsonObject answer) {
        String id = key(answer).string("id").orElse("");
        if (!id.startsWith(owner.ids().actor() + "#"))
            throw new ClientProblem("The server gave its key a name that is not yours to list.", "Tell its operator.");
        return new Profile(owner).update(List.of(ActorDocument.homeKey(owner.ids(), id, homeKey(answer))));
    }

    private static RsaPublicKey homeKey(JsonObject answer) {
        return key(answer)
                .string("publicKeyMultibase")
                .flatMap(Multikey::parse)
                .filter(RsaPublicKey.class::isInstance)
                .map(RsaPublicKey.class::cast)
                .orElseThrow(Registration::noKey);
    }

    private static JsonObject key(JsonObject answer) {
        return answer.list("assertionMethod").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .findFirst()
                .orElseThrow(Registration::noKey);
    }

    private static ClientProblem noKey() {
        return new ClientProblem(
                "The server took the account and gave it no key to sign requests with.", "Tell its operator.");
    }

    private static JsonObject json(Owner owner, Profile.Published published) {
        return JsonObject.builder()
                .put("did", owner.did().toString())
                .put("handle", owner.ids().handle())
                .put("actor", owner.ids().actor())
                .put("gateways", published.actor().ids("gateways"))
                .put("activity", published.activity())
                .build();
    }
}
