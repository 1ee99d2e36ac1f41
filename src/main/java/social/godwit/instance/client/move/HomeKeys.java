package social.godwit.instance.client.move;

import java.io.IOException;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.RsaCopies;
import social.godwit.instance.client.document.Ids;

/** The pairs that homes sign requests with: from the owner's copies, or asked of a home that lives. */
public final class HomeKeys {
    private final Owner owner;
    private final RsaCopies copies;

    /** The copies of {@code owner}. */
    public HomeKeys(Owner owner) {
        this.owner = owner;
        this.copies = new RsaCopies(owner.home(), owner.keys());
    }

    /**
     * The pair whose public half is {@code listed}: from this folder, or else from the home if it may be asked; nothing when nobody has a
     * copy. A copy from the home is kept.
     */
    public Optional<RsaKeyPair> of(Origin home, RsaPublicKey listed, boolean mayAsk) {
        return copies.all().stream()
                .map(RsaCopies.Copy::pair)
                .filter(pair -> pair.publicKey().equals(listed))
                .findFirst()
                .or(() -> mayAsk ? asked(home).filter(pair -> pair.publicKey().equals(listed)) : Optional.empty());
    }

    /** The pair that a gateway has for the account, asked for now, checked and kept. */
    public RsaKeyPair ofNew(Origin gateway) {
        return asked(gateway)
                .orElseThrow(
                        () -> new ClientProblem(
                                gateway + " gives you no copy of the key that it would sign with for you.",
                                "Without it you could not leave that server once it is gone. Choose another, or tell its operator."));
    }

    private Optional<RsaKeyPair> asked(Origin home) {
        try {
            GatewayAnswer answer =
                    owner.gateways().getAt(home, "/client/v1/" + owner.did() + "/key", "application/json");
            JsonObject told =
                    answer.isSuccess() ? Answers.json(answer.body()).orElse(JsonObject.empty()) : JsonObject.empty();
            String sealed = told.string("sealedPrivateKey").orElse("");
            Optional<RsaKeyPair> pair = copies.opened(sealed)
                    .filter(opened -> told.string("publicKeyMultibase")
                            .filter(opened.publicKey().multibase()::equals)
                            .isPresent());
            pair.ifPresent(opened -> copies.keep(
                    new Ids(owner.did(), home, owner.home().state().username()).actor() + "#"
                            + opened.publicKey().fragment(),
                    sealed));
            return pair;
        } catch (IOException e) {
            owner.surroundings().notices().accept(home + " cannot be reached (" + GatewayConnection.reason(e) + ").");
            return Optional.empty();
        }
    }
}
