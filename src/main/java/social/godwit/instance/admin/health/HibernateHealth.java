package social.godwit.instance.admin.health;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.activitypub.backup.HibernateProvenBackups;
import social.godwit.store.Database;

/** Reads from the tables of accounts, replicas and moves how well people here could go on elsewhere. */
@ApplicationScoped
public class HibernateHealth {
    /** How many accounts a page has. */
    public static final int PAGE = 100;

    /** For how long a server that is silent counts as live. */
    static final Duration LIVE = Duration.ofDays(1);

    /** $1: since when others must have been heard of; $2: since when a backup must have been proven to work. */
    private static final String SEEN = """
            with seen as (
                select a.did, a.username, a.origin = split_part(a.gateways, ' ', 1) as home,
                    cardinality(string_to_array(a.gateways, ' ')) as servers,
                    coalesce(o.live, 0) as live, coalesce(o.lacking, 0) as lacking,
                    coalesce(r.genesis is not null, false) as recovery, k.did is not null as key_bag,
                    a.backup_proven_at, coalesce(a.backup_proven_at > $2, false) as backup,
                    coalesce(m.stuck, 0) as stuck
                from account a
                left join repository r on r.did = a.did
                left join key_bag k on k.did = a.did
                left join (
                    select p.did, count(*) as live,
                        min(case when p.taken_documents is null then p.newest_documents
                            else greatest(0, p.newest_documents - p.taken_documents) end
                            + greatest(0, p.newest_records - coalesce(p.taken_records, 0))) as lacking
                    from replica p join replica_peer q on q.peer = p.peer
                    join account b on b.did = p.did and p.origin = any(string_to_array(b.gateways, ' '))
                    where q.last_success_at > $1
                    group by p.did) o on o.did = a.did
                left join (
                    select account, count(distinct host) as stuck from relay_request
                    where state = 'EXPIRED' or (state = 'WAITING' and attempts >= 3)
                    group by account) m on m.account = a.did
                where a.status <> 'DELETED')""";

    private static final String POSTS =
            "(select count(*) from document d where d.did = seen.did and d.kind = 'OBJECT' and d.listed and not d.deleted)";

    private static final String FOLLOWERS =
            "(select count(*) from follower f where f.account = seen.did and f.accepted)";

    private final Database database;
    private final InstantSource clock;

    HibernateHealth(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** All together. */
    public Uni<Totals> totals() {
        return database.inTransaction(session -> Database.query(
                        session,
                        SEEN
                                + """

                                select count(*) filter (where home) as home, count(*) filter (where not home) as elsewhere,
                                    count(*) filter (where home and live > 0 and lacking = 0) as safe,
                                    count(*) filter (where home and live > 0 and lacking > 0) as behind,
                                    count(*) filter (where home and live = 0 and servers > 1) as silent,
                                    count(*) filter (where home and live = 0 and servers = 1) as only_here,
                                    count(*) filter (where home and recovery) as recovery,
                                    count(*) filter (where home and key_bag) as key_bag,
                                    count(*) filter (where home and not recovery and not key_bag) as one_device,
                                    count(*) filter (where home and backup) as backup,
                                    count(*) filter (where stuck > 0) as stuck,
                                    cast(coalesce(sum(case when home and live = 0 then\s"""
                                + FOLLOWERS
                                + " end), 0) as bigint) as followers, cast(coalesce(sum(case when home and live = 0 then "
                                + POSTS + " end), 0) as bigint) as posts from seen",
                        clock.instant().minus(LIVE),
                        clock.instant().minus(HibernateProvenBackups.FRESH))
                .map(List::getFirst)
                .map(row -> new Totals(
                        row.getLong("home"),
                        row.getLong("elsewhere"),
                        row.getLong("safe"),
                        row.getLong("behind"),
                        row.getLong("silent"),
                        row.getLong("only_here"),
                        row.getLong("recovery"),
                        row.getLong("key_bag"),
                        row.getLong("one_device"),
                        row.getLong("backup"),
                        row.getLong("stuck"),
                        row.getLong("followers"),
                        row.getLong("posts"))));
    }

    /** Which accounts at home here to list. */
    public enum Only {
        /** All. */
        ALL("home"),
        /** Those of which another live server has everything. */
        SAFE("home and live > 0 and lacking = 0"),
        /** Those of which another live server lacks something. */
        BEHIND("home and live > 0 and lacking > 0"),
        /** Those whose other servers were not heard of within a day. */
        OTHERS_SILENT("home and live = 0 and servers > 1"),
        /** Those without another server. */
        ONLY_HERE("home and live = 0 and servers = 1"),
        /** Those that are kept here and are at home elsewhere. */
        ELSEWHERE("not home"),
        /** Those that no other live server has everything of. */
        AT_RISK("home and (live = 0 or lacking > 0)"),
        /** Those without a recovery key. */
        NO_RECOVERY("home and not recovery"),
        /** Those whose owner cannot sign in with a passphrase. */
        NO_PASSPHRASE("home and not key_bag"),
        /** Those with neither. */
        ONE_DEVICE("home and not recovery and not key_bag"),
        /** Those without a backup that was proven to work within a month. */
        NO_BACKUP("home and not backup"),
        /** Those whose move is stuck; also such as are at home elsewhere by now. */
        STUCK("stuck > 0");

        /** All of them as they are written, commas between. */
        public static final String WORDS = Stream.of(values()).map(Only::word).collect(Collectors.joining(", "));

        private final String condition;

        Only(String condition) {
            this.condition = condition;
        }

        /** Reads {@code all}, {@code at-risk}, {@code only-here} and so on. */
        public static Optional<Only> parse(String word) {
            for (Only only : values()) {
                if (only.word().equals(word)) {
                    return Optional.of(only);
                }
            }
            return Optional.empty();
        }

        private String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** A page of accounts in the order of their DIDs, those after {@code after}, at most {@value #PAGE}. */
    public Uni<List<AccountHealth>> page(Only only, Optional<String> after) {
        return database.inTransaction(session -> Database.query(
                        session,
                        SEEN + " select seen.*, " + POSTS + " as posts, " + FOLLOWERS + " as followers from seen where "
                                + only.condition
                                + " and did > $3 order by did limit " + PAGE,
                        clock.instant().minus(LIVE),
                        clock.instant().minus(HibernateProvenBackups.FRESH),
                        after.orElse(""))
                .map(rows -> rows.stream()
                        .map(row -> new AccountHealth(
                                row.getString("did"),
                                row.getString("username"),
                                row.getInteger("servers"),
                                row.getLong("live").intValue(),
                                row.getLong("lacking"),
                                row.getLong("posts"),
                                row.getLong("followers"),
                                row.getBoolean("recovery"),
                                row.getBoolean("key_bag"),
                                Optional.ofNullable(row.getValue("backup_proven_at"))
                                        .map(proven -> Database.instant(row, "backup_proven_at")),
                                row.getLong("stuck").intValue()))
                        .toList()));
    }
}
