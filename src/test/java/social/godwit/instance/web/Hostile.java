package social.godwit.instance.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;

/** Texts that want to be more than text, for every field that strangers fill; and a server that consists of them. */
final class Hostile {
    /** Runs where markup is taken for markup, or an address for one of ours. */
    static final String MARKUP =
            "\"'><img src=x onerror=attacked()><svg onload=attacked()></textarea><script>attacked()</script>{n} ${n}";
    /** Turns around what stands after it. */
    private static final String TURNED = "\u202egpj.exe \u2066";
    /** Has no place to break a line at. */
    private static final String LONG = "W".repeat(5_000);

    static final String LINK = "javascript:attacked()//https://example.org";

    private Hostile() {}

    /** For fields of at most {@code length} characters. */
    static String text(int length) {
        return (TURNED + MARKUP + LONG).substring(0, length);
    }

    /** The same where no characters that turn the direction are let in. */
    static String plain(int length) {
        return (MARKUP + LONG).substring(0, length);
    }

    /** Markup that a sanitizer sees. */
    static String html() {
        return "<p onclick=attacked() style='position:fixed;top:0'>" + text(3_000) + "</p><a href=\"" + LINK
                + "\" onmouseover=attacked()>a</a>"
                + "<a href='data:text/html,<script>attacked()</script>'>b</a><iframe src=" + LINK
                + "></iframe><base href=//evil.example>"
                + "<math><mi xlink:href=" + LINK + ">c</mi></math><form action=" + LINK + "><button formaction=" + LINK
                + ">d</button></form>";
    }

    /** Hostile in what an account and a post have beside their text; their addresses are {@code link}. */
    static JsonObject profile(JsonObject actor, String link) {
        return actor.with("name", Json.of(text(400)))
                .with("summary", Json.of(html()))
                .with(
                        "icon",
                        JsonObject.builder()
                                .put("type", "Image")
                                .put("url", link)
                                .build())
                .with(
                        "image",
                        JsonObject.builder()
                                .put("type", "Image")
                                .put("url", link.equals(LINK) ? "data:text/html,x" : link)
                                .build())
                .with(
                        "attachment",
                        new JsonArray(List.of(
                                field(text(200), html()),
                                field(LINK, "<a rel=me href='" + LINK + "'>" + LINK + "</a>"))));
    }

    static JsonObject post(JsonObject note, String link) {
        return note.with("content", Json.of(html()))
                .with("summary", Json.of(text(400)))
                .with("url", Json.of(link))
                .with(
                        "tag",
                        new JsonArray(List.of(
                                tag("Hashtag", link, "#" + text(90)),
                                tag("Mention", link, "@" + text(90)),
                                tag("Hashtag", link, "#x"))))
                .with(
                        "attachment",
                        new JsonArray(List.of(
                                file("image/svg+xml", link, text(1_000)),
                                file("image/png", link, text(1_000)),
                                file(MARKUP, link, MARKUP))));
    }

    static JsonObject poll(JsonObject note) {
        return note.with("type", Json.of("Question"))
                .with("oneOf", new JsonArray(List.of(option(text(200)), option(LINK), option(plain(300)))));
    }

    private static Json option(String name) {
        return JsonObject.builder()
                .put("type", "Note")
                .put("name", name)
                .put(
                        "replies",
                        JsonObject.builder()
                                .put("type", "Collection")
                                .put("totalItems", 0)
                                .build())
                .build();
    }

    private static Json field(String name, String value) {
        return JsonObject.builder()
                .put("type", "PropertyValue")
                .put("name", name)
                .put("value", value)
                .build();
    }

    private static Json tag(String type, String href, String name) {
        return JsonObject.builder()
                .put("type", type)
                .put("href", href)
                .put("name", name)
                .build();
    }

    private static Json file(String type, String url, String name) {
        return JsonObject.builder()
                .put("type", "Document")
                .put("mediaType", type)
                .put("url", url)
                .put("name", name)
                .build();
    }

    /** A server of the same network, all of whose words are hostile; what is sent to it it refuses in the same words. */
    static final class Server implements AutoCloseable {
        private final HttpServer server;

        Server() throws IOException {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/", this::answer);
            server.start();
        }

        String actor() {
            return origin() + "/actor";
        }

        String note() {
            return origin() + "/notes/1";
        }

        String list() {
            return origin() + "/list.csv";
        }

        /** An address of this server that would end an attribute. */
        String address() {
            return origin() + "/%22onerror=attacked()'x='";
        }

        private String origin() {
            return "http://localhost:" + server.getAddress().getPort();
        }

        private void answer(HttpExchange exchange) throws IOException {
            try (exchange) {
                exchange.getRequestBody().readAllBytes();
                String path = exchange.getRequestURI().getPath();
                if (exchange.getRequestMethod().equals("POST")) send(exchange, 400, "text/plain", text(2_000));
                else if (path.equals("/actor"))
                    send(
                            exchange,
                            200,
                            "application/activity+json",
                            actorDocument().toString());
                else if (path.equals("/notes/1"))
                    send(
                            exchange,
                            200,
                            "application/activity+json",
                            noteDocument().toString());
                else if (path.equals("/.well-known/webfinger"))
                    send(exchange, 200, "application/jrd+json", webFinger().toString());
                else if (path.equals("/list.csv"))
                    send(
                            exchange,
                            200,
                            "text/csv",
                            "#domain,#severity,#public_comment\nlisted.example,suspend,\""
                                    + text(1_000).replace("\"", "\"\"") + "\"\n" + MARKUP + ",suspend,x\n");
                else send(exchange, 404, "text/html", html());
            }
        }

        private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
            byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().add("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }

        private JsonObject webFinger() {
            return JsonObject.builder()
                    .put("subject", "acct:evil@" + origin().substring("http://".length()))
                    .put(
                            "links",
                            List.of(JsonObject.builder()
                                    .put("rel", "self")
                                    .put("type", "application/activity+json")
                                    .put("href", actor())
                                    .build()))
                    .build();
        }

        private JsonObject actorDocument() {
            return profile(
                    JsonObject.builder()
                            .put("@context", "https://www.w3.org/ns/activitystreams")
                            .put("id", actor())
                            .put("type", "Person")
                            .put("preferredUsername", "evil")
                            .put("url", LINK)
                            .put("inbox", actor() + "/inbox")
                            .put("outbox", actor() + "/outbox")
                            .build(),
                    LINK);
        }

        private JsonObject noteDocument() {
            return post(
                    JsonObject.builder()
                            .put("@context", "https://www.w3.org/ns/activitystreams")
                            .put("id", note())
                            .put("type", "Note")
                            .put("attributedTo", actor())
                            .put("published", "2026-01-01T00:00:00Z")
                            .put("to", List.of("https://www.w3.org/ns/activitystreams#Public"))
                            .build(),
                    LINK);
        }

        @Override
        public void close() {
            server.stop(0);
        }
    }
}
