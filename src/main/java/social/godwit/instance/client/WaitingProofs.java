package social.godwit.instance.client;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;

/**
 * Signs what the account's gateways could not: answers to followers whose servers insist on the owner's own word. Nothing
 * that a gateway made is signed: the answer is derived here from the stranger's Follow, whose proof is checked first.
 */
public final class WaitingProofs {
    private static final int MOST_AT_ONCE = 200;

    private final Owner owner;

    /** The waiting proofs of {@code owner}. */
    public WaitingProofs(Owner owner) {
        this.owner = owner;
    }

    /**
     * Signs and publishes all that waits and may be signed; says how many. An account that decides on every follower
     * signs nothing by itself: there, accepting is the owner's command.
     */
    public int sign() {
        Gateways.From from = new Views(owner).ask("unsigned", Map.of());
        if (!from.answer().isSuccess()) return 0;
        List<Json> waiting = Answers.json(from.answer().body())
                .map(page -> page.list("orderedItems"))
                .orElse(List.of());
        if (waiting.isEmpty()) return 0;
        if (new Profile(owner).newest().document().get("manuallyApprovesFollowers") instanceof JsonBoolean locked
                && locked.value()) return 0;
        List<JsonObject> answers = new ArrayList<>();
        Set<String> done = new LinkedHashSet<>();
        for (Json item : waiting) {
            if (answers.size() >= MOST_AT_ONCE) break;
            if (item instanceof JsonObject follow
                    && isFollowOfUs(follow)
                    && done.add(follow.string("id").orElse("")))
                answers.add(owner.sign(Activities.accept(
                        owner.ids(),
                        follow.string("id").orElseThrow(),
                        follow.id("actor").orElseThrow())));
        }
        return answers.isEmpty() || !published(answers) ? 0 : answers.size();
    }

    /** A gateway that has not heard yet that an answer was signed already refuses it: nothing is lost by that. */
    private boolean published(List<JsonObject> answers) {
        try {
            new Publisher(owner).publishOrConflict(answers, Facts.NONE);
            return true;
        } catch (Publisher.Conflict known) {
            return false;
        }
    }

    private boolean isFollowOfUs(JsonObject follow) {
        return follow.string("type").filter("Follow"::equals).isPresent()
                && follow.id("object")
                        .filter(object -> People.sameActor(object, owner.ids().actor()))
                        .isPresent()
                && PortableDocument.read(
                                Jcs.bytes(follow), owner.surroundings().clock().instant())
                        instanceof DocumentVerdict.Admissible;
    }
}
