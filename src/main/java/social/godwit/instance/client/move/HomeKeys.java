package social.godwit.instance.client.move;

import java.io.IOException;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SealedBox;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;

/**
 * The owner's copies of the keys that homes sign requests with. Each is a file of the owner's folder, sealed to the account's own key,
 * as the home gave it.
 */
public final class HomeKeys {
    private static final String PURPOSE = "godwit account rsa key";
    /** What a registration keeps. */
    private static final String FIRST = "home-key.json";

    private final Owner owner;

    /** The copies of {@code owner}. */
    public HomeKeys(Owner owner) {
        this.owner = owner;
    }

    /** The name of the file that holds the copy of a home's key. */
    public static String file(Origin home) {
        return "home-key-" + home.authority().replace(':', '_') + ".json";
    }

    /**
     * The pair whose public half is {@code listed}: from this folder, or else from the home if it may be asked; nothing when nobody has a
     * copy. A copy from the home is kept.
     */
    public Optional<RsaKeyPair> of(Origin home, RsaPublicKey listed, boolean mayAsk) {
        return kept(file(home), listed)
                .or(() -> kept(FIRST, listed))
                .or(() -> mayAsk ? asked(home).filter(pair -> pair.publicKey().equals(listed)) : Optional.empty());
    }

    /** The pair that a gateway has for the account, asked for now, checked and kept. */
    public RsaKeyPair ofNew(Origin gateway) {
        return asked(gateway)
                .orElseThrow(() -> new ClientProblem(
                        gateway + " gives you no copy of the key that it would sign with for you.",
                        "Without it you could not leave that server once it is gone. Choose another, or tell its operator."));
    }

    private Optional<RsaKeyPair> kept(String file, RsaPublicKey listed) {
        return owner.home()
                .read(file)
                .flatMap(Answers::json)
                .flatMap(this::opened)
                .filter(pair -> pair.publicKey().equals(listed));
    }

    private Optional<RsaKeyPair> asked(Origin home) {
        try {
            GatewayAnswer answer =
                    owner.gateways().getAt(home, "/client/v1/" + owner.did() + "/key", "application/json");
            Optional<JsonObject> json = answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
            Optional<RsaKeyPair> pair = json.flatMap(this::opened)
                    .filter(opened -> json.flatMap(it -> it.string("publicKeyMultibase"))
                            .filter(opened.publicKey().multibase()::equals)
                            .isPresent());
            pair.ifPresent(opened -> owner.home().write(file(home), Jcs.bytes(asFile(json.get()))));
            return pair;
        } catch (IOException e) {
            owner.surroundings()
                    .notices()
                    .accept(home + " cannot be reached (" + GatewayConnection.reason(e) + ").");
            return Optional.empty();
        }
    }

    /** In the form of the answer to a registration. */
    private static JsonObject asFile(JsonObject answer) {
        return JsonObject.builder()
                .put(
                        "assertionMethod",
                        java.util.List.<Json>of(JsonObject.builder()
                                .put("type", "Multikey")
                                .put("publicKeyMultibase", answer.string("publicKeyMultibase").orElse(""))
                                .build()))
                .put("sealedPrivateKey", answer.string("sealedPrivateKey").orElse(""))
                .build();
    }

    private Optional<RsaKeyPair> opened(JsonObject copy) {
        return copy.string("sealedPrivateKey")
                .flatMap(Multibase::decode)
                .flatMap(box -> SealedBox.open(box, owner.keys().authority(), PURPOSE))
                .flatMap(RsaKeyPair::fromPkcs8);
    }
}
