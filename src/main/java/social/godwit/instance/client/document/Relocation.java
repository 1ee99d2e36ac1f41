package social.godwit.instance.client.document;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.document.ActorDocument.Change;

/**
 * The two versions of the actor document that change an account's home. Both are versions of one document: the farewell keeps the old
 * spelling and is what the old home goes on answering; the arrival has the new spelling and the higher number.
 */
public final class Relocation {
    /** Members that name places of the past, and stay as they are. */
    private static final Set<String> KEPT = Set.of("alsoKnownAs", "previous", "@context", "publicKeyMultibase");

    private Relocation() {}

    /**
     * The last version in the old spelling: it says where the account has gone, and still lists the key that told so. It names the address
     * that it leads to as its own no more, for a Move from there, said again by whoever kept it, would be believed.
     */
    public static Change farewell(Ids next, List<String> gateways, Map<String, String> keys) {
        return actor -> {
            List<String> aliases = new ArrayList<>(actor.ids("alsoKnownAs"));
            JsonObject left = aliases.remove(next.actor()) ? actor.with("alsoKnownAs", Json.strings(aliases)) : actor;
            return ActorDocument.gateways(gateways, keys).applyTo(left).with("movedTo", new JsonString(next.actor()));
        };
    }

    /**
     * The first version in the new spelling, made from the farewell.
     *
     * @param home the new home
     * @param keyId the id under which the new home's key is listed, the only one
     */
    public static Change arrival(Ids old, Ids next, ActorDocument.Gateway home, String keyId, RsaPublicKey key) {
        return farewell -> {
            JsonObject moved = (JsonObject) Json.withStrings(
                    farewell.without("movedTo").without("publicKey"),
                    KEPT,
                    Set.of(),
                    text -> Respelling.atNext(text, Map.of(old.home() + "/", next.home() + "/")));
            JsonObject named =
                    moved.string("webfinger").filter(old.handle()::equals).isPresent()
                            ? moved.with("webfinger", new JsonString(next.handle()))
                            : moved;
            JsonObject reachable = named.with(
                    "endpoints",
                    named.object("endpoints")
                            .orElse(JsonObject.empty())
                            .with("sharedInbox", new JsonString(home.sharedInbox())));
            return ActorDocument.homeKey(next, keyId, key)
                    .applyTo(reachable)
                    .with("alsoKnownAs", Json.strings(aliases(farewell, old, next)))
                    .with("gateways", Objects.requireNonNull(farewell.get("gateways")))
                    .with("gatewayKeys", Objects.requireNonNull(farewell.get("gatewayKeys")));
        };
    }

    private static List<String> aliases(JsonObject farewell, Ids old, Ids next) {
        List<String> aliases = new ArrayList<>(farewell.ids("alsoKnownAs"));
        aliases.remove(old.actor());
        aliases.remove(next.actor());
        aliases.addFirst(old.actor());
        return aliases;
    }
}
