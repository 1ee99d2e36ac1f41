package social.godwit.instance.client;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;

/** How the account stands at each of its gateways, as each says itself. */
public final class GatewayStates {
    private static final String VIEW = "replication";

    /** How long a gateway that has all documents may take to hear of all followers. */
    static final Duration TELLING = Duration.ofSeconds(20);

    private final Owner owner;

    /** The gateways of {@code owner}. */
    public GatewayStates(Owner owner) {
        this.owner = owner;
    }

    /** What a gateway has of the account. */
    public enum State {
        /** It has all that it has heard of. */
        COMPLETE,
        /** It is still fetching the account's repository. */
        FILLING,
        /** It is another kind of server, which tells nothing. */
        UNTOLD,
        /** It does not answer. */
        AWAY,
        /** It answers, and does not have the account. */
        ABSENT
    }

    /**
     * A gateway.
     *
     * @param documents how many documents of the account it has
     * @param expected how many it will have as far as it knows; never less than {@code documents}
     */
    public record Standing(Origin origin, State state, long documents, long expected) {
        private static Standing of(Origin origin, State state) {
            return new Standing(origin, state, 0, 0);
        }
    }

    /** Every gateway of the account, in order. */
    public List<Standing> all() {
        List<Standing> all = new ArrayList<>();
        for (Origin origin : owner.gateways().origins()) all.add(of(origin));
        return List.copyOf(all);
    }

    /**
     * Gateways that do not give out what they have signed to hold, as others of the account's gateways have found: each with one
     * that found it. They are no copies to be counted on.
     */
    public Map<Origin, Origin> withholding() {
        List<Origin> origins = owner.gateways().origins();
        Map<Origin, Origin> withholding = new LinkedHashMap<>();
        for (Origin finder : origins) {
            for (Json item : found(finder)) {
                if (item instanceof JsonObject one && number(one, "withheld") > 0) {
                    one.string("origin")
                            .flatMap(Origin::parse)
                            .filter(accused -> origins.contains(accused) && !accused.equals(finder))
                            .ifPresent(accused -> withholding.putIfAbsent(accused, finder));
                }
            }
        }
        return withholding;
    }

    private List<Json> found(Origin finder) {
        try {
            return ofOthers(finder);
        } catch (IOException e) {
            return List.of();
        }
    }

    private List<Json> ofOthers(Origin finder) throws IOException {
        GatewayAnswer answer = ask(finder);
        return answer.isSuccess()
                ? Answers.json(answer.body()).map(json -> json.list("gateways")).orElse(List.of())
                : List.of();
    }

    /** One gateway. */
    public Standing of(Origin origin) {
        try {
            return standing(origin, ask(origin));
        } catch (IOException e) {
            return Standing.of(origin, State.AWAY);
        }
    }

    /**
     * Asks until the gateway has everything, or until {@code patience} has passed, and tells of each step. What the others know of
     * followers, which they tell it by themselves, is waited for {@link #TELLING} at most.
     *
     * @return the last standing
     */
    public Standing await(Origin origin, Duration patience, Consumer<Standing> progress) {
        return await(origin, patience, standing -> false, progress);
    }

    /** As above; a gateway that still fetches is waited for no longer once it has {@code enough}. */
    public Standing await(Origin origin, Duration patience, Predicate<Standing> enough, Consumer<Standing> progress) {
        long end = System.nanoTime() + patience.toNanos();
        long told = end;
        List<Origin> others = new ArrayList<>(owner.gateways().origins());
        others.remove(origin);
        Standing standing = of(origin);
        progress.accept(standing);
        while (standing.state() == State.FILLING || standing.state() == State.COMPLETE) {
            if (standing.state() == State.COMPLETE) {
                told = Math.min(told, System.nanoTime() + TELLING.toNanos());
                others.removeIf(other -> hasTold(other, origin));
                if (others.isEmpty()) return standing;
            }
            if (standing.state() == State.FILLING && enough.test(standing)) return standing;
            if (System.nanoTime() >= (standing.state() == State.COMPLETE ? told : end)) return standing;
            try {
                Thread.sleep(500);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return standing;
            }
            Standing next = of(origin);
            if (!next.equals(standing)) progress.accept(next);
            standing = next;
        }
        return standing;
    }

    /** Whether one of the gateways has passed on to another all that it observed; one that cannot say so is not waited for. */
    private boolean hasTold(Origin one, Origin another) {
        try {
            return ofOthers(one).stream()
                    .filter(item -> item instanceof JsonObject other
                            && other.string("origin").equals(Optional.of(another.toString())))
                    .noneMatch(
                            other -> !((JsonObject) other).has("behind") || number((JsonObject) other, "behind") > 0);
        } catch (IOException away) {
            return true;
        }
    }

    private GatewayAnswer ask(Origin origin) throws IOException {
        return owner.gateways().getAt(origin, "/client/v1/" + owner.did() + "/" + VIEW, "application/json");
    }

    private Standing standing(Origin origin, GatewayAnswer answer) {
        if (owner.home()
                .state()
                .gatewayKeys()
                .getOrDefault(origin.toString(), "")
                .isEmpty()) return Standing.of(origin, State.UNTOLD);
        Optional<JsonObject> json = answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
        if (json.isEmpty()) return Standing.of(origin, answer.status() >= 500 ? State.AWAY : State.ABSENT);
        long documents = number(json.get(), "documents");
        boolean filling = json.get().string("state").filter("filling"::equals).isPresent();
        return new Standing(
                origin,
                filling ? State.FILLING : State.COMPLETE,
                documents,
                Math.max(documents, number(json.get(), "expected")));
    }

    private static long number(JsonObject json, String member) {
        Json value = json.get(member);
        return value instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }
}
