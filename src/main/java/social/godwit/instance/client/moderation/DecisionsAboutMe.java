package social.godwit.instance.client.moderation;

import java.util.List;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;

/** What moderators of the account's servers decided about it, and how to disagree. */
public final class DecisionsAboutMe {
    private final Owner owner;

    /** The decisions about {@code owner}. */
    public DecisionsAboutMe(Owner owner) {
        this.owner = owner;
    }

    /** All of them at the first server that answers, the newest first, each with its statement of reasons. */
    public List<JsonObject> all() {
        Gateways.From from =
                owner.gateways().get(path("decisions"), "application/json").orRefuse("Reading decisions");
        return Answers.object(from.answer(), from.gateway()).list("decisions").stream()
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }

    /** Appeals against a decision, by its id. */
    public void appeal(String decision, String text) {
        JsonObject appeal =
                JsonObject.builder().put("decision", decision).put("text", text).build();
        owner.gateways()
                .post(path("appeals"), "application/json", Jcs.bytes(appeal))
                .orRefuse("The appeal");
    }

    private String path(String what) {
        return "/moderation/v1/accounts/" + owner.did() + "/" + what;
    }
}
