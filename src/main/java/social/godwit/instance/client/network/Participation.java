package social.godwit.instance.client.network;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Lookup;
import social.godwit.instance.client.OwnActivities;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.document.Activities;
import social.godwit.network.act.SignedAct;
import social.godwit.network.member.Membership;

/** An account's own part in networks: joining, leaving, publishing what it signed in their affairs. */
public final class Participation {
    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    /** As many acts as go out together. */
    private static final int BATCH = 100;

    private final Owner owner;
    private final Publisher publisher;
    private final OwnActivities own;

    /** Of this owner. */
    public Participation(Owner owner) {
        this.owner = owner;
        this.publisher = new Publisher(owner);
        this.own = new OwnActivities(owner);
    }

    /** Joins a network under the charter that was read; the id of the membership. */
    public String join(Did network, Sha256 charter) {
        if (membership(network).isPresent()) throw new ClientProblem("You are a member of this network already.");
        JsonObject join = owner.sign(Membership.document(
                owner.ids().activity(owner.newName()),
                owner.ids().actor(),
                network,
                charter,
                owner.surroundings().now()));
        String id = join.string("id").orElseThrow();
        publisher.publish(List.of(join), Publisher.Facts.remember(fact(network), id));
        return id;
    }

    /** Leaves a network: the membership is deleted. */
    public String leave(Did network) {
        JsonObject join =
                membership(network).orElseThrow(() -> new ClientProblem("You are not a member of this network."));
        String id = join.string("id").orElseThrow();
        JsonObject tombstone = owner.signAfter(
                Activities.tombstone(
                        owner.ids(), id, Membership.TYPE, owner.surroundings().now()),
                proofTime(join));
        JsonObject delete =
                owner.sign(Activities.delete(owner.ids(), owner.newName(), tombstone, List.of(PUBLIC), List.of()));
        publisher.publish(List.of(delete), Publisher.Facts.forget(fact(network)));
        return id;
    }

    /** A page of what a network shows to this account, as its own server has it. */
    public JsonObject timeline(Did network, Map<String, String> parameters) {
        String path = HostedNetworks.timelinePath(network, parameters) + "&account=" + owner.did();
        try {
            Gateways.From from = owner.gateways().get(path, "application/json").orRefuse("Reading the network's view");
            return Answers.object(from.answer(), from.gateway());
        } catch (Gateways.Unreachable e) {
            throw new ClientProblem(
                    "None of your servers answers: " + e.getMessage(), "Check the network and try again.", e);
        }
    }

    /** Whether, and how, one is a member. */
    public Optional<JsonObject> membership(Did network) {
        return own.find(fact(network), Membership.TYPE, network.toString());
    }

    /** Publishes those of these acts that the account signed and that its servers do not have; how many. */
    public int publish(List<SignedAct> acts) {
        Lookup lookup = new Lookup(owner);
        List<JsonObject> fresh = new ArrayList<>();
        // A file may hold an act twice: what was signed there, and what was fetched.
        Set<String> seen = new HashSet<>();
        for (SignedAct act : acts) {
            String id = act.document().string("id").orElseThrow();
            if (act.author().equals(owner.did())
                    && seen.add(id)
                    && lookup.own(id).isEmpty()) {
                fresh.add(act.document());
            }
        }
        for (int start = 0; start < fresh.size(); start += BATCH)
            publisher.publish(fresh.subList(start, Math.min(start + BATCH, fresh.size())), Publisher.Facts.NONE);
        return fresh.size();
    }

    private static Instant proofTime(JsonObject signed) {
        return signed.object("proof")
                .flatMap(proof -> proof.string("created"))
                .flatMap(ProofTime::parse)
                .orElseThrow();
    }

    private static String fact(Did network) {
        return "network:" + network;
    }
}
