package social.godwit.instance.client.move;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Views;
import social.godwit.instance.client.backup.BackupItem;
import social.godwit.instance.client.backup.BackupReader;

/**
 * The followers as they were before the move. Whoever follows by another Follow afterwards has moved along.
 *
 * @param all each follower once
 */
public record FollowerList(List<One> all) {
    private static final String FILE = "move-followers.json";
    private static final int PAGE = 1_000;

    public FollowerList {
        all = List.copyOf(all);
    }

    /**
     * A follower.
     *
     * @param actor the id
     * @param follow the id of the Follow
     * @param inbox where the server is told: its shared inbox, or the follower's own
     */
    public record One(String actor, String follow, String inbox) {
        /** Whether the follower's server knows portable accounts: it follows the account itself, whatever its home. */
        public boolean portable() {
            return PortableId.claims(actor);
        }

        /** The follower's server; empty when no inbox is known. */
        public Optional<Origin> origin() {
            return Origin.ofUrl(inbox);
        }

        /** Its name, with the port where that is not the usual one. */
        public String host() {
            return origin().map(Origin::authority).orElse(inbox);
        }
    }

    /** The followers that the owner's gateways know of. */
    public static FollowerList ask(Owner owner) {
        return ask(new Views(owner));
    }

    /** The followers that these views show. */
    static FollowerList ask(Views views) {
        Map<String, One> found = new LinkedHashMap<>();
        Map<String, String> from = new LinkedHashMap<>(Map.of("limit", Integer.toString(PAGE), "plain", "1"));
        while (true) {
            JsonObject page = views.page("followers", from);
            for (Json item : page.list("orderedItems"))
                if (item instanceof JsonObject follow)
                    read(follow).ifPresent(one -> found.putIfAbsent(one.actor(), one));
            Optional<String> next = page.string("next").flatMap(Views::markOf);
            if (next.isEmpty() || next.equals(Optional.ofNullable(from.get("before"))))
                return new FollowerList(List.copyOf(found.values()));
            from.put("before", next.get());
        }
    }

    private static Optional<One> read(JsonObject follow) {
        String inbox = follow.string("sharedInbox")
                .filter(it -> !it.isEmpty())
                .or(() -> follow.string("inbox"))
                .orElse("");
        return follow.id("actor")
                .map(actor -> new One(actor, follow.string("id").orElse(""), inbox));
    }

    /** The followers that a backup knows of; reads it to its end. */
    public static FollowerList of(BackupReader backup) {
        List<One> all = new ArrayList<>();
        for (Optional<BackupItem> item = backup.next(); item.isPresent(); item = backup.next())
            if (item.get() instanceof BackupItem.Follower follower)
                all.add(new One(
                        follower.actor(),
                        follower.follow(),
                        follower.sharedInbox().isEmpty() ? follower.inbox() : follower.sharedInbox()));
        return new FollowerList(all);
    }

    /** These, and those of {@code others} who are not among them. */
    FollowerList and(FollowerList others) {
        Map<String, One> found = new LinkedHashMap<>();
        for (One one : all) found.put(one.actor(), one);
        for (One one : others.all) found.putIfAbsent(one.actor(), one);
        return new FollowerList(List.copyOf(found.values()));
    }

    /** The ids of those who are not among {@code known}. */
    Set<String> strangersTo(FollowerList known) {
        Set<String> strangers = new LinkedHashSet<>();
        for (One one : all) strangers.add(one.actor());
        for (One one : known.all) strangers.remove(one.actor());
        return strangers;
    }

    /** The inboxes of all servers that have to be told by a Move, each once. */
    public List<String> inboxes() {
        Set<String> inboxes = new LinkedHashSet<>();
        for (One one : all) if (!one.portable() && !one.inbox().isEmpty()) inboxes.add(one.inbox());
        return List.copyOf(inboxes);
    }

    /** Of each server that knows portable accounts, one follower: what concerns several of them, it needs to be told once. */
    List<String> portableHosts() {
        Map<String, String> hosts = new LinkedHashMap<>();
        for (One one : all) if (one.portable()) hosts.putIfAbsent(one.host(), one.actor());
        return List.copyOf(hosts.values());
    }

    /** How many there are on each server. */
    public Map<String, Long> byHost() {
        Map<String, Long> hosts = new LinkedHashMap<>();
        for (One one : all) hosts.merge(one.host(), 1L, Long::sum);
        return hosts;
    }

    /** Of these followers, those who have come along, as {@code now} shows. */
    public List<One> arrived(FollowerList now) {
        Map<String, String> follows = new LinkedHashMap<>();
        for (One one : now.all) follows.put(one.actor(), one.follow());
        List<One> arrived = new ArrayList<>();
        for (One one : all)
            if (one.portable() || !one.follow().equals(follows.getOrDefault(one.actor(), one.follow())))
                arrived.add(one);
        return arrived;
    }

    void save(Owner owner) {
        List<Json> items = new ArrayList<>();
        for (One one : all)
            items.add(JsonObject.builder()
                    .put("actor", one.actor())
                    .put("follow", one.follow())
                    .put("inbox", one.inbox())
                    .build());
        owner.home()
                .write(
                        FILE,
                        Jcs.bytes(JsonObject.builder().put("followers", items).build()));
    }

    /** The list that was written down; empty when there is none. */
    public static FollowerList saved(Owner owner) {
        List<One> all = new ArrayList<>();
        owner.home().read(FILE).flatMap(Answers::json).ifPresent(json -> {
            for (Json item : json.list("followers"))
                if (item instanceof JsonObject one)
                    all.add(new One(
                            one.string("actor").orElse(""),
                            one.string("follow").orElse(""),
                            one.string("inbox").orElse("")));
        });
        return new FollowerList(all);
    }
}
