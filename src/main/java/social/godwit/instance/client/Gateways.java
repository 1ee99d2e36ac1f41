package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.request.IdentityRequest;
import social.godwit.instance.client.home.KeyRing;

/**
 * The account's gateways, asked in order: the next one when one cannot be reached or has trouble of its own, never
 * because one says no. Every request carries the owner's signature.
 */
public final class Gateways {
    private static final int TOO_MANY = 429;

    /** Answers of a gateway that has trouble of its own, which may be over soon. */
    private static final Set<Integer> TROUBLE = Set.of(500, 502, 503, 504);

    /** So often in a row a gateway that does not answer is asked again, where there is patience: within half an hour. */
    private static final int TRIES = 30;

    private static final String PASSPHRASE_NEEDED = "urn:godwit:problem:passphrase-needed";
    private static final String RECOVERY_NEEDED = "urn:godwit:problem:recovery-needed";
    private static final String DEVICE_NEEDED = "urn:godwit:problem:device-needed";

    /** A name that points to a server which does not answer for it, yet or any more. */
    private static final int MISDIRECTED = 421;

    /** For so long one that could not be reached is asked after the others. */
    private static final Duration SILENT = Duration.ofMinutes(1);

    private final List<Origin> origins;
    /** Since when gateways cannot be reached. */
    private final Map<Origin, Instant> silent = new ConcurrentHashMap<>();

    private final KeyRing keys;
    private final Surroundings surroundings;
    private Patience patience = (time, because) -> false;
    /** The account's own key, until a gateway wants a device's, see {@link #asked}. */
    private SigningKey key;
    /** What proves the passphrase to a gateway, for requests that a stolen device must not make. */
    private Function<Origin, Optional<String>> proofs = origin -> Optional.empty();
    /** What asks for the passphrase, the first time that a gateway wants it. */
    private Optional<Supplier<Function<Origin, Optional<String>>>> asking = Optional.empty();

    /** What gives the recovery key, where a gateway keeps no passphrase. */
    private Supplier<Optional<SigningKey>> recovery = Optional::empty;

    /** Gateways in the order in which they are asked. */
    public Gateways(List<Origin> origins, KeyRing keys, Surroundings surroundings) {
        if (origins.isEmpty()) throw new IllegalArgumentException("no gateway");
        this.origins = List.copyOf(origins);
        this.keys = keys;
        this.key = keys.authority();
        this.surroundings = surroundings;
    }

    /**
     * An answer and who gave it.
     *
     * @param mayHaveArrivedElsewhere whether a gateway that was asked before may have acted without its answer arriving
     */
    public record From(Origin gateway, GatewayAnswer answer, boolean mayHaveArrivedElsewhere) {
        /** Passes a success on; else a problem that begins with {@code doing}. */
        public From orRefuse(String doing) {
            Answers.expectSuccess(answer, gateway, doing);
            return this;
        }
    }

    /** The gateways in order. */
    public List<Origin> origins() {
        return origins;
    }

    /** From now on every request that changes something carries what {@code proofs} has for its gateway. */
    public void prove(Function<Origin, Optional<String>> proofs) {
        this.proofs = proofs;
    }

    /** The same, but only when a gateway asks for it. */
    public void proveWhenAsked(Supplier<Function<Origin, Optional<String>>> proofs) {
        this.asking = Optional.of(proofs);
    }

    /** What gives the recovery key, the first time that a gateway wants it: one that keeps no passphrase of this account. */
    public void recoverWhenAsked(Supplier<Optional<SigningKey>> recovery) {
        this.recovery = recovery;
    }

    /** Reads from the first gateway that answers. */
    public From get(String pathAndQuery, String accept) {
        return first(origin -> getAt(origin, pathAndQuery, accept));
    }

    /** Reads from one gateway. */
    public GatewayAnswer getAt(Origin origin, String pathAndQuery, String accept) throws IOException {
        URI target = URI.create(origin + pathAndQuery);
        Map<String, String> headers = signed("GET", target, new byte[0]);
        headers.put("Accept", accept);
        return surroundings.connection().send("GET", target, headers);
    }

    /** Once a device of the account was revoked, its own key does not suffice: then this device signs. */
    private GatewayAnswer asked(Exchange exchange, Origin origin) throws IOException {
        GatewayAnswer answer = proven(exchange, origin);
        if (answer.status() != 403
                || key.equals(keys.device())
                || !answer.text().contains(DEVICE_NEEDED)) return answer;
        key = keys.device();
        return proven(exchange, origin);
    }

    private GatewayAnswer proven(Exchange exchange, Origin origin) throws IOException {
        GatewayAnswer answer = exchange.with(origin);
        if (answer.status() == 403 && answer.text().contains(RECOVERY_NEEDED)) {
            sayRecoveryKeyIsHere(origin);
            return exchange.with(origin);
        }
        if (answer.status() != 403 || asking.isEmpty() || !answer.text().contains(PASSPHRASE_NEEDED)) return answer;
        prove(asking.get().get());
        asking = Optional.empty();
        return exchange.with(origin);
    }

    private void sayRecoveryKeyIsHere(Origin origin) throws IOException {
        SigningKey present = recovery.get()
                .orElseThrow(() -> new ClientProblem(
                        origin + " keeps no passphrase of yours, so this needs your recovery key.",
                        "Give the 24 words of your kit in GODWIT_KIT and run the command again."));
        URI target = URI.create(origin + "/client/v1/" + keys.did() + "/recovery");
        byte[] body = "{}".getBytes(StandardCharsets.UTF_8);
        Map<String, String> headers = new LinkedHashMap<>(
                IdentityRequest.sign(present, "POST", target, body, surroundings.now(), surroundings.randomness()));
        headers.put("Content-Type", "application/json");
        Answers.expectSuccess(
                surroundings.connection().send("POST", target, headers, body), origin, "Showing your recovery key");
    }

    /** Sends to the first gateway that answers. */
    public From post(String path, String contentType, byte[] body) {
        return first(origin -> {
            URI target = URI.create(origin + path);
            Map<String, String> headers = signed("POST", target, body);
            headers.put("Content-Type", contentType);
            proofs.apply(origin).ifPresent(proof -> headers.put("Godwit-Passphrase", proof));
            return surroundings.connection().send("POST", target, headers, body);
        });
    }

    /** Asks the first gateway that answers, without a body: for {@code PUT} and {@code DELETE}. */
    public From send(String method, String path) {
        return first(origin -> {
            URI target = URI.create(origin + path);
            return surroundings.connection().send(method, target, signed(method, target, new byte[0]));
        });
    }

    /** Sends a large file to the first gateway that answers, reporting how much has gone. */
    public From upload(String path, String contentType, byte[] body, LongConsumer sent) {
        return first(origin -> {
            URI target = URI.create(origin + path);
            Map<String, String> headers = signed("POST", target, body);
            headers.put("Content-Type", contentType);
            return surroundings.connection().upload(target, headers, body, sent);
        });
    }

    private Map<String, String> signed(String method, URI target, byte[] body) {
        Instant now = surroundings.now();
        return new LinkedHashMap<>(IdentityRequest.sign(key, method, target, body, now, surroundings.randomness()));
    }

    /** What to do when a gateway asks to come back later (429), does not answer, or has trouble. */
    @FunctionalInterface
    public interface Patience {
        /**
         * Waits, and says true to ask again; or says false to take things for what they are.
         *
         * @param because why, as a sentence without its full stop
         */
        boolean waits(Duration time, String because);
    }

    /** For work that is long anyway: from now on, gateways are asked again, with the same bytes, after a pause. */
    public void patience(Patience patience) {
        this.patience = patience;
    }

    /** Asks as long as there is patience. What may have arrived at any attempt may have arrived. */
    private From first(Exchange exchange) {
        boolean unsure = false;
        int failures = 0;
        while (true) {
            try {
                From from = firstThatAnswers(exchange);
                int status = from.answer().status();
                boolean busy = status == TOO_MANY;
                failures = busy ? 0 : failures + 1;
                unsure |= from.mayHaveArrivedElsewhere();
                boolean again = busy
                        ? patience.waits(retryAfter(from.answer()), from.gateway() + " asks for a pause")
                        : TROUBLE.contains(status)
                                && failures <= TRIES
                                && patience.waits(
                                        pause(failures), from.gateway() + " has trouble (status " + status + ")");
                if (!again) return new From(from.gateway(), from.answer(), unsure);
                unsure |= !busy;
            } catch (Unreachable e) {
                unsure |= e.mayHaveArrived();
                failures++;
                String because = String.valueOf(e.getMessage()).replaceFirst("\\.$", "");
                if (failures > TRIES || !patience.waits(pause(failures), because))
                    throw new Unreachable(String.valueOf(e.getMessage()), unsure);
            }
        }
    }

    /** 5 seconds, then twice as long each time, up to a minute. */
    private static Duration pause(int failures) {
        return Duration.ofSeconds(Math.min(60, 5L << Math.min(failures - 1, 4)));
    }

    private static Duration retryAfter(GatewayAnswer answer) {
        long seconds = answer.header("retry-after")
                .filter(text -> text.matches("[0-9]{1,5}"))
                .map(Long::parseLong)
                .orElse(30L);
        return Duration.ofSeconds(Math.clamp(seconds, 1, 600));
    }

    private From firstThatAnswers(Exchange exchange) {
        List<String> failures = new ArrayList<>();
        boolean unsure = false;
        List<Origin> order = order();
        for (Origin origin : order) {
            try {
                GatewayAnswer answer = asked(exchange, origin);
                silent.remove(origin);
                boolean troubled = answer.status() >= 500 || answer.status() == MISDIRECTED;
                if (!troubled || origin.equals(order.getLast())) return new From(origin, answer, unsure);
                unsure = true;
                failures.add(origin + " has trouble (status " + answer.status() + ")");
            } catch (IOException e) {
                silent.put(origin, surroundings.now());
                unsure |= GatewayConnection.mayHaveArrived(e);
                failures.add(origin + " cannot be reached (" + GatewayConnection.reason(e) + ")");
            }
        }
        throw new Unreachable(String.join("; ", failures) + ".", unsure);
    }

    /** As they are listed, but those that could not be reached a moment ago last: each attempt may take ten seconds. */
    private List<Origin> order() {
        Instant since = surroundings.now().minus(SILENT);
        return origins.stream()
                .sorted(Comparator.comparing(
                        origin -> silent.getOrDefault(origin, Instant.MIN).isAfter(since)))
                .toList();
    }

    /** One request to one gateway. */
    @FunctionalInterface
    private interface Exchange {
        GatewayAnswer with(Origin origin) throws IOException;
    }

    /** No gateway could be asked, or none gave an answer that decides anything. */
    public static final class Unreachable extends RuntimeException {
        private static final long serialVersionUID = 1;

        private final boolean mayHaveArrived;

        Unreachable(String message, boolean mayHaveArrived) {
            super(message);
            this.mayHaveArrived = mayHaveArrived;
        }

        /** Whether one of them may have acted all the same. */
        boolean mayHaveArrived() {
            return mayHaveArrived;
        }
    }
}
