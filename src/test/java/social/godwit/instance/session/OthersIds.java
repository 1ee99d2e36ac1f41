package social.godwit.instance.session;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.MediaUpload;
import social.godwit.instance.client.OperatorConnection;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.PeopleLists;
import social.godwit.instance.client.Posts;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Post;

/** Ada owns one of everything. Bob, who has the same role, asks for it, and for what nobody has; then Ada does. */
final class OthersIds {
    private final String origin;
    private final Visitor ada;
    private final Visitor bob;
    private final String adasCookie;
    private final String bobsCookie;
    private final Map<String, String> ids = new HashMap<>();

    OthersIds(String origin, Path folder, OperatorConnection operator) throws IOException {
        this.origin = origin;
        ada = Visitor.register(origin, folder, "ada");
        bob = Visitor.register(origin, folder, "bob");
        for (String name : List.of("ada", "bob"))
            operator.put(
                    "/admin/v1/staff/" + name,
                    JsonObject.builder().put("role", "owner").build());
        adasCookie = ada.signIn();
        bobsCookie = bob.signIn();
        makeDeskThings(operator);
        makePosts(folder);
    }

    private void makeDeskThings(OperatorConnection operator) {
        ada.signIn();
        ids.put("session", adasOther(asAda("GET", "/session/list", "").list("sessions")));
        asAda("POST", "/admin/v1/tokens", "{\"name\":\"mine\"}");
        ids.put("token", id(asAda("GET", "/admin/v1/tokens", "").list("tokens").getFirst()));
        ids.put("queue", "mine");
        asAda("PUT", "/admin/v1/desk/queues/mine", "{\"text\":\"status=open\"}");
        JsonObject warning = JsonObject.builder()
                .put("subject", "account:ap://" + ada.did() + "/actor")
                .put("measure", "warn")
                .put("rule", "spam")
                .put("text", "mind the tone")
                .put("facts", "once")
                .build();
        ids.put(
                "decision",
                id(operator.post("/admin/v1/decisions", warning)
                        .object("decision")
                        .orElseThrow()));
    }

    private void makePosts(Path folder) throws IOException {
        Path picture = folder.resolve("ada.png");
        ImageIO.write(new BufferedImage(2, 2, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        try (Owner owner = bob.owner()) {
            new Posts(owner).post(draft("for everybody", Audience.PUBLIC));
        }
        try (Owner owner = ada.owner()) {
            String note = new Posts(owner)
                    .post(draft("for friends", Audience.FOLLOWERS))
                    .id();
            var lists = new PeopleLists(owner);
            String list = lists.create("friends").id();
            lists.change("friends", "@bob", true);
            ids.put("post", note.substring(note.indexOf("/.well-known/")));
            ids.put("note", URLEncoder.encode(note, StandardCharsets.UTF_8));
            ids.put("list", URLEncoder.encode(list, StandardCharsets.UTF_8));
            ids.put(
                    "media",
                    new MediaUpload(owner)
                            .upload(picture, "two by two", true, (name, sent, total) -> {})
                            .hash()
                            .hashlink());
        }
        String kept = Access.texts(Visitor.json(ada.signed("GET", "/client/v1/" + ada.did() + "/documents", ""))
                        .list("documents"))
                .getFirst();
        ids.put("hash", Sha256.of(kept.getBytes(StandardCharsets.UTF_8)).multibase());
    }

    private static Posts.Draft draft(String text, Audience audience) {
        return new Posts.Draft(
                text, Optional.of(audience), Optional.empty(), "en", List.of(), Optional.empty(), Post.Quotes.ANYONE);
    }

    /** What told Bob more than an id that nobody has would, and what Ada did not get. */
    List<String> wrong() {
        List<String> wrong = new ArrayList<>();
        List<Ids> owned =
                Ids.all().stream().filter(one -> !one.example().isEmpty()).toList();
        String before = asAda("GET", "/admin/v1/desk/queues", "").toString();
        for (Ids one : owned) {
            String bobs = told(one, bob, bobsCookie, ids);
            if (!bobs.equals(told(one, bob, bobsCookie, unlike(ids)))) wrong.add("Bob at " + one + ": " + bobs);
        }
        GatewayAnswer bobsQueue = Visitor.ownPage(
                origin, "PUT", "/admin/v1/desk/queues/mine", bobsCookie, "{\"text\":\"status=resolved\"}");
        if (bobsQueue.status() != 200
                || !asAda("GET", "/admin/v1/desk/queues", "").toString().equals(before))
            wrong.add("Bob's queue of the same name is not beside Ada's: " + bobsQueue.text());
        for (Ids one : owned) {
            String nobodys = told(one, ada, adasCookie, unlike(ids));
            if (nobodys.equals(told(one, ada, adasCookie, ids))) wrong.add("Ada at " + one + ": " + nobodys);
        }
        return wrong;
    }

    /** The answer, without the ids that were asked for. */
    private String told(Ids one, Visitor who, String cookie, Map<String, String> named) {
        String path = filled(one.example(), who, named);
        String body = filled(one.body(), who, named);
        GatewayAnswer answer = path.startsWith("/session/") || path.startsWith("/admin/")
                ? Visitor.ownPage(origin, one.method(), path, cookie, body)
                : one.example().contains("{me}")
                        ? who.signed(one.method(), path, who.keys().device(), body, Map.of())
                        : who.signed(one.method(), path, body);
        String told = answer.status() + " " + answer.text();
        for (String name : one.names())
            told = told.replace(named.get(name), "ID").replace(decoded(named.get(name)), "ID");
        return told;
    }

    private static String filled(String text, Visitor who, Map<String, String> named) {
        String filled = text.replace("{me}", who.did());
        for (var id : named.entrySet()) filled = filled.replace("{" + id.getKey() + "}", id.getValue());
        return filled;
    }

    /** Ids of the same form that nobody has: the last sign but one is another. */
    private static Map<String, String> unlike(Map<String, String> ids) {
        Map<String, String> others = new HashMap<>();
        ids.forEach((name, id) -> {
            int at = id.length() - 2;
            others.put(name, id.substring(0, at) + (id.charAt(at) == '2' ? '3' : '2') + id.substring(at + 1));
        });
        return others;
    }

    private static String decoded(String id) {
        return URLDecoder.decode(id, StandardCharsets.UTF_8);
    }

    private JsonObject asAda(String method, String path, String body) {
        return Visitor.json(Visitor.ownPage(origin, method, path, adasCookie, body));
    }

    private static String adasOther(List<Json> sessions) {
        return id(sessions.stream()
                .filter(one -> !one.toString().contains("\"current\":true"))
                .findFirst()
                .orElseThrow());
    }

    private static String id(Json one) {
        return ((JsonObject) one).string("id").orElseThrow();
    }
}
