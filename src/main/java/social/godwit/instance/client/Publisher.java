package social.godwit.instance.client;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.WaitingBatch;

/**
 * Publishes signed documents in batches, each with its checkpoints. A batch and the chains that it moves on are on the
 * disk before the first byte leaves: a crash or a lost answer leads to the same bytes being sent again, never to a
 * sequence number being used twice.
 */
public final class Publisher {
    private static final String NDJSON = "application/x-ndjson";
    private static final String BATCH = "waiting.ndjson";

    /** Answers that say: not this batch, not ever. All others leave it waiting. */
    private static final Set<Integer> FINAL = Set.of(400, 403, 404, 409, 410, 413, 415, 422);

    private final Owner owner;

    /** A publisher for {@code owner}. */
    public Publisher(Owner owner) {
        this.owner = owner;
    }

    /** What this device remembers and forgets once a batch is taken. */
    public record Facts(Map<String, String> remember, List<String> forget) {
        /** Nothing. */
        public static final Facts NONE = new Facts(Map.of(), List.of());

        /** One fact more. */
        public static Facts remember(String key, String value) {
            return new Facts(Map.of(key, value), List.of());
        }

        /** One fact less. */
        public static Facts forget(String key) {
            return new Facts(Map.of(), List.of(key));
        }
    }

    /** Publishes documents together: all or none. */
    public void publish(List<JsonObject> signed, Facts facts) {
        try {
            publishOrConflict(signed, facts);
        } catch (Conflict conflict) {
            throw conflict.problem();
        }
    }

    /** Publishes a version of something that another device may be changing as well. */
    void publishOrConflict(List<JsonObject> signed, Facts facts) throws Conflict {
        publishOrConflict(signed, facts, batch -> {});
    }

    /** As above; {@code signedBatch} gets the bytes before anything leaves. */
    void publishOrConflict(List<JsonObject> signed, Facts facts, Consumer<byte[]> signedBatch) throws Conflict {
        settle();
        ClientState state = owner.home().state().withLastMicros(owner.lastMicros());
        Batch batch = Batch.of(owner.keys(), state, signed, owner.surroundings().now());
        signedBatch.accept(batch.bytes());
        owner.home().write(BATCH, batch.bytes());
        owner.home()
                .save(state.sending(
                        batch.after(),
                        new WaitingBatch(
                                BATCH, batch.before(), batch.checkpoints(), facts.remember(), facts.forget(), false)));
        send();
    }

    /** Sends what an earlier command could not. Called before anything new is signed. */
    public void settle() {
        if (owner.home().state().waiting().isEmpty()) return;
        try {
            send();
            owner.surroundings().notices().accept("What was waiting to be sent has gone out.");
        } catch (Conflict refused) {
            tellOfLoss(refused.problem());
        } catch (ClientProblem refused) {
            if (owner.home().state().waiting().isPresent()) throw refused;
            tellOfLoss(refused);
        }
    }

    private void tellOfLoss(ClientProblem refused) {
        owner.surroundings().notices().accept("Something that was waiting to be sent was not taken. " + refused.what());
    }

    private void send() throws Conflict {
        byte[] bytes = owner.home()
                .read(BATCH)
                .orElseThrow(() -> new ClientProblem(
                        "What was waiting to be sent is missing from "
                                + owner.home().path() + ".",
                        "Restore the folder from a copy, or take the account over in a new one: godwit key import"));
        Gateways.From from;
        try {
            from = owner.gateways().post(path(owner.ids().ofActor("outbox")), NDJSON, bytes);
        } catch (Gateways.Unreachable e) {
            if (e.mayHaveArrived()) owner.home().save(owner.home().state().unsure());
            throw new ClientProblem(
                    "None of your servers has taken it: " + e.getMessage(),
                    "It is kept here, and goes out with your next command.",
                    e);
        }
        if (from.mayHaveArrivedElsewhere())
            owner.home().save(owner.home().state().unsure());
        if (from.answer().isSuccess()) {
            end(owner.home().state().taken());
            heed(from, bytes);
            return;
        }
        ClientProblem refusal = Answers.refusal(from.answer(), from.gateway(), "Publishing");
        if (!FINAL.contains(from.answer().status())) {
            if (from.answer().status() >= 500)
                owner.home().save(owner.home().state().unsure());
            throw new ClientProblem(refusal.what(), "It is kept here, and goes out with your next command.");
        }
        refused(from.answer().status(), refusal);
    }

    /** What a gateway says to a batch that it takes: warnings, receipts, how far the account's chains have come. */
    private void heed(Gateways.From from, byte[] batch) {
        JsonObject answer = Answers.json(from.answer().body()).orElse(JsonObject.empty());
        for (Json warning : answer.list("warnings"))
            if (warning instanceof JsonString text)
                owner.surroundings().notices().accept(text.value());
        if (!new KeptReceipts(owner).keep(answer, from.gateway(), Batch.hashes(batch)))
            owner.surroundings()
                    .notices()
                    .accept(from.gateway() + " has taken this and given no valid receipt for it.");
        new OtherDevices(owner).learn(answer, from.gateway());
    }

    /** A refusal ends the batch unless an earlier attempt, whose answer was lost, had been taken after all. */
    private void refused(int status, ClientProblem refusal) throws Conflict {
        WaitingBatch waiting = owner.home().state().waiting().orElseThrow();
        if (waiting.unsure() && isAnywhere(waiting.checkpoints())) {
            end(owner.home().state().taken());
            return;
        }
        end(owner.home().state().refused());
        if (status == 409) throw new Conflict(refusal);
        throw refusal;
    }

    private boolean isAnywhere(List<String> checkpoints) {
        for (Origin gateway : owner.gateways().origins())
            for (String checkpoint : checkpoints)
                try {
                    if (owner.gateways()
                            .getAt(gateway, path(checkpoint), "application/activity+json")
                            .isSuccess()) return true;
                } catch (IOException e) {
                    throw new ClientProblem(
                            "Whether " + gateway + " has taken what was sent is not known: it cannot be reached ("
                                    + GatewayConnection.reason(e) + ").",
                            "It is kept here. Run the command again when the server answers.",
                            e);
                }
        return false;
    }

    private void end(ClientState state) {
        owner.home().save(state);
        owner.home().remove(BATCH);
    }

    /** Where any gateway serves the document or collection with this id. */
    static String path(String id) {
        PortableId portable =
                PortableId.parse(id).orElseThrow(() -> new IllegalArgumentException("not a portable id: " + id));
        return PortableId.GATEWAY_PATH + portable.did() + portable.path();
    }

    /** Somebody else published a newer version meanwhile. */
    static final class Conflict extends Exception {
        private static final long serialVersionUID = 1;

        private final ClientProblem problem;

        Conflict(ClientProblem problem) {
            super(problem.what());
            this.problem = problem;
        }

        ClientProblem problem() {
            return problem;
        }
    }
}
