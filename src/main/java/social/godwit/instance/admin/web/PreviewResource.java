package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.note.AuthorRecords.Reach;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.admin.dossier.Dossiers;
import social.godwit.instance.statement.Statements;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Member;
import social.godwit.network.staff.Permission;

/** What a decision would do, before it is taken. Nothing changes. */
@Path("/admin/v1/decisions/preview")
@Produces(MediaType.APPLICATION_JSON)
class PreviewResource {
    private static final int EXAMPLES_MAX = 10;

    private final Staff staff;
    private final CaseStore cases;
    private final AccountStore accounts;
    private final Dossiers dossiers;
    private final People people;
    private final Statements statements;
    private final InstantSource clock;

    PreviewResource(
            Staff staff,
            CaseStore cases,
            AccountStore accounts,
            Dossiers dossiers,
            People people,
            Statements statements,
            InstantSource clock) {
        this.staff = staff;
        this.cases = cases;
        this.accounts = accounts;
        this.dossiers = dossiers;
        this.people = people;
        this.statements = statements;
        this.clock = clock;
    }

    /**
     * Takes what {@code POST /admin/v1/decisions} takes. The answer: {@code reach} in numbers and the largest as {@code
     * examples}; the {@code statement} and whether its owner reads it here ({@code told}); what {@code stands} on the target;
     * {@code permitted} with the permission it {@code needs}, whether it hits somebody of higher rank ({@code outranked}),
     * and whether it waits for a {@code secondPerson}.
     */
    @POST
    public Uni<Response> preview(@Context RoutingContext request, byte[] body) {
        return staff.only(
                Permission.SEE_CASES,
                request,
                (member, wish) -> {
                    DecisionWish wished;
                    Decision first;
                    try {
                        wished = DecisionWish.read(wish);
                        first = wished.decisions(member.who(), clock.instant(), () -> "…")
                                .getFirst();
                    } catch (IllegalArgumentException e) {
                        return Uni.createFrom()
                                .item(ModerationAnswers.invalid("decision-form", String.valueOf(e.getMessage())));
                    }
                    return tried(member, wished, first).map(ModerationAnswers::ok);
                },
                body);
    }

    private Uni<JsonObject> tried(Member member, DecisionWish wished, Decision first) {
        List<Subject> targets = wished.target().map(List::of).orElse(wished.subjects());
        JsonObject.Builder form = JsonObject.builder()
                .put("measure", wished.measure().word())
                .put("subjects", wished.subjects().size())
                .put("needs", wished.permission().word())
                .put("permitted", member.may(wished.permission()))
                .put("secondPerson", wished.needsSecond());
        return statements
                .wordsFor(first.subject())
                .invoke(words ->
                        form.put("statement", statements.of(first, words)).put("statementLanguage", words.language()))
                .chain(() -> dossiers.reach(targets))
                .invoke(reach ->
                        form.put("reach", Dossiers.form(reach.values().stream().reduce(Reach.NONE, Reach::plus))))
                .map(PreviewResource::largest)
                .chain(largest -> people.named(
                                largest.stream().map(one -> one.getKey().id()).toList())
                        .invoke(named -> form.put(
                                        "examples",
                                        largest.stream()
                                                .map(one -> Dossiers.form(one.getValue())
                                                        .with(
                                                                "subject",
                                                                Json.of(one.getKey()
                                                                        .toString())))
                                                .toList())
                                .put("people", named)))
                .chain(() -> cases.on(first.target(), clock.instant()))
                .invoke(standing -> form.put(
                        "stands",
                        standing.stream()
                                .map(one -> one.measure().word())
                                .distinct()
                                .toList()))
                .chain(() -> told(wished.subjects().getFirst()))
                .invoke(told -> form.put("told", told))
                .chain(() -> staff.outranked(
                        member,
                        Stream.concat(wished.subjects().stream(), wished.target().stream())
                                .toList()))
                .map(outranked -> form.put("outranked", outranked).build());
    }

    private static List<Map.Entry<Subject, Reach>> largest(Map<Subject, Reach> reach) {
        return reach.entrySet().stream()
                .sorted(Comparator.comparingLong((Map.Entry<Subject, Reach> one) ->
                                one.getValue().followers() + one.getValue().posts())
                        .reversed())
                .limit(EXAMPLES_MAX)
                .toList();
    }

    /** Whether the one affected is ours, and reads the statement; others hear of it only when a moderator writes. */
    private Uni<Boolean> told(Subject subject) {
        return Ids.did(subject.id())
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(Optional::isPresent);
    }
}
