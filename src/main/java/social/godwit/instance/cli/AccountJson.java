package social.godwit.instance.cli;

import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.document.ActorDocument;

/** An account for scripts. */
final class AccountJson {
    private AccountJson() {}

    static JsonObject of(Owner owner, JsonObject actor) {
        return JsonObject.builder()
                .put("did", owner.did().toString())
                .put("handle", owner.ids().handle())
                .put("actor", owner.ids().actor())
                .put("gateways", actor.ids("gateways"))
                .put("name", actor.string("name").orElse(""))
                .put("locked", isTrue(actor, "manuallyApprovesFollowers"))
                .put("sequence", ActorDocument.sequence(actor))
                .put("document", actor)
                .build();
    }

    static boolean isTrue(JsonObject actor, String member) {
        return actor.get(member) instanceof JsonBoolean flag && flag.value();
    }
}
