package social.godwit.instance.client;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;

/** What the account's gateways show to its owner only: timeline, notifications, requests, and the rest. */
public final class Views {
    private static final String JSON = "application/activity+json, application/json";

    private final Gateways gateways;
    private final Did account;

    /** The views of {@code owner}. */
    public Views(Owner owner) {
        this(owner.gateways(), owner.did());
    }

    /** What {@code gateways} show of {@code account} to whoever signs the requests: its owner, or who goes on in its place. */
    public Views(Gateways gateways, Did account) {
        this.gateways = gateways;
        this.account = account;
    }

    /** One page of a view, newest first. */
    public JsonObject page(String view, Map<String, String> parameters) {
        Gateways.From from = ask(view, parameters).orRefuse("Reading " + view);
        return Answers.object(from.answer(), from.gateway());
    }

    /** The raw answer of a view. */
    public Gateways.From ask(String view, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .map(parameter -> parameter.getKey() + "=" + encoded(parameter.getValue()))
                .collect(Collectors.joining("&"));
        String path = "/client/v1/" + account + "/" + view + (query.isEmpty() ? "" : "?" + query);
        try {
            return gateways.get(path, JSON);
        } catch (Gateways.Unreachable e) {
            throw new ClientProblem(
                    "None of your servers answers: " + e.getMessage(), "Check the network and try again.", e);
        }
    }

    /** The mark after {@code before=} in a link to an older page. */
    public static Optional<String> markOf(String link) {
        int at = link.indexOf("before=");
        if (at < 0) return Optional.empty();
        String rest = link.substring(at + "before=".length());
        int end = rest.indexOf('&');
        return Optional.of(URLDecoder.decode(end < 0 ? rest : rest.substring(0, end), StandardCharsets.UTF_8));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
