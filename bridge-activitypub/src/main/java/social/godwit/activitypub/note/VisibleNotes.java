package social.godwit.activitypub.note;

import io.vertx.sqlclient.Row;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.policy.ModeratedIds;
import social.godwit.identity.document.Visibility;
import social.godwit.store.Database;

/** Which posts an account may and wants to see, as SQL, and how a row of the table becomes a {@link Note}. */
public final class VisibleNotes {
    /**
     * A condition on the post {@code n} for the viewer's DID in {@code $1}, which is null for the public: it is there, it is
     * for the viewer, neither blocks the other, and moderators do not hide it.
     */
    public static final String CONDITION = """
            n.deleted is null
            and (n.visibility = 'PUBLIC' or $1::text is not null and (
                split_part(n.author, '/', 3) = $1
                or exists (select 1 from unnest(n.audience) a where a like 'ap://' || $1 || '/%')
                or n.visibility = 'FOLLOWERS' and exists (
                    select 1 from followed f
                    where f.account = $1 and f.actor = n.author and f.state = 'ACCEPTED')))
            and ($1::text is null or not exists (
                select 1 from shunned s where s.account = $1 and (s.kind <> 'DOMAIN' and s.target = n.author
                    or s.kind = 'DOMAIN' and s.target = split_part(split_part(n.author, '/', 3), ':', 1)))
                and not exists (select 1 from blocked_by b where b.account = $1 and b.actor = n.author)
                and not exists (
                    select 1 from shunned s where s.account = split_part(n.author, '/', 3) and s.kind = 'BLOCK'
                        and s.target like 'ap://' || $1 || '/%'))
            and
            """ + ModeratedIds.CONDITION;

    private VisibleNotes() {}

    /** A post out of a row with all columns of the table. */
    public static Note note(Row row) {
        return new Note(
                row.getString("id"),
                row.getString("author"),
                row.getString("type"),
                Visibility.valueOf(row.getString("visibility")),
                row.getBoolean("listed"),
                Database.instant(row, "published"),
                Optional.ofNullable(row.getString("in_reply_to")),
                Optional.ofNullable(row.getString("conversation")),
                Optional.ofNullable(row.getString("quote")),
                Optional.ofNullable(row.getOffsetDateTime("edited")).map(OffsetDateTime::toInstant),
                List.of(row.getArrayOfStrings("audience")),
                row.getString("document"));
    }
}
