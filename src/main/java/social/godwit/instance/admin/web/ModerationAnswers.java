package social.godwit.instance.admin.web;

import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.filter.FilterForm;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.moderation.Event;
import social.godwit.network.moderation.Turn;
import social.godwit.network.staff.Permission;

/** Cases and what comes of turns in them, as JSON. */
final class ModerationAnswers {
    private ModerationAnswers() {}

    static Response ok(JsonObject body) {
        return Response.ok(body.toString()).build();
    }

    static <T> Response list(String name, List<T> items, Function<T, Json> form) {
        return ok(JsonObject.builder()
                .put(name, items.stream().map(form).toList())
                .build());
    }

    static JsonObject file(CaseFile file) {
        JsonObject.Builder form = JsonObject.builder()
                .put("subject", file.subject().toString())
                .put("status", file.status() == CaseFile.Status.OPEN ? "open" : "resolved")
                .put("openReports", file.openReports())
                .put("category", file.category().word())
                .put("waitingSince", file.waitingSince().toString())
                .put("changedAt", file.changedAt().toString())
                .put("entries", file.entries())
                .putIfPresent("assignee", file.assignee());
        file.claim()
                .ifPresent(claim -> form.put("claimedBy", claim.by())
                        .put("claimedUntil", claim.until().toString()));
        return form.build();
    }

    static JsonObject entry(CaseStore.Entry entry) {
        return JsonObject.builder()
                .put("number", entry.number())
                .put("at", entry.at().toString())
                .put("by", entry.by())
                .put("type", entry.type())
                .put("details", entry.details())
                .build();
    }

    /** What was done, or 404, 409 or 422 with the reason. */
    static Response turn(Turn turn) {
        return switch (turn) {
            case Turn.Done done -> {
                JsonObject.Builder answer = JsonObject.builder().put("case", file(done.file()));
                done.decision().ifPresent(decision -> answer.put("decision", DecisionForm.write(decision)));
                answer.put("done", done.events().stream().map(Event::type).toList());
                yield ok(answer.build());
            }
            case Turn.Refused refused -> Operators.problem(refusal(refused));
        };
    }

    private static Problem refusal(Turn.Refused refused) {
        String detail = refused.detail();
        Problem problem = switch (refused.reason()) {
            case UNKNOWN -> Problem.of(404, "decision", "Not Found", detail);
            case CLAIMED -> Problem.of(409, "claimed", "Claimed by somebody else", detail);
            case DONE_ALREADY -> Problem.of(409, "done-already", "Done already", detail);
            case TOO_LATE -> Problem.of(422, "too-late", "Too late", detail);
            case NOT_YOU -> Problem.of(403, "not-you", "Somebody else has to do it", detail);
            case TOO_MUCH -> Problem.of(409, "too-much", "Too much", detail);
        };
        return refused.number().isPresent() ? problem.with("n", refused.number().getAsLong()) : problem;
    }

    /** 422: what was wished cannot be done as it was written. */
    static Response invalid(String type, String detail) {
        return Operators.problem(wish(type, detail));
    }

    /** The same with the limit {@code n} that its detail names. */
    static Response invalid(String type, long n, String detail) {
        return Operators.problem(wish(type, detail).with("n", n));
    }

    static Response unfit(FilterForm.Reading.Not not) {
        Problem problem = wish(not.name(), not.why());
        for (var part : not.parts().entrySet()) {
            problem = problem.with(part.getKey(), part.getValue());
        }
        return Operators.problem(problem);
    }

    /** Without a permission that is needed for it. */
    static Problem needs(Permission permission, String detail) {
        return Problem.of(403, "permission", "Not permitted", detail).with("needs", permission.word());
    }

    /** 422 as a problem. */
    static Problem wish(String type, String detail) {
        return Problem.of(422, type, "Cannot be done", detail);
    }

    /** A positive whole number that the wish names. */
    static Optional<Long> number(JsonObject wish, String key) {
        return wish.get(key) instanceof JsonNumber number
                ? Optional.of(number.toString())
                        .filter(text -> text.matches("[0-9]{1,9}"))
                        .map(Long::parseLong)
                : Optional.empty();
    }

    static Optional<Instant> time(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (java.time.format.DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
