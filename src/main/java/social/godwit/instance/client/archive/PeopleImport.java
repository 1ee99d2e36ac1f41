package social.godwit.instance.client.archive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.People;
import social.godwit.instance.client.PeopleLists;
import social.godwit.instance.client.Views;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.TimeId;

/**
 * Brings along whom the owner follows, blocks and mutes, which servers, the lists and the bookmarks. Follows are asked for anew,
 * as fast as the gateway looks people up; all else is known to the owner and the own gateways only. Who cannot be found is
 * told, and does not keep the others away.
 */
final class PeopleImport {
    private static final int PAGES_MAX = 500;

    private final Owner owner;
    private final ImportLedger ledger;
    private final ImportBatches batches;
    private final Tally tally;

    PeopleImport(Owner owner, ImportLedger ledger, ImportBatches batches, Tally tally) {
        this.owner = owner;
        this.ledger = ledger;
        this.batches = batches;
        this.tally = tally;
    }

    /** Brings a list along. */
    void run(CsvList list) {
        switch (list.part()) {
            case FOLLOWS -> follow(list);
            case BLOCKS -> each(list, "blocks", who -> new People(owner).block(who));
            case MUTES -> each(list, "mutes", who -> new People(owner).mute(who));
            case DOMAINS -> each(list, "domains", host -> new People(owner).blockDomain(host));
            case LISTS -> lists(list);
            case BOOKMARKS -> bookmarks(list.rows().stream().map(List::getFirst).toList(), id -> Optional.empty());
            case POSTS, PROFILE -> throw new IllegalArgumentException("no list of people: " + list.part());
        }
    }

    /** What the owner does with one line. */
    private interface Deed {
        void with(String address);
    }

    private void each(CsvList list, String counter, Deed deed) {
        for (List<String> row : list.rows())
            if (row.size() > list.account()) once(counter, row.get(list.account()), deed);
    }

    private void once(String counter, String value, Deed deed) {
        String address = value.startsWith("@") ? value.substring(1) : value;
        if (address.isEmpty()) return;
        TimeId name = ImportName.of(counter + ":" + address.toLowerCase(Locale.ROOT));
        if (ledger.has(name)) {
            tally.count("already");
            return;
        }
        try {
            deed.with(address);
        } catch (ClientProblem problem) {
            boolean passing = owner.home().state().waiting().isPresent() || problem.getCause() != null;
            if (passing) throw problem;
            tally.problem(address + ": " + problem.what());
            return;
        }
        ledger.add(List.of(name));
        tally.count(counter);
    }

    private void follow(CsvList list) {
        Set<String> known = new HashSet<>();
        for (String view : List.of("following", "pending"))
            all(view)
                    .forEach(person -> person.string("handle")
                            .map(handle -> handle.toLowerCase(Locale.ROOT))
                            .ifPresent(known::add));
        each(list, "follows", who -> {
            if (!known.contains(who.toLowerCase(Locale.ROOT))) new People(owner).follow(who);
        });
    }

    private List<JsonObject> all(String view) {
        List<JsonObject> all = new ArrayList<>();
        Views views = new Views(owner);
        Optional<String> before = Optional.of("");
        for (int page = 0; page < PAGES_MAX && before.isPresent(); page++) {
            JsonObject shown = views.page(
                    view,
                    before.get().isEmpty() ? Map.of("limit", "80") : Map.of("limit", "80", "before", before.get()));
            for (Json item : shown.list("orderedItems")) if (item instanceof JsonObject one) all.add(one);
            before = shown.string("next").flatMap(Views::markOf);
        }
        return all;
    }

    private void lists(CsvList list) {
        PeopleLists lists = new PeopleLists(owner);
        Set<String> titles = new HashSet<>();
        new Views(owner).page("lists", Map.of()).list("orderedItems").forEach(item -> {
            if (item instanceof JsonObject one) one.string("name").ifPresent(titles::add);
        });
        for (List<String> row : list.rows()) {
            if (row.size() <= list.account() || row.getFirst().isEmpty()) continue;
            String title = row.getFirst();
            once("lists", title + " " + row.get(list.account()), both -> {
                if (titles.add(title)) lists.create(title);
                lists.change(title, row.get(list.account()), true);
            });
        }
    }

    /**
     * Keeps bookmarks, by the ids of the posts.
     *
     * @param ours the id here of an old post that was brought along
     */
    void bookmarks(List<String> ids, java.util.function.Function<String, Optional<String>> ours) {
        for (String id : ids) {
            if (!id.startsWith("https://") && !id.startsWith("http://")) {
                tally.problem(id + " is not the address of a post");
                continue;
            }
            TimeId name = ImportName.of("bookmarks:" + id);
            if (ledger.has(name)) tally.count("already");
            else
                batches.add(new ImportBatches.Entry(
                        name,
                        owner.sign(Activities.add(
                                owner.ids(),
                                name,
                                ours.apply(id).orElse(id),
                                owner.ids().ofActor("bookmarks"))),
                        "bookmarks",
                        owner.ids().activity(name)));
        }
        batches.flush();
    }
}
