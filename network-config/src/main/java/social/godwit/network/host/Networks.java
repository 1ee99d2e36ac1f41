package social.godwit.network.host;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Typed;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.duty.Duty;
import social.godwit.network.governance.Evidence;
import social.godwit.network.member.Members;
import social.godwit.network.member.Membership;
import social.godwit.network.member.Newcomer;
import social.godwit.network.view.Standings;
import social.godwit.store.Timers;
import social.godwit.store.Transactions;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Page;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryChange;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;
import social.godwit.store.document.Watcher;

/**
 * The networks that this instance hosts. What its own accounts say in their affairs is kept as it is stored, in the same
 * transaction; what is said elsewhere is brought by the operator and by {@link NetworkSources}. Cards are worked out as soon as
 * something was said, and every few seconds, and held in memory.
 */
@ApplicationScoped
@Typed(Networks.class)
public class Networks implements Watcher {
    /** Most acts that one answer carries. */
    public static final int PAGE = 200;

    /** A card is worked out again after this time even when nothing was said: votes end, charters come into force. */
    private static final Duration FRESH = Duration.ofMinutes(1);

    /** For so long after somebody joined or left it is looked again: who leaves at once was not yet known to have joined. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** Between two looks at what other processes of this instance kept; what this one keeps is read at once. */
    static final Duration PERIOD = Duration.ofSeconds(5);

    private final NetworkStore store;
    private final Repositories repositories;
    private final NetworkDocuments documents;
    private final Transactions transactions;
    private final InstantSource clock;
    private final AtomicLong begun = new AtomicLong();
    private volatile Optional<Timers.Timer> readings = Optional.empty();
    private final Map<Did, HostedNetwork> known = new ConcurrentHashMap<>();
    /** When hosting ends, of those of which that was announced. */
    private final Map<Did, Instant> ends = new ConcurrentHashMap<>();
    /** When somebody last joined or left, of hosted networks. */
    private final Map<Did, Instant> stirred = new ConcurrentHashMap<>();
    /** Those in which accounts here may have said something before their word counted that has not been kept. */
    private final Set<Did> unheard = ConcurrentHashMap.newKeySet();

    Networks(NetworkStore store, Repositories repositories, Transactions transactions, InstantSource clock) {
        this.store = store;
        this.repositories = repositories;
        this.documents = new NetworkDocuments(repositories, clock);
        this.transactions = transactions;
        this.clock = clock;
    }

    /**
     * Reads every few seconds from now on, and at once when something was kept. One reading runs at a time, and then rests as long as
     * it took, so that who says much does not keep the server busy with it.
     *
     * @param then follows each reading
     */
    public void start(Timers timers, Supplier<Uni<Void>> then) {
        readings = Optional.of(timers.every(PERIOD, "hosted networks", () -> {
            Instant now = clock.instant();
            return refresh().chain(then::get).chain(() -> {
                Duration rest = Duration.between(now, clock.instant());
                return timers.after(rest.compareTo(PERIOD) < 0 ? rest : PERIOD);
            });
        }));
    }

    private void readSoon() {
        readings.ifPresent(Timers.Timer::wake);
    }

    /** The networks' cards, in no order. */
    public Collection<NetworkCard> cards() {
        return known.values().stream().map(HostedNetwork::card).toList();
    }

    /** The card of a network that is hosted here. */
    public Optional<NetworkCard> card(Did network) {
        return Optional.ofNullable(known.get(network)).map(HostedNetwork::card);
    }

    /** The number of the newest act that follows into all that is told of a network; 0 where it is not hosted. */
    public long number(Did network) {
        HostedNetwork hosted = known.get(network);
        return hosted == null ? 0 : hosted.number();
    }

    /** Who counts as a member of a network that is hosted here, by actor's id; nobody where no charter is in force. */
    public Map<String, Membership> members(Did network) {
        HostedNetwork hosted = known.get(network);
        return hosted == null ? Map.of() : hosted.members();
    }

    /** What waits for signatures in a network that is hosted here. */
    public List<Duty> duties(Did network) {
        HostedNetwork hosted = known.get(network);
        return hosted == null ? List.of() : hosted.duties();
    }

    /** Who joined a network that is hosted here, and for whom too few members vouch. */
    public List<Newcomer> newcomers(Did network) {
        HostedNetwork hosted = known.get(network);
        return hosted == null ? List.of() : hosted.newcomers();
    }

    /** Everybody who joined a network that is hosted here, as far as is known, counting or not. */
    public List<Membership> memberships(Did network) {
        HostedNetwork hosted = known.get(network);
        return hosted == null ? List.of() : hosted.joined().memberships();
    }

    /** The newest document with which an account joined a network that is hosted here; nothing where it did not, as far as is known. */
    public Uni<Optional<StoredDocument>> joinedWith(Did network, Did account) {
        return memberships(network).stream()
                .filter(one -> one.member().equals(account))
                .max(Comparator.comparing(Membership::since))
                .map(one -> repositories
                        .find(one.id())
                        .map(lookup -> lookup instanceof Lookup.Found found
                                ? Optional.of(found.document())
                                : Optional.<StoredDocument>empty()))
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    /** Who may vote by now in a network that is hosted here, as far as is known: what stewards are asked to sign. */
    public List<Did> voters(Did network) {
        return card(network)
                .map(card -> Members.voters(card, memberships(network), clock.instant()))
                .orElse(List.of());
    }

    /**
     * Keeps what this instance itself says about a hosted network; it has its effect when this completes. False when it is not kept:
     * there is no room, or the same was said before.
     */
    public Uni<Boolean> say(SignedAct act) {
        return bring(act.act().network(), List.of(new KeptAct(act, Jcs.bytes(act.document()))))
                .call(this::refresh)
                .map(kept -> kept > 0);
    }

    /** How members and posts stand in a network that is hosted here; nothing where no charter is in force. */
    public Optional<Standings> standings(Did network) {
        return Optional.ofNullable(known.get(network)).flatMap(HostedNetwork::standings);
    }

    /** What stands for all {@code Join}s that {@link #joins} shows: it is another one when somebody joins or leaves. */
    public Optional<Sha256> joined(Did network) {
        return Optional.ofNullable(known.get(network))
                .map(hosted -> hosted.joined().own());
    }

    /**
     * Keeps who joined elsewhere, by member, but for accounts that are kept here: whether those are members, their own repositories
     * say.
     */
    Uni<Void> joinedElsewhere(NetworkStore.Source source, String joined, Map<Did, byte[]> documents) {
        Map<Did, byte[]> absent = new HashMap<>(documents);
        return Multi.createFrom()
                .iterable(documents.keySet())
                .onItem()
                .transformToUniAndConcatenate(member -> repositories
                        .kind(member)
                        .invoke(kind -> {
                            if (kind.isPresent()) {
                                absent.remove(member);
                            }
                        }))
                .collect()
                .last()
                .chain(() -> store.members(source, joined, absent))
                .invoke(() -> {
                    stirred.put(source.network(), clock.instant());
                    readSoon();
                });
    }

    /** Hosts a network and keeps what is brought about it and what is here already; false when there is no room. */
    public Uni<Boolean> host(Did network, List<KeptAct> acts) {
        Instant now = clock.instant();
        return store.host(network, now)
                .chain(room -> room
                        ? bring(network, acts).chain(this::refresh).replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    /**
     * Hosts the network that is founded at the first start; false when there was one before.
     *
     * @param founding of the network
     */
    public Uni<Boolean> hostFirst(KeptAct founding) {
        Did network = founding.act().act().network();
        return store.hostFirst(network, clock.instant())
                .call(fresh -> fresh
                        ? bring(network, List.of(founding))
                        : Uni.createFrom().voidItem());
    }

    /** When hosting a network ends, where that was announced. */
    public Optional<Instant> ends(Did network) {
        return Optional.ofNullable(ends.get(network));
    }

    /**
     * Announces that hosting a network ends after the notice that its charter promises, and when; nothing where it is not hosted. It
     * ends by itself then.
     */
    public Uni<Optional<Instant>> announceEnd(Did network) {
        int days = card(network)
                .flatMap(NetworkCard::charter)
                .map(charter -> charter.exit().noticeDays())
                .orElse(0);
        Instant end = clock.instant().truncatedTo(ChronoUnit.SECONDS).plus(Duration.ofDays(days));
        return store.announceEnd(network, end)
                .call(this::refresh)
                .map(hosted -> hosted ? Optional.of(end) : Optional.empty());
    }

    /** Ends hosting a network at once; whether it was hosted. What its members said stays in their repositories. */
    public Uni<Boolean> dismiss(Did network) {
        return store.dismiss(network, clock.instant()).call(this::refresh);
    }

    /**
     * Keeps what strangers say about a hosted network, as far as it can matter: with it nobody can fill the room that a network has.
     *
     * @param acts of this network
     */
    Uni<Integer> hear(Did network, List<KeptAct> acts) {
        return Uni.createFrom()
                .item(() -> {
                    HostedNetwork before = known.get(network);
                    Map<Sha256, SignedAct> all = new HashMap<>(before == null ? Map.of() : before.acts());
                    acts.forEach(act -> all.put(act.act().hash(), act.act()));
                    Set<Did> speakers = NetworkCard.of(Evidence.of(network, all.values()), 0, clock.instant())
                            .speakers();
                    return acts.stream()
                            .filter(act -> speakers.contains(act.act().author()))
                            .toList();
                })
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())
                .chain(relevant -> bring(network, relevant));
    }

    /** Keeps what is brought about a hosted network, the founding in a repository of the network's own; how many are new. */
    private Uni<Integer> bring(Did network, List<KeptAct> acts) {
        return documents
                .keepFoundings(acts)
                .chain(() -> store.keep(network, acts, clock.instant()))
                .invoke(kept -> transactions.afterCommit(this::readSoon));
    }

    /** What accounts here said before it mattered. */
    private Uni<Void> ownActs(Did network, Set<Did> speakers, Optional<VersionRank> before) {
        return documents
                .naming(network, before, Repositories.MAX_PAGE)
                .chain(page -> store.keep(network, documents.acts(page.items(), speakers), clock.instant())
                        .chain(() -> page.next().isEmpty()
                                ? Uni.createFrom().voidItem()
                                : ownActs(network, speakers, page.next())));
    }

    @Override
    public Uni<Void> changed(List<RepositoryChange> changes) {
        Map<Did, List<KeptAct>> byNetwork = new HashMap<>();
        Set<Did> stirring = new HashSet<>();
        List<KeptAct> early = new ArrayList<>();
        for (RepositoryChange change : changes) {
            stirring.addAll(stirring(change));
            for (KeptAct act : documents.acts(change.counting(), Set.of(change.owner()))) {
                Did network = act.act().act().network();
                if (counts(act)) {
                    byNetwork
                            .computeIfAbsent(network, absent -> new ArrayList<>())
                            .add(act);
                } else if (known.containsKey(network)) {
                    early.add(act);
                }
            }
        }
        if (!byNetwork.isEmpty() || !stirring.isEmpty() || !early.isEmpty()) {
            transactions.afterCommit(() -> changed(byNetwork.keySet(), stirring, early));
        }
        Uni<Void> kept = Uni.createFrom().voidItem();
        for (Map.Entry<Did, List<KeptAct>> entry : byNetwork.entrySet()) {
            kept = kept.chain(() -> store.keep(entry.getKey(), entry.getValue(), clock.instant()))
                    .replaceWithVoid();
        }
        return kept;
    }

    /**
     * What was written is there now.
     *
     * @param early what was said by those whose word did not count then: where it does by now, the reading that found so may have
     *     looked before it was there
     */
    private void changed(Set<Did> kept, Set<Did> stirring, List<KeptAct> early) {
        stirring.forEach(network -> stirred.put(network, clock.instant()));
        List<Did> late = early.stream()
                .filter(this::counts)
                .map(act -> act.act().act().network())
                .toList();
        unheard.addAll(late);
        if (!kept.isEmpty() || !stirring.isEmpty() || !late.isEmpty()) {
            readSoon();
        }
    }

    private boolean counts(KeptAct act) {
        HostedNetwork hosted = known.get(act.act().act().network());
        return hosted != null && hosted.speakers().contains(act.act().author());
    }

    /** Hosted networks that somebody joined, or that somebody may have left. */
    private Set<Did> stirring(RepositoryChange change) {
        Set<Did> stirring = new HashSet<>();
        for (StoredDocument document : change.counting()) {
            if (NetworkDocuments.isJoin(document)) {
                document.json().string("network").flatMap(Did::parse).ifPresent(stirring::add);
            } else if (document.type().equals("Delete")) {
                known.forEach((network, hosted) -> {
                    if (hosted.joined().names(change.owner())) {
                        stirring.add(network);
                    }
                });
            }
        }
        stirring.retainAll(known.keySet());
        return stirring;
    }

    /** Acts of a hosted network as they came, and after which number to go on. */
    public Uni<NetworkStore.Acts> acts(Did network, long after) {
        return store.acts(network, after, PAGE);
    }

    /** Public {@code Join}s of accounts that have a repository here, newest first, at most {@link #PAGE}. */
    public Uni<Page> joins(Did network, Optional<VersionRank> before) {
        return documents
                .naming(network, before, PAGE)
                .map(page -> new Page(
                        page.items().stream().filter(NetworkDocuments::isJoin).toList(), page.next()));
    }

    /** Looks what is hosted and what was said since, and works out the cards. */
    public Uni<Void> refresh() {
        return store.hosted()
                .call(this::end)
                .map(this::lasting)
                .invoke(hosted -> known.keySet()
                        .retainAll(hosted.stream()
                                .map(NetworkStore.Hosted::network)
                                .toList()))
                .onItem()
                .transformToMulti(hosted -> Multi.createFrom().iterable(hosted))
                .onItem()
                .transformToUniAndConcatenate(this::follow)
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Those whose end has not come. */
    private List<NetworkStore.Hosted> lasting(List<NetworkStore.Hosted> hosted) {
        ends.clear();
        hosted.forEach(one -> one.ends().ifPresent(end -> ends.put(one.network(), end)));
        return hosted.stream().filter(one -> !ended(one)).toList();
    }

    private boolean ended(NetworkStore.Hosted hosted) {
        return hosted.ends().filter(end -> !clock.instant().isBefore(end)).isPresent();
    }

    private Uni<Void> end(List<NetworkStore.Hosted> hosted) {
        return Multi.createFrom()
                .iterable(hosted)
                .filter(this::ended)
                .onItem()
                .transformToUniAndConcatenate(one -> store.dismiss(one.network(), clock.instant()))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> follow(NetworkStore.Hosted hosted) {
        Did network = hosted.network();
        long turn = begun.incrementAndGet();
        HostedNetwork before = known.get(network);
        boolean hears = unheard.remove(network);
        Optional<Instant> stir = Optional.ofNullable(stirred.get(network));
        stir.filter(at -> at.plus(SETTLING).isBefore(clock.instant())).ifPresent(at -> stirred.remove(network, at));
        boolean fresh = before != null
                && !hears
                && stir.isEmpty()
                && before.number() >= hosted.lastNumber()
                && clock.instant().isBefore(before.card().now().plus(FRESH));
        return fresh
                ? Uni.createFrom().voidItem()
                : read(
                                turn,
                                network,
                                before == null ? new HashMap<>() : new HashMap<>(before.acts()),
                                before == null ? 0 : before.number())
                        .chain(now ->
                                before != null && !hears && before.speakers().containsAll(now.speakers())
                                        ? Uni.createFrom().voidItem()
                                        : ownActs(network, now.speakers(), Optional.empty())
                                                .chain(() -> store.rewind(network))
                                                .invoke(this::readSoon))
                        .onFailure()
                        .invoke(failure -> unheard.add(network));
    }

    private Uni<HostedNetwork> read(long turn, Did network, Map<Sha256, SignedAct> acts, long after) {
        return store.acts(network, after, PAGE)
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .invoke(page -> page.documents().stream()
                        .map(bytes -> KeptAct.read(bytes, clock.instant()))
                        .flatMap(Optional::stream)
                        .forEach(act -> acts.put(act.act().hash(), act.act())))
                .chain(page -> page.documents().size() == PAGE
                        ? read(turn, network, acts, page.next())
                        : documents
                                .joins(network)
                                .chain(own -> store.members(network)
                                        .emitOn(Infrastructure.getDefaultWorkerPool())
                                        .map(others -> worked(
                                                turn, network, acts, page.next(), joined(network, own, others)))));
    }

    private Joined joined(Did network, List<StoredDocument> own, List<byte[]> others) {
        HostedNetwork before = known.get(network);
        return Joined.read(
                network,
                own.stream().map(StoredDocument::bytes).toList(),
                others,
                before == null ? Map.of() : before.joined().read(),
                clock.instant());
    }

    private HostedNetwork worked(long turn, Did network, Map<Sha256, SignedAct> acts, long number, Joined joined) {
        HostedNetwork now = HostedNetwork.of(turn, network, acts, number, joined, clock.instant());
        known.merge(network, now, HostedNetwork::orNewer);
        return now;
    }
}
