package social.godwit.instance.admin.web;

import static java.util.stream.Collectors.toMap;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.listing.Slice;
import social.godwit.activitypub.listing.Window;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.view.Faces;
import social.godwit.instance.admin.web.MastodonSlice.Bounds;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Queue;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;
import social.godwit.network.staff.StaffStore;
import social.godwit.store.InTurn;
import social.godwit.store.Transactions;

/**
 * The list of accounts, with the parameters that Mastodon has had since version 4: the accounts here, or, of those elsewhere
 * ({@code origin=remote}, {@code by_domain}), the ones that have a case.
 */
@Path("/api/v2/admin/accounts")
@Produces(MediaType.APPLICATION_JSON)
class MastodonAccountList {
    /** How many accounts one request looks at to find those it asks for. */
    private static final int LOOKED_AT_MAX = 1_000;

    private final Staff staff;
    private final StaffStore members;
    private final AccountStore accounts;
    private final CaseStore cases;
    private final MastodonPeople people;
    private final FederationPolicy policy;
    private final Transactions transactions;
    private final Instance instance;

    MastodonAccountList(
            Staff staff,
            StaffStore members,
            AccountStore accounts,
            CaseStore cases,
            MastodonPeople people,
            FederationPolicy policy,
            Transactions transactions,
            Instance instance) {
        this.staff = staff;
        this.members = members;
        this.accounts = accounts;
        this.cases = cases;
        this.people = people;
        this.policy = policy;
        this.transactions = transactions;
        this.instance = instance;
    }

    /** Accounts, as Mastodon lists them since version 4. */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("origin") @Nullable String origin,
            @QueryParam("status") @Nullable String status,
            @QueryParam("permissions") @Nullable String permissions,
            @QueryParam("role_ids[]") List<String> roles,
            @QueryParam("invited_by") @Nullable String invitedBy,
            @BeanParam MastodonWhom whom,
            @BeanParam MastodonSlice slice) {
        return answer(
                request,
                "/api/v2/admin/accounts",
                MastodonAccountQuery.of(
                        "remote".equals(origin), whom, permissions != null, roles, invitedBy, status, slice));
    }

    /** Lists what is asked for; what goes on is asked for at {@code path} again. */
    Uni<Response> answer(RoutingContext request, String path, MastodonAccountQuery query) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> transactions.inTransaction(() ->
                        found(query).chain(page -> answer(page, instance.origin() + query.address(path), query))));
    }

    private Uni<Page> found(MastodonAccountQuery query) {
        if (query.nobody()) {
            return Uni.createFrom().item(new Page(List.of(), Optional.empty()));
        }
        return query.elsewhere() ? elsewhere(query) : here(query);
    }

    /** What a list shows, and the account below which it goes on; empty at the end of the list. */
    private record Page(List<Subject> shown, Optional<Subject> last) {}

    private Uni<Response> answer(Page page, String address, MastodonAccountQuery query) {
        return InTurn.map(page.shown(), subject -> people.show(subject.id()))
                .map(items -> MastodonSlice.page(
                        items.stream()
                                .filter(item ->
                                        query.names(item.string("username").orElse("")))
                                .filter(item ->
                                        query.reaches(item.string("domain").orElse("")))
                                .filter(item -> query.shows(item.object("account")
                                        .flatMap(account -> account.string("display_name"))
                                        .orElse("")))
                                .toList(),
                        address,
                        page.last().map(last -> MastodonPeople.id(last.id()))));
    }

    /** The accounts here, the newest first. */
    private Uni<Page> here(MastodonAccountQuery query) {
        return query.slice()
                .bounds(subject -> people.here(subject.id()).map(account -> account.map(MastodonAccountList::cursor)))
                .chain(bounds -> accounts.newest(new Window(bounds.below(), bounds.above(), LOOKED_AT_MAX))
                        .chain(looked -> members.all().map(all -> page(query, bounds, looked, roles(all)))));
    }

    private static Map<String, String> roles(List<Member> members) {
        return members.stream().collect(toMap(Member::who, member -> MastodonPeople.id(member.role())));
    }

    private Page page(
            MastodonAccountQuery query, Bounds<Cursor> bounds, Slice<Account> looked, Map<String, String> roles) {
        List<Subject> fit = looked.items().stream()
                .filter(account -> account.status() != Account.Status.DELETED)
                .filter(account -> query.names(account.username()))
                .filter(account -> query.shows(Faces.of(account).name()))
                .filter(account ->
                        query.trusts(Optional.ofNullable(roles.get(account.did().toString()))))
                .filter(account -> query.means(stance(account)))
                .filter(account -> bounds.hold(cursor(account)))
                .map(MastodonAccountList::subject)
                .toList();
        List<Subject> shown = bounds.above().isPresent()
                ? MastodonSlice.bottom(fit, query.size())
                : MastodonSlice.top(fit, query.size());
        if (shown.size() == query.size()) {
            return new Page(shown, Optional.of(shown.getLast()));
        }
        boolean ends = bounds.end().isPresent()
                || bounds.above().isPresent()
                || looked.next().isEmpty();
        return new Page(
                shown,
                ends ? Optional.empty() : Optional.of(subject(looked.items().getLast())));
    }

    private static Cursor cursor(Account account) {
        return new Cursor(account.registeredAt(), account.did().toString());
    }

    private Stance stance(Account account) {
        return account.status() == Account.Status.SUSPENDED
                ? Stance.DENY
                : policy.standing(subject(account).id()).stance();
    }

    private static Subject subject(Account account) {
        return Subject.account(account.actor().canonical());
    }

    /** The accounts elsewhere that have a case, those that wait shortest first; none of them has a role here. */
    private Uni<Page> elsewhere(MastodonAccountQuery query) {
        if (!query.trusts(Optional.empty())) {
            return Uni.createFrom().item(new Page(List.of(), Optional.empty()));
        }
        Queue queue = new Queue(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Subject.Kind.ACCOUNT),
                Optional.of(query.domain()).filter(one -> !one.isEmpty()),
                Optional.empty(),
                Optional.empty());
        return query.slice()
                .cases(cases, queue, query.size())
                .chain(files -> InTurn.map(
                                files,
                                file -> people.here(file.subject().id())
                                        .map(here -> Optional.of(file.subject()).filter(any -> here.isEmpty())))
                        .map(found -> new Page(
                                found.stream()
                                        .flatMap(Optional::stream)
                                        .filter(subject -> query.means(
                                                policy.standing(subject.id()).stance()))
                                        .toList(),
                                files.size() < query.size()
                                        ? Optional.empty()
                                        : Optional.of(files.getLast().subject()))));
    }
}
