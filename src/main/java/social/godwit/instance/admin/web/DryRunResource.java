package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.policy.RecentPosts.Example;
import social.godwit.activitypub.policy.RecentPosts.Found;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.policy.DryRuns;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.DryRun;
import social.godwit.network.domain.Stance;
import social.godwit.network.filter.FilterForm;
import social.godwit.network.filter.FilterForm.Reading;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Permission;

/**
 * What something would have hit in the last 30 days, by numbers and examples; nothing changes. The body names one of: {@code
 * filter} (as it would be written; {@code days} 1 to 30, the default), {@code subject} or {@code subjects} of a decision, {@code domains} (rules: {@code domain}
 * and {@code stance}). A list is tried by its own preview, with the same answer as domains.
 */
@Path("/admin/v1/dry-run")
@Produces(MediaType.APPLICATION_JSON)
class DryRunResource {
    private static final int SUBJECTS_MAX = 1_000;

    private final Staff staff;
    private final DryRuns runs;
    private final People people;
    private final InstantSource clock;

    DryRunResource(Staff staff, DryRuns runs, People people, InstantSource clock) {
        this.staff = staff;
        this.runs = runs;
        this.people = people;
        this.clock = clock;
    }

    @POST
    public Uni<Response> run(@Context RoutingContext request, byte[] body) {
        return staff.only(Permission.SEE_CASES, request, (member, wish) -> run(wish), body);
    }

    private Uni<Response> run(JsonObject wish) {
        Optional<JsonObject> filter = wish.object("filter");
        if (filter.isPresent()) {
            return switch (FilterForm.read(filter.get().string("id").orElse("new"), filter.get())) {
                case Reading.Not not -> Uni.createFrom().item(ModerationAnswers.unfit(not));
                case Reading.Read read -> runs.of(read.filter(), days(wish)).chain(this::told);
            };
        }
        if (wish.has("domains")) {
            List<DomainRule> rules = rules(wish);
            return rules.isEmpty() || rules.size() < wish.list("domains").size()
                    ? refused("domains names each a domain, and the stance allow, limit or deny.")
                    : runs.ofRules(rules)
                            .map(hits -> ModerationAnswers.ok(told(hits).build()));
        }
        Set<Subject> subjects = subjects(wish);
        return subjects.isEmpty() || subjects.size() > SUBJECTS_MAX
                ? refused("Name a filter, domains, or 1 to " + SUBJECTS_MAX
                        + " subjects, each account:ID, post:ID or domain:NAME.")
                : runs.of(subjects).chain(this::told);
    }

    private static Duration days(JsonObject wish) {
        long most = DryRuns.LOOKED_AT.toDays();
        return Duration.ofDays(
                wish.get("days") instanceof JsonNumber number
                        ? Math.clamp(number.integer().orElse(most), 1, most)
                        : most);
    }

    private static Set<Subject> subjects(JsonObject wish) {
        Set<Subject> subjects = new LinkedHashSet<>();
        wish.string("subject").flatMap(Subject::parse).ifPresent(subjects::add);
        for (Json item : wish.list("subjects")) {
            if (item instanceof JsonString text) {
                Subject.parse(text.value()).ifPresent(subjects::add);
            }
        }
        return subjects;
    }

    private List<DomainRule> rules(JsonObject wish) {
        Instant now = clock.instant();
        List<DomainRule> rules = new ArrayList<>();
        for (Json item : wish.list("domains")) {
            if (item instanceof JsonObject rule) {
                Optional<Stance> stance = rule.string("stance").flatMap(Stance::parse);
                rule.string("domain")
                        .flatMap(DomainRule::domain)
                        .filter(domain -> stance.isPresent() && rules.size() < SUBJECTS_MAX)
                        .ifPresent(domain -> rules.add(
                                new DomainRule(domain, stance.orElseThrow(), Set.of(), "", "", now, Optional.empty())));
            }
        }
        return rules;
    }

    private Uni<Response> told(Found found) {
        return people.named(found.examples().stream().map(Example::author).toList())
                .map(named -> ModerationAnswers.ok(told(found, named)));
    }

    private JsonObject told(Found found, JsonObject people) {
        return JsonObject.builder()
                .put("since", found.since().toString())
                .put("days", Duration.between(found.since(), clock.instant()).toDays())
                .put("posts", found.posts())
                .put("ofPosts", found.ofPosts())
                .put("accounts", found.accounts())
                .put("follows", found.follows())
                .put(
                        "examples",
                        found.examples().stream().map(DryRunResource::example).toList())
                .put("people", people)
                .build();
    }

    private static JsonObject example(Example example) {
        return JsonObject.builder()
                .put("post", example.id())
                .put("account", example.author())
                .put("at", example.arrived().toString())
                .put("words", example.words())
                .build();
    }

    /** What rules about domains would hit. */
    static JsonObject.Builder told(DryRun.Hits hits) {
        return JsonObject.builder()
                .put("days", DryRuns.LOOKED_AT.toDays())
                .put("hosts", hits.hosts())
                .put("posts", hits.posts())
                .put("accounts", hits.accounts())
                .put("follows", hits.cut())
                .put("ofFollows", hits.allFollows())
                .put("needsConfirmation", hits.floor())
                .put(
                        "examples",
                        hits.examples().stream()
                                .map(host -> JsonObject.builder()
                                        .put("host", host.host())
                                        .put("posts", host.posts())
                                        .put("accounts", host.accounts())
                                        .put("follows", host.follows())
                                        .build())
                                .toList());
    }

    private static Uni<Response> refused(String why) {
        return Uni.createFrom().item(ModerationAnswers.invalid("dry-run-form", why));
    }
}
