package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SealedBox;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.request.IdentityRequest;

/**
 * Lets a browser that waits at one of the account's servers sign in without a passphrase. The browser shows a code of its own key; only
 * the key with the code that the owner typed is let in, whatever the server says, and only it can open what is sealed to it.
 *
 * <p>A browser at another server gets no key of the account: it gets one signed request that signs it in there, and nowhere else.
 */
public final class Approval {
    private static final String NAME = "godwit approval\0";
    private static final String ELSEWHERE = "godwit sign-in elsewhere";
    private static final String LETTERS = "234567abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 12;

    private final Owner owner;

    /** By the word of {@code owner}. */
    public Approval(Owner owner) {
        this.owner = owner;
    }

    /**
     * A browser that waits.
     *
     * @param agent what it calls itself
     * @param elsewhere the other server at which it wants to be signed in; empty when it is to be a device of the account
     */
    public record Asking(Did device, String agent, Optional<Origin> elsewhere) {
        static Optional<Asking> of(JsonObject json) {
            Optional<Origin> elsewhere = json.string("elsewhere").flatMap(Origin::parse);
            return json.string("device")
                    .flatMap(Did::parse)
                    .filter(device -> json.has("elsewhere") == elsewhere.isPresent())
                    .map(device -> new Asking(device, json.string("agent").orElse(""), elsewhere));
        }
    }

    /** What a device shows for itself, 60 bits of a hash of both keys and of the other server, as {@code abcd-efgh-jklm}. */
    public static String code(Did account, Did device, Optional<Origin> elsewhere) {
        String asked = NAME + account + "\0" + device
                + elsewhere.map(origin -> "\0" + origin).orElse("");
        byte[] hash = Sha256.of(asked.getBytes(StandardCharsets.UTF_8)).bytes();
        var code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % 4 == 0) code.append('-');
            int bits = 0;
            for (int bit = 5 * i; bit < 5 * i + 5; bit++) bits = (bits << 1) | ((hash[bit / 8] >> (7 - bit % 8)) & 1);
            code.append(LETTERS.charAt(bits));
        }
        return code.toString();
    }

    /**
     * Lets in the device with this code, wherever among the account's servers it waits.
     *
     * @param at the other server that the person says is asking; without it nobody is signed in at another server
     */
    public Asking approve(String typed, Optional<Origin> at) {
        String code = letters(typed);
        for (Origin gateway : owner.gateways().origins()) {
            Optional<Asking> found = waiting(gateway).stream()
                    .filter(one -> letters(code(owner.did(), one.device(), one.elsewhere()))
                            .equals(code))
                    .findFirst();
            if (found.isPresent()) return approve(found.get(), at, gateway);
        }
        throw new ClientProblem(
                "No device with this code waits for you.",
                "Compare the code, or begin anew there: it waits for ten minutes.");
    }

    private Asking approve(Asking asking, Optional<Origin> at, Origin gateway) {
        if (!asking.elsewhere().equals(at)) throw another(asking);
        Owner there = owner.at(gateway);
        if (at.isPresent()) answer(asking.device(), pass(asking.device(), at.get()), gateway, there);
        else letIn(asking.device(), gateway, there);
        return asking;
    }

    private static ClientProblem another(Asking asking) {
        return asking.elsewhere()
                .map(origin -> new ClientProblem(
                        "This code is from a browser that wants to be signed in as you at " + origin
                                + ", which is none of your servers.",
                        "Only if that is the address on the page that shows you the code, run it again with: --at "
                                + origin))
                .orElseGet(
                        () -> new ClientProblem(
                                "This code is from a browser at your own server, not at another one.",
                                "Look at the address of the page that shows it. If that is your server, run it again without --at."));
    }

    private List<Asking> waiting(Origin gateway) {
        try {
            GatewayAnswer answer = owner.gateways().getAt(gateway, path(), "application/json");
            return answer.isSuccess()
                    ? Answers.json(answer.body()).map(json -> json.list("waiting")).orElse(List.of()).stream()
                            .filter(JsonObject.class::isInstance)
                            .flatMap(one -> Asking.of((JsonObject) one).stream())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            owner.surroundings()
                    .notices()
                    .accept(gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").");
            return List.of();
        }
    }

    /** The request that signs in at another server, signed by this device, for the browser that waits and nobody else to send. */
    private byte[] pass(Did device, Origin elsewhere) {
        var fields = JsonObject.builder();
        IdentityRequest.sign(
                        owner.keys().device(),
                        "POST",
                        URI.create(elsewhere + "/session?account=" + owner.did()),
                        Jcs.bytes(JsonObject.empty()),
                        owner.surroundings().now(),
                        owner.surroundings().randomness())
                .forEach(fields::put);
        return SealedBox.seal(
                Jcs.bytes(fields.build()),
                device.key(),
                ELSEWHERE,
                owner.surroundings().randomness());
    }

    private void letIn(Did device, Origin gateway, Owner there) {
        var addition = new KeyLogEntry.DeviceAddition(owner.did(), owner.keys().genesis(), device);
        new Publisher(there)
                .publish(
                        List.of(addition.sign(
                                owner.keys().authority(), owner.surroundings().now())),
                        Publisher.Facts.NONE);
        byte[] sealed = BagContent.of(owner.keys(), List.of())
                .sealedFor(device, owner.surroundings().randomness());
        answer(device, sealed, gateway, there);
    }

    private void answer(Did device, byte[] sealed, Origin gateway, Owner there) {
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("device", device.toString())
                .put("sealed", Base64.getEncoder().encodeToString(sealed))
                .build());
        Answers.expectSuccess(
                there.gateways().post(path(), "application/json", body).answer(), gateway, "Letting the browser in");
    }

    private String path() {
        return "/client/v1/" + owner.did() + "/approvals";
    }

    private static String letters(String code) {
        return code.toLowerCase(Locale.ROOT).replaceAll("[^2-7a-z]", "");
    }
}
