package social.godwit.instance.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.home.ChainHead;

/**
 * What each gateway holds of the account, measured against what this device knows: how far its own chains have come there, and
 * whether the gateway delivers a few documents, picked at random, that it has signed to hold.
 */
public final class Holdings {
    private static final int SAMPLE = 4;
    private static final int RECEIPTS = 2_000;
    private static final String JSON = "application/activity+json, application/json";

    private final Owner owner;

    private Holdings(Owner owner) {
        this.owner = owner;
    }

    /**
     * What one gateway holds.
     *
     * @param state {@code complete}, {@code behind}, {@code withheld}, {@code not-attested} or {@code unreachable}
     * @param asOf of {@code complete}: the time of the newest checkpoint there
     * @param behind how many documents of this device it lacks, with those that it says to miss itself
     * @param withheld hashes that it has signed to hold and does not have; the receipts are in this folder
     */
    public record Of(Origin gateway, String state, Optional<String> asOf, long behind, List<Sha256> withheld) {
        /** For people. */
        public String words() {
            return switch (state) {
                case "complete" -> "complete as of " + asOf.orElse("?");
                case "behind" -> "behind by " + behind;
                case "withheld" -> "WITHHOLDS " + withheld.size() + " documents that it has signed to hold";
                case "not-attested" -> "not attested";
                default -> "cannot be reached";
            };
        }

        /** For scripts. */
        public JsonObject json() {
            JsonObject.Builder json = JsonObject.builder()
                    .put("gateway", gateway.toString())
                    .put("state", state)
                    .put("behind", behind)
                    .put("withheld", withheld.stream().map(Sha256::multibase).toList());
            json.putIfPresent("asOf", asOf);
            return json.build();
        }
    }

    /** Asks every gateway that the owner asks. */
    public static List<Of> everywhere(Owner owner) {
        return owner.gateways().origins().stream().map(new Holdings(owner)::at).toList();
    }

    private Of at(Origin gateway) {
        try {
            GatewayAnswer answer = view(gateway, "repository");
            Optional<JsonObject> told = answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
            if (told.isEmpty()) return new Of(gateway, "unreachable", Optional.empty(), 0, List.of());
            long behind = number(told.get(), "missing") + unknown(told.get());
            List<Sha256> withheld = withheld(gateway);
            String state = "complete";
            if (!withheld.isEmpty()) state = "withheld";
            else if (number(told.get(), "listed") == 0) state = "not-attested";
            else if (behind > 0) state = "behind";
            return new Of(gateway, state, told.get().string("asOf"), behind, withheld);
        } catch (IOException e) {
            return new Of(gateway, "unreachable", Optional.empty(), 0, List.of());
        }
    }

    /** How many documents this device has listed that the chains as told there do not reach. */
    private long unknown(JsonObject told) {
        long unknown = 0;
        for (var chain : owner.home().state().chains().entrySet()) {
            ChainHead own = chain.getValue();
            long there = 0;
            for (Json item : told.list("chains"))
                if (item instanceof JsonObject head
                        && head.string("device")
                                .flatMap(Did::parse)
                                .equals(Optional.of(owner.keys().device().did()))
                        && head.string("class").equals(Optional.of(chain.getKey()))) there = number(head, "count");
            unknown += Math.max(0, own.count() - there);
        }
        return unknown;
    }

    private List<Sha256> withheld(Origin gateway) throws IOException {
        List<Sha256> signed = new ArrayList<>(new KeptReceipts(owner).of(gateway, RECEIPTS));
        List<Sha256> withheld = new ArrayList<>();
        for (int i = 0; i < SAMPLE && !signed.isEmpty(); i++) {
            byte[] chance = owner.surroundings().randomness().bytes(2);
            int at = ((chance[0] & 0xff) << 8 | (chance[1] & 0xff)) % signed.size();
            Sha256 hash = signed.remove(at);
            GatewayAnswer answer = view(gateway, "held?hash=" + hash.multibase());
            boolean lacks = answer.status() == 404 || (answer.isSuccess() && !accounts(answer, hash));
            if (lacks) withheld.add(hash);
        }
        return withheld;
    }

    /** The document itself, or that its owner or the operator removed it. */
    private static boolean accounts(GatewayAnswer answer, Sha256 hash) {
        JsonObject told = Answers.json(answer.body()).orElse(JsonObject.empty());
        return told.has("gone")
                || told.string("document")
                        .flatMap(text -> Answers.json(text.getBytes(StandardCharsets.UTF_8)))
                        .map(document -> Sha256.of(Jcs.bytes(document)))
                        .equals(Optional.of(hash));
    }

    private GatewayAnswer view(Origin gateway, String view) throws IOException {
        return owner.gateways().getAt(gateway, "/client/v1/" + owner.did() + "/" + view, JSON);
    }

    private static long number(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }
}
