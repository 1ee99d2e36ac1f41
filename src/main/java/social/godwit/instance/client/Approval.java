package social.godwit.instance.client;

import java.io.IOException;
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
import social.godwit.identity.json.JsonString;
import social.godwit.identity.keylog.KeyLogEntry;

/**
 * Lets a browser that waits at one of the account's servers sign in without a passphrase. The browser shows a code of its own key; only
 * the key with the code that the owner typed is let in, whatever the server says, and only it can open what is sealed to it.
 */
public final class Approval {
    private static final String NAME = "godwit approval\0";
    private static final String LETTERS = "234567abcdefghijklmnopqrstuvwxyz";
    private static final int LENGTH = 12;

    private final Owner owner;

    /** By the word of {@code owner}. */
    public Approval(Owner owner) {
        this.owner = owner;
    }

    /** What a device shows for itself, 60 bits of a hash of both keys, as {@code abcd-efgh-jklm}. */
    public static String code(Did account, Did device) {
        byte[] hash = Sha256.of((NAME + account + "\0" + device).getBytes(StandardCharsets.UTF_8))
                .bytes();
        var code = new StringBuilder();
        for (int i = 0; i < LENGTH; i++) {
            if (i > 0 && i % 4 == 0) code.append('-');
            int bits = 0;
            for (int bit = 5 * i; bit < 5 * i + 5; bit++) bits = (bits << 1) | ((hash[bit / 8] >> (7 - bit % 8)) & 1);
            code.append(LETTERS.charAt(bits));
        }
        return code.toString();
    }

    /** Lets in the device with this code, wherever among the account's servers it waits; returns it. */
    public Did approve(String typed) {
        String code = letters(typed);
        for (Origin gateway : owner.gateways().origins()) {
            Optional<Did> device = waiting(gateway).stream()
                    .filter(one -> letters(code(owner.did(), one)).equals(code))
                    .findFirst();
            if (device.isPresent()) return letIn(device.get(), gateway, owner.at(gateway));
        }
        throw new ClientProblem(
                "No device with this code waits for you.",
                "Compare the code, or begin anew there: it waits for ten minutes.");
    }

    private List<Did> waiting(Origin gateway) {
        try {
            GatewayAnswer answer = owner.gateways().getAt(gateway, path(), "application/json");
            return answer.isSuccess()
                    ? Answers.json(answer.body()).map(json -> json.list("waiting")).orElse(List.of()).stream()
                            .filter(JsonString.class::isInstance)
                            .flatMap(text -> Did.parse(((JsonString) text).value()).stream())
                            .toList()
                    : List.of();
        } catch (IOException e) {
            owner.surroundings()
                    .notices()
                    .accept(gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").");
            return List.of();
        }
    }

    private Did letIn(Did device, Origin gateway, Owner there) {
        var addition = new KeyLogEntry.DeviceAddition(owner.did(), owner.keys().genesis(), device);
        new Publisher(there)
                .publish(
                        List.of(addition.sign(
                                owner.keys().authority(), owner.surroundings().now())),
                        Publisher.Facts.NONE);
        byte[] sealed = BagContent.of(owner.keys(), List.of())
                .sealedFor(device, owner.surroundings().randomness());
        byte[] body = Jcs.bytes(JsonObject.builder()
                .put("device", device.toString())
                .put("sealed", Base64.getEncoder().encodeToString(sealed))
                .build());
        Answers.expectSuccess(
                there.gateways().post(path(), "application/json", body).answer(), gateway, "Letting the device in");
        return device;
    }

    private String path() {
        return "/client/v1/" + owner.did() + "/approvals";
    }

    private static String letters(String code) {
        return code.toLowerCase(Locale.ROOT).replaceAll("[^2-7a-z]", "");
    }
}
