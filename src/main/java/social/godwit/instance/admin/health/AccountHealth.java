package social.godwit.instance.admin.health;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.json.JsonObject;

/**
 * How well an account at home here could go on without this server, as far as a server knows.
 *
 * @param did whose
 * @param name its name here
 * @param servers how many servers its owner lists, this one included
 * @param live how many of the others keep it in step and were heard of within a day
 * @param lacking how many of its documents and records the best of those does not have yet; 0 without any
 * @param posts posts and other objects of it that are kept here
 * @param followers who follows it
 * @param recovery whether its owner has set up a recovery key
 * @param keyBag whether its owner can sign in here with a passphrase, so that the account does not hang on one device
 * @param backup when its owner last proved a backup to work; empty for never
 * @param stuck servers that it still waits to tell of its move, and that did not take it three times or are not asked any more
 */
public record AccountHealth(
        String did,
        String name,
        int servers,
        int live,
        long lacking,
        long posts,
        long followers,
        boolean recovery,
        boolean keyBag,
        Optional<Instant> backup,
        int stuck) {
    /** What the death of this server would cost it: its posts, where nobody else has them. */
    public long lost() {
        return live == 0 ? posts : Math.min(posts, lacking);
    }

    /** Where it stands, the worst first. */
    public Standing standing() {
        if (live == 0) {
            return servers > 1 ? Standing.OTHERS_SILENT : Standing.ONLY_HERE;
        }
        return lacking > 0 ? Standing.BEHIND : Standing.SAFE;
    }

    /** How ready an account is. */
    public enum Standing {
        /** It lists no other server. */
        ONLY_HERE,
        /** It lists others, but none was heard of within a day. */
        OTHERS_SILENT,
        /** Another server does not have everything yet. */
        BEHIND,
        /** Another server has everything. */
        SAFE
    }

    /** As it is answered. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("did", did)
                .put("name", name)
                .put("standing", standing().name().toLowerCase(Locale.ROOT).replace('_', '-'))
                .put("servers", servers)
                .put("live", live)
                .put("lacking", lacking)
                .put("posts", posts)
                .put("lost", lost())
                .put("followers", followers)
                .put("recovery", recovery)
                .put("keyBag", keyBag)
                .putIfPresent("backup", backup.map(Instant::toString))
                .put("stuck", stuck)
                .build();
    }
}
