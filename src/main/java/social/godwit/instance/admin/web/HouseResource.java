package social.godwit.instance.admin.web;

import io.quarkus.runtime.annotations.CommandLineArguments;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import org.jboss.logging.Logger;
import social.godwit.activitypub.House.SignUp;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.house.Announcement;
import social.godwit.instance.admin.house.KeptHouse;
import social.godwit.instance.admin.house.Texts;
import social.godwit.instance.config.EffectiveSettings;
import social.godwit.network.staff.Permission;

/** Who may register, what is announced, and with which settings this server runs. */
@Path("/admin/v1")
@Produces(MediaType.APPLICATION_JSON)
class HouseResource {
    private static final Logger LOG = Logger.getLogger(HouseResource.class);
    private static final int ID_BYTES = 8;
    private static final long DAYS_USUAL = 14;

    private final Staff staff;
    private final KeptHouse house;
    private final String[] arguments;
    private final Randomness randomness;
    private final InstantSource clock;

    HouseResource(
            Staff staff,
            KeptHouse house,
            @CommandLineArguments String[] arguments,
            Randomness randomness,
            InstantSource clock) {
        this.staff = staff;
        this.house = house;
        this.arguments = arguments;
        this.randomness = randomness;
        this.clock = clock;
    }

    /** {@code {signUp, configured, decided, settings: [{name, value, given, note}], remarks}}: what {@code config check} says, and who may register. */
    @GET
    @Path("/settings")
    public Uni<Response> settings(@Context RoutingContext request) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, nothing) -> Uni.createFrom().item(settings()));
    }

    private Response settings() {
        EffectiveSettings effective = EffectiveSettings.of(arguments, System.getenv());
        JsonObject.Builder answer = JsonObject.builder()
                .put("signUp", word(house.signUp()))
                .put("configured", word(house.configured()))
                .put("closing", house.rules().closing().isPresent())
                .put(
                        "settings",
                        effective.settings().stream()
                                .map(setting -> JsonObject.builder()
                                        .put("name", setting.name())
                                        .put("value", setting.value())
                                        .put("given", setting.given())
                                        .put("note", setting.note())
                                        .build())
                                .toList())
                .put("remarks", effective.remarks());
        house.rules().signUp().ifPresent(decided -> answer.put("decided", word(decided)));
        return ModerationAnswers.ok(answer.build());
    }

    /** Decides who may register: {@code {signUp: "open", "invite", "closed"}}, or null to go by the configuration again. */
    @PUT
    @Path("/settings")
    public Uni<Response> decide(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, wish) -> {
                    Json asked = wish.get("signUp");
                    Optional<SignUp> who = wish.string("signUp").flatMap(HouseResource::signUp);
                    if (who.isEmpty() && !(asked instanceof JsonNull)) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid(
                                        "sign-up-form", "signUp is open, invite or closed, or null."));
                    }
                    return house.decideSignUp(who, member.who())
                            .invoke(() -> LOG.infof(
                                    "Who may register: %s, by %s",
                                    who.map(HouseResource::word).orElse("as configured"), member.who()))
                            .map(done -> settings());
                },
                body);
    }

    private static Optional<SignUp> signUp(String word) {
        for (SignUp who : SignUp.values()) {
            if (word(who).equals(word)) {
                return Optional.of(who);
            }
        }
        return Optional.empty();
    }

    /** The word that stands for it in requests and answers. */
    static String word(SignUp who) {
        return who.name().toLowerCase(Locale.ROOT);
    }

    /** All announcements, newest first, also those to come and those that ended lately. */
    @GET
    @Path("/announcements")
    public Uni<Response> announcements(@Context RoutingContext request) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, nothing) -> Uni.createFrom()
                        .item(ModerationAnswers.list(
                                "announcements", house.rules().announcements(), Announcement::json)));
    }

    /** Announces {@code {texts: {en: "…"}, from?, until?}}: from now, for two weeks, if left out. */
    @POST
    @Path("/announcements")
    public Uni<Response> announce(@Context RoutingContext request, byte[] body) {
        return put(request, HexFormat.of().formatHex(randomness.bytes(ID_BYTES)), body);
    }

    /** Says it otherwise, or for another time. */
    @PUT
    @Path("/announcements/{id}")
    public Uni<Response> change(@Context RoutingContext request, @PathParam("id") String id, byte[] body) {
        return put(request, id, body);
    }

    private Uni<Response> put(RoutingContext request, String id, byte[] body) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, wish) -> {
                    Optional<Announcement> before = house.rules().announcements().stream()
                            .filter(one -> one.id().equals(id))
                            .findFirst();
                    if (before.isEmpty() && request.request().method().name().equals("PUT")) {
                        return unknown(id);
                    }
                    Announcement announcement;
                    try {
                        Instant from = time(wish, "from")
                                .or(() -> before.map(Announcement::from))
                                .orElse(clock.instant().truncatedTo(ChronoUnit.SECONDS));
                        announcement = new Announcement(
                                id,
                                Texts.read(wish.object("texts"))
                                        .or(() -> before.map(Announcement::texts))
                                        .orElseThrow(() ->
                                                new IllegalArgumentException("texts is wanted: {\"en\": \"…\"}.")),
                                from,
                                time(wish, "until")
                                        .or(() -> before.map(Announcement::until))
                                        .orElse(from.plus(DAYS_USUAL, ChronoUnit.DAYS)),
                                member.who());
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid("announcement-form", String.valueOf(e.getMessage())));
                    }
                    return house.announce(announcement)
                            .map(done -> done
                                    ? ModerationAnswers.ok(announcement.json())
                                    : ModerationAnswers.invalid(
                                            "announcements-full",
                                            "There are too many announcements: take one back first."));
                },
                body);
    }

    private static Optional<Instant> time(JsonObject wish, String key) {
        return wish.string(key)
                .map(text -> ModerationAnswers.time(text)
                        .orElseThrow(
                                () -> new IllegalArgumentException(key + " is a time such as 2026-12-31T12:00:00Z.")));
    }

    /** Takes an announcement back. */
    @DELETE
    @Path("/announcements/{id}")
    public Uni<Response> takeBack(@Context RoutingContext request, @PathParam("id") String id) {
        return staff.only(
                Permission.SERVER,
                request,
                (member, nothing) -> house.takeBack(id)
                        .chain(done -> done
                                ? Uni.createFrom().item(Response.noContent().build())
                                : unknown(id)));
    }

    private static Uni<Response> unknown(String id) {
        return Operators.answer(Problem.of(404, "announcement", "Not Found", "There is no announcement " + id + "."));
    }
}
