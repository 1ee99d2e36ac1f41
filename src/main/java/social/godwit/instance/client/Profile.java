package social.godwit.instance.client;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.home.ClientState;

/**
 * The owner's actor document. A new version is only ever signed on top of the highest one that any gateway shows; when
 * another device was quicker, it is made again on top of that.
 */
public final class Profile {
    private static final int ATTEMPTS = 4;

    private final Owner owner;

    /** The profile of {@code owner}. */
    public Profile(Owner owner) {
        this.owner = owner;
    }

    /** A version of the actor document whose proof was checked. */
    public record Version(JsonObject document, Sha256 hash, java.time.Instant signed) {
        /** Its number. */
        public long sequence() {
            return ActorDocument.sequence(document);
        }
    }

    /** The newest version at any gateway that answers. */
    public Version newest() {
        Version newest = null;
        String lastFailure = "";
        for (Origin gateway : owner.gateways().origins()) {
            try {
                Optional<Version> version = at(gateway);
                if (version.isPresent() && (newest == null || newer(version.get(), newest))) newest = version.get();
            } catch (IOException e) {
                lastFailure = gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").";
            }
        }
        if (newest == null)
            throw new ClientProblem(
                    "None of your servers shows your profile. " + lastFailure, "Check the network and try again.");
        follow(newest.document());
        return newest;
    }

    /** Another device may have changed the gateways: from the next command on they are asked. */
    private void follow(JsonObject actor) {
        ClientState state = owner.home().state();
        List<String> gateways = actor.ids("gateways");
        Map<String, String> keys = ActorDocument.gatewayKeys(actor);
        if (!gateways.isEmpty() && !(gateways.equals(state.gateways()) && keys.equals(state.gatewayKeys())))
            owner.home().save(state.withAccount(state.username(), gateways, keys));
    }

    /** Publishes a new version with these changes, and returns it with the id of its Update. */
    public Published update(List<ActorDocument.Change> changes) {
        return update(changes, batch -> {});
    }

    /** As above; {@code signedBatch} gets the batch that is published, before anything leaves. */
    Published update(List<ActorDocument.Change> changes, Consumer<byte[]> signedBatch) {
        ClientProblem last = new ClientProblem("Your profile could not be changed.");
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Version newest = newest();
            JsonObject next = ActorDocument.next(newest.document(), newest.hash(), changes);
            JsonObject signed = owner.signAfter(next, newest.signed());
            JsonObject update = owner.sign(Activities.updateActor(
                    owner.ids(), owner.newName(), owner.surroundings().now(), signed));
            try {
                new Publisher(owner).publishOrConflict(List.of(update), Publisher.Facts.NONE, signedBatch);
                follow(signed);
                return new Published(signed, update.string("id").orElseThrow());
            } catch (Publisher.Conflict conflict) {
                last = conflict.problem();
            }
        }
        throw last;
    }

    /** The published version and the id of its Update. */
    public record Published(JsonObject actor, String activity) {}

    private Optional<Version> at(Origin gateway) throws IOException {
        GatewayAnswer answer =
                owner.gateways().getAt(gateway, Publisher.path(owner.ids().actor()), "application/activity+json");
        if (!answer.isSuccess()) return Optional.empty();
        Optional<Version> shown = read(answer.body());
        if (shown.isEmpty())
            owner.surroundings().notices().accept(gateway + " shows a profile that you did not sign. It was left out.");
        else if (shown.get().document().has("movedTo")) return Optional.of(beyond(gateway, shown.get()));
        return shown;
    }

    private Optional<Version> read(byte[] bytes) {
        return PortableDocument.read(bytes, owner.surroundings().clock().instant())
                                instanceof DocumentVerdict.Admissible(PortableDocument document)
                        && document.owner().equals(owner.did())
                        && document.json().has("inbox")
                ? Optional.of(new Version(document.json(), document.hash(), document.proofTime()))
                : Optional.empty();
    }

    /** A home that was left goes on showing what it was left with. What came after that, it tells the owner. */
    private Version beyond(Origin gateway, Version farewell) throws IOException {
        Optional<String> hash = told(gateway, "sequence").string("hash");
        if (hash.isEmpty()) return farewell;
        return told(gateway, "held?hash=" + hash.get())
                .string("document")
                .flatMap(text -> read(text.getBytes(StandardCharsets.UTF_8)))
                .filter(newest -> newer(newest, farewell))
                .orElse(farewell);
    }

    private JsonObject told(Origin gateway, String view) throws IOException {
        GatewayAnswer answer = owner.gateways()
                .getAt(
                        gateway,
                        "/client/v1/" + owner.did() + "/" + view,
                        "application/activity+json, application/json");
        return answer.isSuccess() ? Answers.json(answer.body()).orElse(JsonObject.empty()) : JsonObject.empty();
    }

    private static boolean newer(Version one, Version other) {
        if (one.sequence() != other.sequence()) return one.sequence() > other.sequence();
        return one.signed().isAfter(other.signed());
    }
}
