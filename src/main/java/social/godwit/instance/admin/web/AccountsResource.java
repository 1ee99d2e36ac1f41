package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.did.Did;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** Accounts registered here: listed, suspended, let in again. */
@Path("/admin/v1/accounts")
@Produces(MediaType.APPLICATION_JSON)
class AccountsResource {
    private static final int PAGE = 100;
    private static final int REASON_MAX = 2_000;
    private static final int ID_BYTES = 16;
    /** The address of a profile, in which a handle can be read. */
    private static final Pattern PROFILE = Pattern.compile("^https?://([^/\\s]+)/@([^/@\\s]+)/?$");

    private final Staff staff;
    private final AccountStore accounts;
    private final CaseStore cases;
    private final Desk desk;
    private final Randomness randomness;
    private final InstantSource clock;

    AccountsResource(
            Staff staff,
            AccountStore accounts,
            CaseStore cases,
            Desk desk,
            Randomness randomness,
            InstantSource clock) {
        this.staff = staff;
        this.accounts = accounts;
        this.cases = cases;
        this.desk = desk;
        this.randomness = randomness;
        this.clock = clock;
    }

    record AccountAnswer(
            String did,
            String username,
            String actor,
            String status,
            boolean locked,
            boolean home,
            Instant registeredAt) {
        static AccountAnswer of(Account account) {
            return new AccountAnswer(
                    account.did().toString(),
                    account.username(),
                    account.actorId(),
                    account.status().name().toLowerCase(Locale.ROOT),
                    account.locked(),
                    account.home(),
                    account.registeredAt());
        }
    }

    /** A page of accounts; {@code next} goes into {@code after}, null on the last page. */
    record AccountList(
            List<AccountAnswer> accounts, @Nullable String next) {}

    /** A page of all; with {@code q}, a name, a handle, a profile's address or a DID, only the one who is called so. */
    @GET
    public Uni<Response> list(
            @Context RoutingContext request,
            @QueryParam("q") @Nullable String name,
            @QueryParam("after") @Nullable String after) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> name == null || name.isBlank()
                        ? page(after)
                        : find(name.strip())
                                .map(found -> Response.ok(new AccountList(
                                                found.stream()
                                                        .map(AccountAnswer::of)
                                                        .toList(),
                                                null))
                                        .build()));
    }

    private Uni<Response> page(@Nullable String after) {
        return accounts.page(Optional.ofNullable(after).flatMap(Did::parse), PAGE)
                .map(page -> new AccountList(
                        page.stream().map(AccountAnswer::of).toList(),
                        page.size() < PAGE ? null : page.getLast().did().toString()))
                .map(list -> Response.ok(list).build());
    }

    /** Suspends an account, with a {@code reason}: a decision by a rule of the house, in the account's case. */
    @POST
    @Path("/{account}/suspend")
    public Uni<Response> suspend(@Context RoutingContext request, @PathParam("account") String name, byte[] body) {
        return staff.only(
                Permission.SUSPEND,
                request,
                (member, wish) -> {
                    String reason = wish.string("reason").orElse("");
                    if (reason.length() > REASON_MAX) {
                        return Operators.answer(
                                Problem.of(400, "reason", "Reason too long", "At most " + REASON_MAX + " characters.")
                                        .with("n", REASON_MAX));
                    }
                    return change(
                            name,
                            member,
                            subject -> desk.decide(suspension(subject, reason, member))
                                    .map(List::of));
                },
                body);
    }

    /** Takes back whatever hides an account. */
    @POST
    @Path("/{account}/unsuspend")
    public Uni<Response> unsuspend(@Context RoutingContext request, @PathParam("account") String name, byte[] body) {
        return staff.only(
                Permission.SUSPEND,
                request,
                (member, wish) -> change(
                        name,
                        member,
                        subject -> cases.on(subject, clock.instant())
                                .map(all -> all.stream()
                                        .filter(one -> one.measure().hides())
                                        .toList())
                                .chain(hiding -> hiding.isEmpty()
                                        ? Uni.createFrom()
                                                .item(List.<Turn>of(new Turn.Refused(
                                                        Turn.Reason.DONE_ALREADY, "This account is not suspended.")))
                                        : desk.reverseAll(
                                                hiding, wish.string("reason").orElse(""), member.who()))),
                body);
    }

    private Decision suspension(Subject subject, String reason, Member by) {
        return new Decision(
                HexFormat.of().formatHex(randomness.bytes(ID_BYTES)),
                subject,
                subject,
                Measure.SUSPEND,
                "",
                RuleReference.house("operator"),
                reason,
                false,
                by.who(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    private Uni<Response> change(String name, Member member, Function<Subject, Uni<List<Turn>>> work) {
        return find(name).chain(found -> {
            if (found.isEmpty()) {
                return Operators.answer(
                        Problem.of(404, "account", "No such account", "No account " + name + " is registered here.")
                                .with("name", name));
            }
            Did did = found.get().did();
            Subject subject = Subject.account(found.get().actor().canonical());
            return staff.unlessOutranked(
                    member,
                    List.of(subject),
                    () -> work.apply(subject)
                            .chain(turns -> turns.stream()
                                    .filter(Turn.Refused.class::isInstance)
                                    .findFirst()
                                    .map(refused -> Uni.createFrom().item(ModerationAnswers.turn(refused)))
                                    .orElseGet(() -> accounts.find(did)
                                            .map(account -> Response.ok(AccountAnswer.of(account.orElse(found.get())))
                                                    .build()))));
        });
    }

    private Uni<Optional<Account>> find(String name) {
        String handle = PROFILE.matcher(name).replaceFirst("$2@$1");
        String bare = handle.startsWith("@") ? handle.substring(1) : handle;
        int host = bare.indexOf('@');
        return Did.parse(name)
                .map(accounts::find)
                .orElseGet(() -> accounts.findByUsername(host < 0 ? bare : bare.substring(0, host))
                        .map(found -> found.filter(
                                account -> host < 0 || account.handle().equalsIgnoreCase(bare))));
    }
}
