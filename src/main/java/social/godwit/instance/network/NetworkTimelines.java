package social.godwit.instance.network;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import social.godwit.activitypub.label.Readers;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.timeline.NetworkPosts;
import social.godwit.activitypub.view.Notes;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Ranking;
import social.godwit.network.host.Networks;
import social.godwit.network.view.Candidate;
import social.godwit.network.view.Held;
import social.godwit.network.view.NetworkView;
import social.godwit.network.view.Order;
import social.godwit.network.view.Reader;
import social.godwit.network.view.Standings;
import social.godwit.store.InTurn;
import social.godwit.store.label.LabelChoices;

/**
 * Pages of networks' views: the newest posts of members, and of those whom a reader follows, ordered and shaped by the network's
 * charter. An order by weights looks at the newest {@value #POOL} posts; by time one can go back further.
 */
@ApplicationScoped
public class NetworkTimelines {
    /** How many posts an order by weights looks at. */
    public static final int POOL = 400;

    /** How many posts that wait are shown at once. */
    private static final int WAITING_MAX = 40;

    private final Networks networks;
    private final NetworkPosts posts;
    private final Notes notes;
    private final Candidates candidates;
    private final Readers readers;
    private final InstantSource clock;
    /** The authors as they were last written. */
    private final Map<Did, Set<String>> written = new ConcurrentHashMap<>();

    NetworkTimelines(
            Networks networks,
            NetworkPosts posts,
            Notes notes,
            Candidates candidates,
            Readers readers,
            InstantSource clock) {
        this.networks = networks;
        this.posts = posts;
        this.notes = notes;
        this.candidates = candidates;
        this.readers = readers;
        this.clock = clock;
    }

    /**
     * One page.
     *
     * @param ranking that orders it
     * @param substitute why it is another than was asked for
     * @param shown posts as JSON by id
     * @param next where the next page begins
     */
    public record Page(
            NetworkCard card,
            Ranking ranking,
            Optional<String> substitute,
            NetworkView view,
            Standings standings,
            Map<String, JsonObject> shown,
            Optional<Cursor> next) {}

    /** Makes the authors of every hosted network those who count as its members now. */
    public Uni<Void> follow() {
        Set<Did> all = new HashSet<>(written.keySet());
        networks.cards().forEach(card -> all.add(card.network()));
        return InTurn.each(all, network -> {
            Set<String> members = networks.members(network).keySet();
            return members.equals(written.get(network))
                    ? Uni.createFrom().voidItem()
                    : posts.authors(network.toString(), members).invoke(() -> {
                        if (networks.card(network).isPresent()) {
                            written.put(network, Set.copyOf(members));
                        } else {
                            written.remove(network);
                        }
                    });
        });
    }

    /** Lets go of what no view reaches any more. */
    public Uni<Void> prune() {
        return InTurn.each(
                networks.cards().stream().map(NetworkCard::network).toList(),
                network -> posts.prune(network.toString()));
    }

    /**
     * A page of a network's view; nothing where the network is not hosted here or has no charter in force.
     *
     * @param ranking id of one of the charter's; empty: the one where people begin
     * @param before where an earlier page of the same ranking ended
     */
    public Uni<Optional<Page>> page(
            Did network, Optional<Did> viewer, Optional<String> ranking, Optional<Cursor> before, int limit) {
        Optional<NetworkCard> card = networks.card(network);
        Optional<Standings> standings = networks.standings(network);
        if (card.isEmpty() || standings.isEmpty()) {
            return Uni.createFrom().item(Optional.empty());
        }
        RankingChoice choice = RankingChoice.of(standings.get().charter().rankings(), ranking);
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        return reader(viewer)
                .chain(reader -> choice.order().chronological()
                        ? byTime(network, viewer, before, limit, choice, standings.get(), reader, now)
                        : byWeight(network, viewer, before, limit, choice, standings.get(), reader, now))
                .chain(part -> notes.shown(viewer, part.notes())
                        .map(shown -> Optional.of(new Page(
                                card.get(),
                                choice.ranking(),
                                choice.substitute(),
                                part.view().only(shown.keySet()),
                                standings.get(),
                                shown,
                                part.next()))));
    }

    /**
     * Posts that wait for a steward.
     *
     * @param held newest first
     * @param posts by their ids
     * @param next where to look further back
     */
    public record Waiting(List<Held> held, Map<String, Note> posts, Optional<Cursor> next) {}

    /**
     * Of the {@value #POOL} newest posts of members before a mark, those that the charter's filters hold, at most
     * {@value #WAITING_MAX}.
     */
    public Uni<Waiting> held(Did network, Standings standings, Optional<Cursor> before) {
        Instant now = clock.instant();
        return posts.newest(network.toString(), Optional.empty(), new Window(before, Optional.empty(), POOL))
                .chain(slice -> candidates
                        .of(Optional.empty(), slice.items(), Order.CHRONOLOGICAL, standings)
                        .map(all -> waiting(slice, Held.among(all, standings, now))));
    }

    private static Waiting waiting(Slice<Note> slice, List<Held> all) {
        Map<String, Note> posts = slice.items().stream().collect(Collectors.toMap(Note::id, note -> note));
        if (all.size() <= WAITING_MAX) {
            return new Waiting(all, posts, slice.next());
        }
        Candidate last = all.get(WAITING_MAX - 1).post();
        return new Waiting(all.subList(0, WAITING_MAX), posts, Optional.of(new Cursor(last.published(), last.id())));
    }

    /** What the reader chose about labels, as this view looks at it: to warn folds the post. */
    private Uni<Reader> reader(Optional<Did> viewer) {
        return viewer.map(readers::choices)
                .orElseGet(() -> Uni.createFrom().item(LabelChoices.NONE))
                .map(chosen -> {
                    Map<Reader.Key, Optional<Label.Effect>> effects = new HashMap<>();
                    chosen.choices()
                            .forEach((key, choice) -> effects.put(
                                    new Reader.Key(Did.parse(key.of()).orElseThrow(), key.label()),
                                    switch (choice) {
                                        case HIDE -> Optional.of(Label.Effect.HIDE);
                                        case WARN -> Optional.of(Label.Effect.FOLD);
                                        case IGNORE -> Optional.empty();
                                    }));
                    return new Reader(effects);
                });
    }

    private record Part(NetworkView view, List<Note> notes, Optional<Cursor> next) {}

    private Uni<Part> byTime(
            Did network,
            Optional<Did> viewer,
            Optional<Cursor> before,
            int limit,
            RankingChoice choice,
            Standings standings,
            Reader reader,
            Instant now) {
        return posts.newest(network.toString(), viewer, new Window(before, Optional.empty(), limit))
                .chain(slice -> candidates
                        .of(viewer, slice.items(), choice.order(), standings)
                        .map(all -> new Part(
                                NetworkView.of(all, choice.order(), standings, reader, now),
                                slice.items(),
                                slice.next())));
    }

    /** The cursor says as of when the posts are ordered, and how many have been shown. */
    private Uni<Part> byWeight(
            Did network,
            Optional<Did> viewer,
            Optional<Cursor> before,
            int limit,
            RankingChoice choice,
            Standings standings,
            Reader reader,
            Instant now) {
        Instant at = before.map(Cursor::at).filter(now::isAfter).orElse(now);
        int from = before.map(Cursor::key)
                .filter(key -> key.matches("[0-9]{1,3}"))
                .map(Integer::parseInt)
                .orElse(0);
        return posts.newest(network.toString(), viewer, Window.before(new Cursor(at, ""), POOL))
                .map(Slice::items)
                .chain(pool -> candidates
                        .of(viewer, pool, choice.order(), standings)
                        .map(all -> {
                            NetworkView whole = NetworkView.of(all, choice.order(), standings, reader, at);
                            int end = Math.min(from + limit, whole.entries().size());
                            NetworkView view =
                                    new NetworkView(whole.entries().subList(Math.min(from, end), end), whole.left());
                            Set<String> ids = view.entries().stream()
                                    .map(entry -> entry.placed().post().id())
                                    .collect(Collectors.toSet());
                            return new Part(
                                    view,
                                    pool.stream()
                                            .filter(note -> ids.contains(note.id()))
                                            .toList(),
                                    end < whole.entries().size()
                                            ? Optional.of(new Cursor(at, Integer.toString(end)))
                                            : Optional.empty());
                        }));
    }
}
