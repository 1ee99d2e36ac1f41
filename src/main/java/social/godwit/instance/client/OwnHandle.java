package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.ActorDocument;

/**
 * A handle at a domain that is no gateway of the account (FEP-2c59): it stays when the home changes. A file at the domain says whose it is,
 * the actor document names it, and both have to agree before anybody believes either.
 *
 * @param name the part before the @
 * @param domain where the file is
 */
public record OwnHandle(String name, Origin domain) {
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9_]+([.-]+[a-zA-Z0-9_]+)*");
    private static final Pattern LOCAL = Pattern.compile("(localhost|127\\.0\\.0\\.1)(:[0-9]{1,5})?");
    private static final String ACTIVITY_JSON = "application/activity+json";

    /** Reads {@code name@domain}, with or without an @ before it. */
    public static Optional<OwnHandle> parse(String text) {
        String bare = text.startsWith("@") ? text.substring(1) : text;
        int at = bare.indexOf('@');
        if (at <= 0 || !NAME.matcher(bare.substring(0, at)).matches()) return Optional.empty();
        String host = bare.substring(at + 1);
        return Origin.parse((LOCAL.matcher(host).matches() ? "http://" : "https://") + host)
                .map(domain -> new OwnHandle(bare.substring(0, at), domain));
    }

    /** The one that an actor document names; empty when it goes by the name at one of its gateways. */
    public static Optional<OwnHandle> in(JsonObject actor) {
        return actor.string("webfinger")
                .flatMap(OwnHandle::parse)
                .filter(handle -> !actor.ids("gateways").contains(handle.domain.toString()));
    }

    /** Has the account go by it. The domain has to lead to the account before, and no other is named meanwhile. */
    public void take(Owner owner) {
        if (owner.home().state().gateways().contains(domain.toString()))
            throw new ClientProblem(
                    "The names at " + domain.authority() + " are given by that server.",
                    "Name a domain of your own that is not one of your servers.");
        check(owner.surroundings(), owner.ids().actor());
        new Profile(owner).update(List.of(ActorDocument.text("webfinger", toString())));
    }

    /** Has the account go by the name at its home again. */
    public static void giveUp(Owner owner) {
        new Profile(owner)
                .update(List.of(ActorDocument.text("webfinger", owner.ids().handle())));
    }

    /** Whether the home leads from its own name for the account to this one, as servers look it up. */
    public boolean isToldBy(Owner owner) {
        try {
            Origin home = owner.ids().home();
            return ask(owner.surroundings(), home, owner.ids().actor())
                    .filter(jrd -> names(jrd, owner.ids().actor()))
                    .isPresent();
        } catch (IOException e) {
            return false;
        }
    }

    /** Makes sure that the domain says that the handle is {@code actor}'s; else a {@link ClientProblem} that says what to put there. */
    public void check(Surroundings surroundings, String actor) {
        String trouble = "leads to another address";
        try {
            Optional<JsonObject> jrd = ask(surroundings, domain, "acct:" + this);
            if (jrd.filter(found -> names(found, actor)).isPresent()) return;
            if (jrd.isEmpty()) trouble = "leads nowhere yet";
        } catch (IOException e) {
            trouble = "cannot be looked up (" + GatewayConnection.reason(e) + ")";
        }
        throw new ClientProblem(
                "@" + this + " " + trouble + ".",
                "Put this at " + domain + "/.well-known/webfinger, as a file without an ending:\n" + file(actor)
                        + "\nThen run the same command again.");
    }

    /** Where the handle leads, by whatever the domain says; empty when it names nobody. */
    Optional<String> actor(Surroundings surroundings) throws IOException {
        return ask(surroundings, domain, "acct:" + this).flatMap(OwnHandle::self);
    }

    /** What has to be at {@code /.well-known/webfinger} of the domain (RFC 7033). */
    public JsonObject file(String actor) {
        return JsonObject.builder()
                .put("subject", "acct:" + this)
                .put(
                        "links",
                        List.of(JsonObject.builder()
                                .put("rel", "self")
                                .put("type", ACTIVITY_JSON)
                                .put("href", actor)
                                .build()))
                .build();
    }

    private static Optional<JsonObject> ask(Surroundings surroundings, Origin at, String resource) throws IOException {
        URI question = URI.create(
                at + "/.well-known/webfinger?resource=" + URLEncoder.encode(resource, StandardCharsets.UTF_8));
        GatewayAnswer answer = surroundings
                .connection()
                .send("GET", question, Map.of("Accept", "application/jrd+json, application/json"));
        return answer.isSuccess() ? Answers.json(answer.body()) : Optional.empty();
    }

    private boolean names(JsonObject jrd, String actor) {
        return jrd.string("subject").filter(("acct:" + this)::equalsIgnoreCase).isPresent()
                && self(jrd).filter(actor::equals).isPresent();
    }

    private static Optional<String> self(JsonObject jrd) {
        for (Json item : jrd.list("links"))
            if (item instanceof JsonObject link
                    && link.string("rel").filter("self"::equals).isPresent()
                    && link.string("type").filter(OwnHandle::isActivity).isPresent()) return link.string("href");
        return Optional.empty();
    }

    private static boolean isActivity(String type) {
        return type.startsWith(ACTIVITY_JSON)
                || (type.startsWith("application/ld+json") && type.contains("https://www.w3.org/ns/activitystreams"));
    }

    /** {@code name@domain}. */
    @Override
    public String toString() {
        return name + "@" + domain.authority();
    }
}
