package social.godwit.activitypub.oldaddress;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.activitypub.account.Account;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * What followers get, said once more under the ids that the account had before. The owner's proofs are left out: they are of other bytes,
 * and who is told this goes by the signature of the request. Pure.
 */
public final class OldSpelling {
    /** What becomes of posts. Never what concerns the account itself: its old address has nothing to say but that it has moved. */
    private static final Set<String> TYPES = Set.of("Create", "Update", "Delete", "Announce", "Undo");

    private static final Set<String> CHANGES = Set.of("Update", "Delete");

    /** Members that name places where bytes lie and people are led to, not ids. */
    private static final Set<String> PLACES = Set.of("url", "attachment", "icon", "image");

    private OldSpelling() {}

    /** Whether it changes what servers have already, perhaps under an old id. */
    public static boolean isChange(JsonObject activity) {
        return CHANGES.contains(activity.string("type").orElse(""));
    }

    /**
     * The activity as it is said under ids of {@code old}; empty when it is nothing that all followers, or everybody, get, or concerns the
     * account itself.
     */
    public static Optional<byte[]> of(JsonObject activity, Account account, Origin old) {
        boolean ofPosts = TYPES.contains(activity.string("type").orElse(""))
                && isActor(activity.id("actor"), account)
                && !isActor(activity.id("object"), account)
                && isForFollowers(activity, account);
        return ofPosts
                ? Optional.of(Jcs.bytes(respelt(activity, root(account, account.homeOrigin()), root(account, old))))
                : Optional.empty();
    }

    private static boolean isActor(Optional<String> id, Account account) {
        return id.flatMap(PortableId::parse).filter(account.actor()::equals).isPresent();
    }

    private static boolean isForFollowers(JsonObject activity, Account account) {
        Optional<PortableId> followers = account.paths().followers().map(path -> PortableId.of(account.did(), path));
        return Stream.of("to", "cc")
                .flatMap(member -> activity.ids(member).stream())
                .anyMatch(id -> Visibility.PUBLIC_COLLECTION.contains(id)
                        || (followers.isPresent() && followers.equals(PortableId.parse(id))));
    }

    private static String root(Account account, Origin origin) {
        return origin + PortableId.GATEWAY_PATH + account.did() + "/";
    }

    private static Json respelt(JsonObject activity, String from, String to) {
        return Json.withStrings(
                activity,
                PLACES,
                Set.of("proof"),
                text -> text.startsWith(from) ? to + text.substring(from.length()) : text);
    }
}
