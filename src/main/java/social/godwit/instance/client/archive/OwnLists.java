package social.godwit.instance.client.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Views;

/** Whom an owner follows, blocks and mutes, which servers, the lists and the bookmarks, as the files that Mastodon imports. */
final class OwnLists {
    private static final int PAGES_MAX = 5_000;

    private final Owner owner;
    private final Tally tally;

    OwnLists(Owner owner, Tally tally) {
        this.owner = owner;
        this.tally = tally;
    }

    /** Writes all six files; one that would be empty has its heading only, or nothing. */
    void write(ArchiveWriter archive, String folder) throws IOException {
        var follows = new StringBuilder("Account address,Show boosts,Notify on new posts,Languages\n");
        people("following", "follows", handle -> follows.append(Csv.row(handle, "true", "false", "")));
        add(archive, folder + "following_accounts.csv", follows);
        var mutes = new StringBuilder("Account address,Hide notifications\n");
        people("mutes", "mutes", handle -> mutes.append(Csv.row(handle, "true")));
        add(archive, folder + "muted_accounts.csv", mutes);
        var blocks = new StringBuilder();
        people("blocks", "blocks", handle -> blocks.append(Csv.row(handle)));
        add(archive, folder + "blocked_accounts.csv", blocks);
        var domains = new StringBuilder("#domain\n");
        each("blocked-domains", Map.of(), item -> {
            if (item instanceof JsonString host) {
                domains.append(Csv.row(host.value()));
                tally.count("domains");
            }
        });
        add(archive, folder + "blocked_domains.csv", domains);
        add(archive, folder + "lists.csv", lists());
        var bookmarks = new StringBuilder();
        bookmarks().forEach(id -> bookmarks.append(Csv.row(id)));
        add(archive, folder + "bookmarks.csv", bookmarks);
    }

    private StringBuilder lists() {
        var rows = new StringBuilder();
        List<JsonObject> lists = new ArrayList<>();
        each("lists", Map.of(), item -> {
            if (item instanceof JsonObject list) lists.add(list);
        });
        for (JsonObject list : lists)
            each("list", Map.of("id", list.string("id").orElse("")), item -> {
                if (item instanceof JsonObject person)
                    handle(person).ifPresent(handle -> {
                        rows.append(Csv.row(list.string("name").orElse(""), handle));
                        tally.count("lists");
                    });
            });
        return rows;
    }

    /** The ids of the posts that are bookmarked. */
    List<String> bookmarks() {
        List<String> ids = new ArrayList<>();
        each("bookmarks", Map.of(), item -> {
            if (item instanceof JsonObject post) post.string("id").ifPresent(ids::add);
        });
        return ids;
    }

    private void people(String view, String counter, Consumer<String> row) {
        each(view, Map.of(), item -> {
            if (!(item instanceof JsonObject person)) return;
            Optional<String> handle = handle(person);
            if (handle.isPresent()) {
                row.accept(handle.get());
                tally.count(counter);
            } else tally.problem(person.string("id").orElse("Somebody") + " has no address that is known here.");
        });
    }

    private static Optional<String> handle(JsonObject person) {
        return person.string("handle").map(handle -> handle.startsWith("@") ? handle.substring(1) : handle);
    }

    private void each(String view, Map<String, String> parameters, Consumer<Json> taker) {
        Views views = new Views(owner);
        Optional<String> before = Optional.of("");
        for (int page = 0; page < PAGES_MAX && before.isPresent(); page++) {
            Map<String, String> asked = new HashMap<>(parameters);
            asked.put("limit", "80");
            before.filter(mark -> !mark.isEmpty()).ifPresent(mark -> asked.put("before", mark));
            JsonObject shown = views.page(view, asked);
            shown.list("orderedItems").forEach(taker);
            before = shown.string("next").flatMap(Views::markOf);
        }
    }

    private static void add(ArchiveWriter archive, String name, StringBuilder text) throws IOException {
        archive.add(name, text.toString().getBytes(StandardCharsets.UTF_8));
    }
}
