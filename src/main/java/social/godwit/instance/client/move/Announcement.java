package social.godwit.instance.client.move;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.request.PreparedRequest;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Views;

/**
 * Says one thing to many inboxes with the key of a home: every request is signed here, one for each inbox, and sent by the gateway,
 * which never sees the key.
 */
public final class Announcement {
    /** As many requests as a gateway takes at once. */
    private static final int PAGE = 500;

    private final Owner owner;
    private final String keyId;
    private final RsaKeyPair key;
    private final String activity;

    /**
     * An announcement.
     *
     * @param keyId the id of the key, as the receiving servers know it
     * @param activity what is said, as text: the same bytes to everybody
     */
    public Announcement(Owner owner, String keyId, RsaKeyPair key, String activity) {
        this.owner = owner;
        this.keyId = keyId;
        this.key = key;
        this.activity = activity;
    }

    /** How many inboxes have taken it, have refused it for good, wait to be asked again, and have not been asked while they could be. */
    public record Standing(long taken, long refused, long waiting, long untried, long expired, List<Inbox> open) {
        public Standing {
            open = List.copyOf(open);
        }

        /** Whether the first round is over: whoever answers has answered. */
        public boolean settled() {
            return untried == 0;
        }
    }

    /** An inbox that has not taken it, and why. */
    public record Inbox(String url, String state, String problem) {}

    /**
     * Signs for these inboxes, page by page, and hands the requests to the gateway. Repeating it is harmless: an inbox that has taken the
     * activity does not get it again.
     *
     * @param after the id of an activity that has to reach a server first; empty: none
     */
    public void hand(List<String> inboxes, String after, Consumer<Integer> progress) {
        byte[] body = activity.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < inboxes.size(); from += PAGE) {
            List<String> page = inboxes.subList(from, Math.min(inboxes.size(), from + PAGE));
            List<Json> requests = new ArrayList<>();
            for (String inbox : page) requests.add(signed(inbox, body));
            var json = JsonObject.builder().put("activity", activity).put("requests", requests);
            if (!after.isEmpty()) json.put("after", after);
            owner.gateways()
                    .post("/client/v1/" + owner.did() + "/relay", "application/json", Jcs.bytes(json.build()))
                    .orRefuse("Handing over what the servers of your followers are told");
            progress.accept(from + page.size());
        }
    }

    private JsonObject signed(String inbox, byte[] body) {
        PreparedRequest request = PreparedRequest.sign(
                URI.create(inbox),
                body,
                keyId,
                key,
                owner.surroundings().clock().instant());
        return JsonObject.builder()
                .put("inbox", request.inbox())
                .put("date", request.date())
                .put("signature", request.signature())
                .build();
    }

    /** How far the activity with this id has come at the owner's first gateway that answers. */
    public static Standing standing(Owner owner, String id) {
        JsonObject json = new Views(owner).page("relay", Map.of("id", id));
        List<Inbox> open = new ArrayList<>();
        long untried = 0;
        for (Json item : json.list("open"))
            if (item instanceof JsonObject inbox) {
                String state = inbox.string("state").orElse("");
                if (state.equals("waiting") && Journey.number(inbox, "attempts") == 0) untried++;
                open.add(new Inbox(
                        inbox.string("inbox").orElse(""),
                        state,
                        inbox.string("problem").orElse("")));
            }
        return new Standing(
                Journey.number(json, "taken"),
                Journey.number(json, "refused"),
                Journey.number(json, "waiting"),
                untried,
                Journey.number(json, "expired"),
                open);
    }

    /** Of these inboxes, those whose signature has grown too old. */
    static List<String> expired(Standing standing, List<String> inboxes) {
        Set<String> expired = new HashSet<>();
        for (Inbox inbox : standing.open()) if (inbox.state().equals("expired")) expired.add(inbox.url());
        return inboxes.stream().filter(expired::contains).toList();
    }
}
