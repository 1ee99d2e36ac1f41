package social.godwit.instance.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.DerivedId;

/**
 * What the owner says when somebody has moved whom they follow, block or mute: follows the new address, leaves the old one, and
 * keeps them on the same lists; or blocks or mutes the new address as well. The gateway has checked who signed the Move, or has seen
 * {@code movedTo} itself. Checked here: that the owner follows, blocks or mutes the old address by a document of their own, and that
 * the new actor, asked for now, names the old one and has not itself moved on.
 */
final class FollowedMoves {
    private static final int MOST_LISTS = 50;
    private static final int MOST_PAGES = 20;

    private final Owner owner;
    private final OwnActivities own;

    FollowedMoves(Owner owner) {
        this.owner = owner;
        this.own = new OwnActivities(owner);
    }

    /** Signed documents, and what this device keeps in mind with them. */
    record Answer(List<JsonObject> signed, Publisher.Facts facts) {}

    /**
     * The answer to a Move, said by the old actor or by the new one (FEP-7628); empty when there is none to be given.
     *
     * @param move with the type of the wanted answer as {@code answer}
     */
    Optional<Answer> answer(JsonObject move) {
        Optional<String> id = move.string("id");
        Optional<String> old = move.id("object");
        Optional<String> target = move.id("target");
        if (id.isEmpty()
                || old.isEmpty()
                || target.isEmpty()
                || People.sameActor(old.get(), target.get())
                || People.sameActor(target.get(), owner.ids().actor())) return Optional.empty();
        return switch (move.string("answer").orElse("Follow")) {
            case "Follow" -> follow(id.get(), old.get(), target.get());
            case "Block" -> alsoShun("Block", DerivedId.BLOCK, "block:", id.get(), old.get(), target.get());
            case "Ignore" -> alsoShun("Ignore", DerivedId.MUTE, "mute:", id.get(), old.get(), target.get());
            default -> Optional.empty();
        };
    }

    private Optional<Answer> follow(String move, String old, String target) {
        Optional<JsonObject> standing = own.find("follow:" + old, "Follow", old);
        if (standing.isEmpty() || !names(target, old)) return Optional.empty();
        List<JsonObject> signed = new ArrayList<>();
        Map<String, String> remember = new LinkedHashMap<>();
        if (own.find("follow:" + target, "Follow", target).isEmpty()) {
            JsonObject follow = owner.sign(Activities.afterMove(owner.ids(), "Follow", DerivedId.FOLLOW, move, target));
            signed.add(follow);
            remember.put("follow:" + target, follow.string("id").orElseThrow());
        }
        signed.add(owner.sign(Activities.undo(owner.ids(), owner.newName(), standing.get())));
        signed.addAll(onLists(old, target));
        return Optional.of(new Answer(signed, new Publisher.Facts(remember, List.of("follow:" + old))));
    }

    /** The old address stays blocked or muted, too. */
    private Optional<Answer> alsoShun(
            String type, DerivedId derived, String fact, String move, String old, String target) {
        if (own.find(fact + old, type, old).isEmpty() || !names(target, old)) return Optional.empty();
        JsonObject signed = owner.sign(Activities.afterMove(owner.ids(), type, derived, move, target));
        return Optional.of(new Answer(
                List.of(signed),
                Publisher.Facts.remember(fact + target, signed.string("id").orElseThrow())));
    }

    private boolean names(String target, String old) {
        Gateways.From from = new Views(owner).ask("resolve", Map.of("q", target, "fresh", "1"));
        if (!from.answer().isSuccess()) return false;
        return Answers.json(from.answer().body())
                .filter(actor -> actor.string("id")
                        .filter(id -> People.sameActor(id, target))
                        .isPresent())
                .filter(actor -> actor.id("movedTo").isEmpty())
                .filter(actor -> actor.ids("alsoKnownAs").stream().anyMatch(alias -> People.sameActor(alias, old)))
                .isPresent();
    }

    private List<JsonObject> onLists(String old, String target) {
        List<JsonObject> changes = new ArrayList<>();
        List<Json> lists = new Views(owner).page("lists", Map.of()).list("orderedItems");
        for (Json item : lists.subList(0, Math.min(MOST_LISTS, lists.size()))) {
            Optional<String> list = item instanceof JsonObject found ? found.string("id") : Optional.empty();
            if (list.isEmpty() || !stands(old, list.get())) continue;
            changes.add(owner.sign(Activities.add(owner.ids(), owner.newName(), target, list.get())));
            changes.add(owner.sign(Activities.remove(owner.ids(), owner.newName(), old, list.get())));
        }
        return changes;
    }

    private boolean stands(String actor, String list) {
        String before = "";
        for (int page = 0; page < MOST_PAGES; page++) {
            JsonObject shown = new Views(owner)
                    .page("list", before.isEmpty() ? Map.of("id", list) : Map.of("id", list, "before", before));
            for (Json item : shown.list("orderedItems"))
                if (item instanceof JsonObject member
                        && member.string("id")
                                .filter(id -> People.sameActor(id, actor))
                                .isPresent()) return true;
            Optional<String> next = shown.string("next").flatMap(Views::markOf);
            if (next.isEmpty()) return false;
            before = next.get();
        }
        return false;
    }
}
