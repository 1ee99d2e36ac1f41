package social.godwit.instance.client;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;

/** Reads what gateways answer, and turns refusals into words. */
public final class Answers {
    private static final JsonLimits LIMITS =
            new JsonLimits(GatewayConnection.LARGEST_ANSWER, 64, 4_000_000, 100_000, false);

    private static final Pattern WORD = Pattern.compile("\\p{Ll}[\\p{Ll}'’-]*[,;:.]?(?=\\s|$)");

    private Answers() {}

    /** The answer's JSON object; anything else is a {@link ClientProblem} that names the gateway. */
    public static JsonObject object(GatewayAnswer answer, Origin gateway) {
        return json(answer.body())
                .orElseThrow(() -> new ClientProblem(
                        gateway + " answered with something that this program does not understand.",
                        "Is it a Godwit server? Check the address."));
    }

    /** Reads a JSON object; empty when the bytes are none. */
    public static Optional<JsonObject> json(byte[] body) {
        return StrictJson.read(body, LIMITS) instanceof JsonReading.Read(JsonObject object)
                ? Optional.of(object)
                : Optional.empty();
    }

    /** Passes a success on and turns everything else into a problem that begins with {@code doing}. */
    public static GatewayAnswer expectSuccess(GatewayAnswer answer, Origin gateway, String doing) {
        if (answer.isSuccess()) return answer;
        throw refusal(answer, gateway, doing);
    }

    /** A refusal in words: the problem's own detail where there is one (RFC 9457), and what to do by its status. */
    public static ClientProblem refusal(GatewayAnswer answer, Origin gateway, String doing) {
        Optional<JsonObject> problem = json(answer.body());
        String reason = problem.flatMap(json -> json.string("detail").or(() -> json.string("title")))
                .filter(text -> !text.isEmpty())
                .map(text -> text.endsWith(".") ? text : text + ".")
                .map(Answers::sentence)
                .orElse("It gave no reason (status " + answer.status() + ").");
        return new ClientProblem(
                doing + " failed: " + gateway + " refused. " + reason,
                problem.flatMap(json -> json.string("type"))
                        .filter(type -> type.endsWith("suspended"))
                        .map(suspended -> "Why, and how to appeal: godwit account decisions")
                        .orElseGet(() -> next(answer.status())));
    }

    /** With a large first letter where a word begins it; an account, a path or a name stays as it is written. */
    private static String sentence(String text) {
        return WORD.matcher(text).lookingAt()
                ? text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1)
                : text;
    }

    private static String next(int status) {
        return switch (status) {
            case 401 -> "Check that this computer's clock is right and that --home names the folder of this account.";
            case 403 -> "This account may not do that there.";
            case 404 -> "Check the name or address; what you ask for may have been deleted or hidden from you.";
            case 413 -> "Make it smaller and try again.";
            case 429 -> "Wait a minute and try again.";
            case 500, 502, 503, 504 -> "The server has trouble of its own. Try again later.";
            default -> "";
        };
    }
}
