package social.godwit.instance.client.move;

import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;
import social.godwit.instance.client.Owner;

/**
 * What a move has done, signed by the device that did it, as a file of the owner's folder: {@code {type: "MoveReceipt", account, device,
 * door, from, to, object, target (actors), sequence (of the actor document), begun, switched, ended, followers, taken, refused, open
 * (inboxes)}}.
 */
final class MoveReceipt {
    private MoveReceipt() {}

    /** Signs and writes it; the name of the file. */
    static String write(
            Owner owner, Journey journey, FollowerList followers, Announcement.Standing standing, long sequence) {
        JsonObject map = JsonObject.builder()
                .put("type", MapPurpose.MOVE_RECEIPT.type())
                .put("account", owner.did().toString())
                .put("device", owner.keys().device().did().toString())
                .put("door", journey.text("door"))
                .put("from", journey.from().toString())
                .put("to", journey.to().toString())
                .put("object", journey.text("oldActor"))
                .put("target", journey.text("newActor"))
                .put("sequence", sequence)
                .put("begun", journey.text("begun"))
                .put("switched", journey.text("switched"))
                .put("ended", owner.surroundings().now().toString())
                .put("followers", followers.all().size())
                .put("taken", standing.taken())
                .put("refused", standing.refused())
                .put("open", standing.waiting() + standing.expired())
                .build();
        JsonObject signed =
                MapStatement.sign(MapPurpose.MOVE_RECEIPT, map, owner.keys().device());
        String file = "move-receipt-" + journey.text("begun").replaceAll("[^0-9TZ]", "") + ".json";
        owner.home().write(file, Jcs.bytes(signed));
        return file;
    }
}
