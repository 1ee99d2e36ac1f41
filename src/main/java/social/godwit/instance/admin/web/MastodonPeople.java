package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.view.Face;
import social.godwit.activitypub.view.Faces;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.Role;
import social.godwit.network.staff.StaffStore;

/**
 * Accounts as Mastodon's admin API shows them ({@code Admin::Account} with an {@code Account} in it). An id is that of the subject
 * in base64url, since tools put ids into paths. Addresses, e-mail and languages are empty: nobody is asked for them; of accounts
 * elsewhere it is not known when they began, and of their posts those are counted that are known here.
 */
@ApplicationScoped
class MastodonPeople {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
    /** Mastodon's bits of a role that have a counterpart here. */
    private static final long ADMINISTRATOR = 1;
    /** The id of everybody's role who has none. */
    static final String NO_ROLE = "-99";

    private final AccountStore accounts;
    private final StaffStore staff;
    private final CaseStore cases;
    private final FollowStore follows;
    private final NoteStore notes;
    private final Faces faces;
    private final InstantSource clock;

    MastodonPeople(
            AccountStore accounts,
            StaffStore staff,
            CaseStore cases,
            FollowStore follows,
            NoteStore notes,
            Faces faces,
            InstantSource clock) {
        this.accounts = accounts;
        this.staff = staff;
        this.cases = cases;
        this.follows = follows;
        this.notes = notes;
        this.faces = faces;
        this.clock = clock;
    }

    /** How a subject's id is written where Mastodon has a number. */
    static String id(String subject) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(subject.getBytes(StandardCharsets.UTF_8));
    }

    /** The account that an id stands for. */
    static Optional<Subject> subject(String id) {
        try {
            return Optional.of(new String(Base64.getUrlDecoder().decode(id), StandardCharsets.UTF_8))
                    .filter(Ids::usable)
                    .map(actor -> Subject.account(Ids.compared(actor)));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** A text as part of an address. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A time as Mastodon writes it. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    /** Whether anything is known here of an account. */
    Uni<Boolean> known(Subject subject) {
        return here(subject.id())
                .chain(account -> account.isPresent()
                        ? Uni.createFrom().item(true)
                        : faces.of(List.of(subject.id()))
                                .chain(found -> found.isEmpty()
                                        ? cases.find(subject).map(Optional::isPresent)
                                        : Uni.createFrom().item(true)));
    }

    /** {@code Admin::Account} of anybody, by the actor's id. */
    Uni<JsonObject> show(String actor) {
        Subject subject = Subject.account(Ids.compared(actor));
        return notes.count(subject.id())
                .chain(posts -> here(subject.id())
                        .chain(account -> account.isPresent()
                                ? here(account.get(), subject, posts)
                                : faces.of(List.of(subject.id()))
                                        .chain(found -> cases.on(subject, clock.instant())
                                                .map(decisions -> elsewhere(
                                                        subject,
                                                        Optional.ofNullable(found.get(subject.id())),
                                                        posts,
                                                        decisions)))));
    }

    /** The account here whose actor has this id. */
    Uni<Optional<Account>> here(String actor) {
        return Ids.did(actor)
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()));
    }

    private Uni<JsonObject> here(Account account, Subject subject, long posts) {
        String did = account.did().toString();
        return staff.member(did)
                .chain(member -> follows.counts(account.did())
                        .chain(counts -> cases.on(subject, clock.instant())
                                .map(decisions -> form(
                                        subject,
                                        Faces.of(account),
                                        new JsonNull(),
                                        account.registeredAt(),
                                        member.map(one -> role(one.role())).orElseGet(() -> role(NO_ROLE, "", 0, 0)),
                                        account.locked(),
                                        counts,
                                        posts,
                                        decisions,
                                        account.status() == Account.Status.SUSPENDED))));
    }

    private static JsonObject elsewhere(Subject subject, Optional<Face> face, long posts, List<Decision> decisions) {
        Face known = face.orElseGet(() -> new Face(
                subject.id(),
                subject.id().substring(subject.id().lastIndexOf('/') + 1) + "@" + Ids.host(subject.id()),
                "",
                Optional.empty(),
                Optional.empty()));
        return form(
                subject,
                known,
                new JsonString(known.handle().substring(known.handle().lastIndexOf('@') + 1)),
                Instant.EPOCH,
                new JsonNull(),
                false,
                new FollowStore.Counts(0, 0),
                posts,
                decisions,
                false);
    }

    private static JsonObject form(
            Subject subject,
            Face face,
            Json domain,
            Instant since,
            Json role,
            boolean locked,
            FollowStore.Counts counts,
            long posts,
            List<Decision> decisions,
            boolean suspended) {
        String username = face.handle().substring(0, Math.max(0, face.handle().lastIndexOf('@')));
        return JsonObject.builder()
                .put("id", id(subject.id()))
                .put("username", username)
                .put("domain", domain)
                .put("created_at", time(since))
                .put("email", "")
                .put("ip", new JsonNull())
                .put("ips", List.of())
                .put("locale", new JsonNull())
                .put("invite_request", new JsonNull())
                .put("role", role)
                .put("confirmed", true)
                .put("approved", true)
                .put("disabled", false)
                .put("sensitized", has(decisions, Set.of(Measure.SENSITIVE)))
                .put("silenced", has(decisions, Set.of(Measure.LIMIT)))
                .put("suspended", suspended || has(decisions, Set.of(Measure.SUSPEND, Measure.PURGE)))
                .put("account", account(subject, face, username, domain, since, locked, counts, posts))
                .build();
    }

    private static boolean has(List<Decision> decisions, Set<Measure> measures) {
        return decisions.stream().anyMatch(one -> measures.contains(one.measure()));
    }

    private static JsonObject account(
            Subject subject,
            Face face,
            String username,
            Json domain,
            Instant since,
            boolean locked,
            FollowStore.Counts counts,
            long posts) {
        String picture = face.icon().orElse("");
        return JsonObject.builder()
                .put("id", id(subject.id()))
                .put("username", username)
                .put("acct", domain instanceof JsonNull ? username : face.handle())
                .put("display_name", face.name())
                .put("locked", locked)
                .put("bot", false)
                .put("group", false)
                .put("discoverable", new JsonNull())
                .put("created_at", time(since.truncatedTo(ChronoUnit.DAYS)))
                .put("note", "")
                .put("url", face.url().orElse(face.id()))
                .put("uri", face.id())
                .put("avatar", picture)
                .put("avatar_static", picture)
                .put("header", "")
                .put("header_static", "")
                .put("followers_count", counts.followers())
                .put("following_count", counts.following())
                .put("statuses_count", posts)
                .put("last_status_at", new JsonNull())
                .put("emojis", List.of())
                .put("fields", List.of())
                .build();
    }

    /** How a role is called where Mastodon has a number. */
    static String id(Role role) {
        return String.valueOf(role.rank());
    }

    private static JsonObject role(Role role) {
        return role(id(role), role.name(), role.rank(), bits(role.permissions()));
    }

    private static JsonObject role(String id, String name, int rank, long bits) {
        return JsonObject.builder()
                .put("id", id)
                .put("name", name)
                .put("color", "")
                .put("position", rank)
                .put("permissions", String.valueOf(bits))
                .put("highlighted", bits > 0)
                .build();
    }

    private static long bits(Set<Permission> permissions) {
        if (permissions.containsAll(Set.of(Permission.values()))) {
            return ADMINISTRATOR;
        }
        return permissions.stream()
                .mapToLong(permission -> switch (permission) {
                    case SEE_LOG -> 1 << 2;
                    case SEE_CASES -> 1 << 4;
                    case DOMAINS -> 1 << 5;
                    case ANSWER_APPEALS -> 1 << 9;
                    case SEE_ACCOUNTS -> 1 << 10;
                    case INVITES -> 1 << 11;
                    case STAFF -> 1 << 17;
                    case PURGE -> 1 << 19;
                    default -> 0;
                })
                .reduce(0, (one, other) -> one | other);
    }
}
