package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.health.AccountHealth;
import social.godwit.instance.admin.health.HibernateHealth;
import social.godwit.instance.admin.health.HibernateHealth.Only;
import social.godwit.instance.admin.health.NewHome;
import social.godwit.instance.admin.health.NewHome.Fitness;
import social.godwit.instance.admin.house.Closing;
import social.godwit.instance.admin.house.HibernateOffers;
import social.godwit.instance.admin.house.KeptHouse;
import social.godwit.instance.admin.house.Texts;
import social.godwit.network.staff.Permission;

/** Whether the people here could go on elsewhere, and the announcement that this server closes. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
class HealthResource {
    private static final Logger LOG = Logger.getLogger(HealthResource.class);

    private static final Pattern CODE = Pattern.compile("[A-Za-z0-9_-]{1,100}");

    private final Staff staff;
    private final HibernateHealth health;
    private final NewHome newHomes;
    private final KeptHouse house;
    private final HibernateOffers offers;
    private final Instance instance;
    private final InstantSource clock;

    HealthResource(
            Staff staff,
            HibernateHealth health,
            NewHome newHomes,
            KeptHouse house,
            HibernateOffers offers,
            Instance instance,
            InstantSource clock) {
        this.staff = staff;
        this.health = health;
        this.newHomes = newHomes;
        this.house = house;
        this.offers = offers;
        this.instance = instance;
        this.clock = clock;
    }

    /** How many accounts could go on without this server, and what its death would cost today. */
    @GET
    @Path("/health")
    public Uni<Response> health(@Context RoutingContext request) {
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> health.totals().map(totals -> ModerationAnswers.ok(totals.json())));
    }

    /** The accounts behind each figure, by {@code only}: see {@link Only}. */
    @GET
    @Path("/health/accounts")
    public Uni<Response> accounts(
            @Context RoutingContext request,
            @QueryParam("only") @Nullable String word,
            @QueryParam("after") @Nullable String after) {
        Optional<Only> only = Only.parse(word == null ? "all" : word);
        return staff.only(
                Permission.SEE_ACCOUNTS,
                request,
                (member, nothing) -> only.isEmpty()
                        ? Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "health-list", word + " is no such list. There are: " + Only.WORDS + "."))
                        : health.page(only.get(), Optional.ofNullable(after)).map(HealthResource::page));
    }

    private static Response page(List<AccountHealth> page) {
        return ModerationAnswers.ok(JsonObject.builder()
                .put("accounts", page.stream().map(AccountHealth::json).toList())
                .putIfPresent(
                        "next",
                        page.size() < HibernateHealth.PAGE
                                ? Optional.empty()
                                : Optional.of(page.getLast().did()))
                .build());
    }

    /**
     * How closing stands: {@code closing} if it is announced, {@code says} (what everybody reads), {@code health}, and, with {@code newHome},
     * whether that server would take accounts: {@code open}, {@code invite}, {@code closed} or {@code unfit}.
     */
    @GET
    @Path("/shutdown")
    public Uni<Response> shutdown(@Context RoutingContext request, @QueryParam("newHome") @Nullable String asked) {
        Optional<Origin> origin = Optional.ofNullable(asked).flatMap(Origin::parse);
        return staff.only(
                Permission.SERVER,
                request,
                (member, nothing) ->
                        asked != null && origin.isEmpty() ? Uni.createFrom().item(noServer(asked)) : status(origin));
    }

    private Uni<Response> status(Optional<Origin> asked) {
        Optional<Closing> closing = house.rules().closing();
        Optional<Origin> home = asked.or(() -> closing.flatMap(Closing::newHome));
        return health.totals()
                .chain(totals -> home.map(origin -> newHomes.ask(origin).map(fitness -> Optional.of(word(fitness))))
                        .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                        .map(fitness -> {
                            JsonObject.Builder answer = JsonObject.builder()
                                    .put("health", totals.json())
                                    .putIfPresent("newHome", home.map(Origin::toString))
                                    .putIfPresent("newHomeTakes", fitness);
                            closing.ifPresent(
                                    it -> answer.put("closing", it.json()).put("says", house.words(it, List.of("en"))));
                            return ModerationAnswers.ok(answer.build());
                        }));
    }

    /** Announces that this server closes, or changes that: {@code {deadline, newHome?, texts?}}. From then on nobody registers here. */
    @PUT
    @Path("/shutdown")
    public Uni<Response> announce(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, wish) -> {
                    Optional<Instant> deadline = wish.string("deadline").flatMap(ModerationAnswers::time);
                    Optional<Origin> home = wish.string("newHome").flatMap(Origin::parse);
                    Optional<Texts> texts;
                    try {
                        texts = Texts.read(wish.object("texts"));
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid("texts-form", String.valueOf(e.getMessage())));
                    }
                    if (deadline.filter(clock.instant()::isBefore).isEmpty()) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid("deadline-past", "deadline is a time to come."));
                    }
                    if (home.isPresent() != wish.has("newHome")
                            || home.filter(origin -> origin.toString().equals(instance.origin()))
                                    .isPresent()) {
                        return Uni.createFrom()
                                .item(noServer(wish.string("newHome").orElse("")));
                    }
                    Instant since =
                            house.rules().closing().map(Closing::announcedAt).orElse(clock.instant());
                    return house.close(new Closing(deadline.get(), texts, home, since, member.who()))
                            .invoke(() -> LOG.infof("Closing on %s is announced, by %s", deadline.get(), member.who()))
                            .chain(() -> status(Optional.empty()));
                },
                body);
    }

    /**
     * Offers the new home that is announced to everybody who is still at home here, among their notifications, with the command that moves
     * there: {@code {invite?}}, a code of that server's where it asks for one. {@code {told}}: whom it was not told today already.
     */
    @POST
    @Path("/shutdown/offers")
    public Uni<Response> offer(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, wish) -> {
                    Optional<Closing> closing = house.rules().closing();
                    Optional<Origin> home = closing.flatMap(Closing::newHome);
                    Optional<String> invite = wish.string("invite");
                    if (home.isEmpty()) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "no-new-home", "First announce that this server closes, with a new home."));
                    }
                    if (invite.filter(code -> !CODE.matcher(code).matches()).isPresent()) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid("invite-code", "invite is no invitation code."));
                    }
                    return newHomes.ask(home.get())
                            .chain(fitness -> refusal(home.get(), fitness, invite)
                                    .map(refused -> Uni.createFrom().item(refused))
                                    .orElseGet(() -> offers.tell(words(closing.get(), home.get(), invite))
                                            .invoke(told ->
                                                    LOG.infof("%d were offered a new home, by %s", told, member.who()))
                                            .map(told -> ModerationAnswers.ok(JsonObject.builder()
                                                    .put("told", told)
                                                    .build()))));
                },
                body);
    }

    private static Optional<Response> refusal(Origin home, Fitness fitness, Optional<String> invite) {
        return switch (fitness) {
            case OPEN -> Optional.empty();
            case INVITE ->
                invite.isPresent()
                        ? Optional.empty()
                        : noHome(
                                "home-invite",
                                home,
                                " asks for an invitation: get a code for everybody from who runs it.");
            case CLOSED -> noHome("home-closed", home, " takes no new accounts at present.");
            case UNFIT -> noHome("home-unfit", home, " does not answer as a server that takes portable accounts.");
        };
    }

    private static Optional<Response> noHome(String type, Origin home, String detail) {
        return Optional.of(
                Operators.problem(ModerationAnswers.wish(type, home + detail).with("home", home.authority())));
    }

    /** In English, and in German where the announcement has German words. */
    private String words(Closing closing, Origin home, Optional<String> invite) {
        String english = house.offer(closing, home, invite, List.of("en"));
        boolean german = closing.texts()
                .filter(texts -> texts.byLanguage().containsKey("de"))
                .isPresent();
        return german ? english + "\n\n" + house.offer(closing, home, invite, List.of("de")) : english;
    }

    /** Takes back that this server closes. */
    @DELETE
    @Path("/shutdown")
    public Uni<Response> cancel(@Context RoutingContext request) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, nothing) -> house.rules().closing().isEmpty()
                        ? Operators.answer(Problem.of(
                                404, "shutdown", "Not Found", "It is not announced that this server closes."))
                        : house.stayOpen(member.who())
                                .invoke(() -> LOG.infof("This server does not close after all, by %s", member.who()))
                                .chain(() -> status(Optional.empty())));
    }

    private static Response noServer(String asked) {
        return ModerationAnswers.invalid(
                "no-server", asked + " is not the address of another server, such as https://social.example.");
    }

    private static String word(Fitness fitness) {
        return fitness.name().toLowerCase(Locale.ROOT);
    }
}
