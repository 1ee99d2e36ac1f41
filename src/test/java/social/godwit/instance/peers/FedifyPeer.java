package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A Fedify server (Node.js) as a process of its own, told what to do through its control interface. */
final class FedifyPeer implements AutoCloseable {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(2);
    private static final Duration ANSWERS_WITHIN = Duration.ofMinutes(2);
    private static final String READY = "ready: ";

    private final PeerNetwork.Host host;
    private final RunningProcess process;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI control;

    /** The HTTP signature that a request carried, or that the server prefers. */
    enum Scheme {
        CAVAGE,
        RFC9421,
        BOTH,
        NONE;

        String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** Fedify's verdict on one integrity proof: of the {@code activity} or of its embedded {@code object}. */
    record Proof(String where, String verificationMethod, boolean valid) {}

    /** One delivery to this server's inboxes, as it came and as Fedify judged it. */
    record Received(
            String path,
            Scheme scheme,
            String keyId,
            boolean verified,
            String id,
            String type,
            String actor,
            List<Proof> proofs,
            int status,
            String body) {
        /** The activity's JSON. */
        JsonNode json() {
            return parse(body);
        }
    }

    /** One request that this server sent, and the status of the answer (0: none). */
    record Sent(String method, String url, Scheme scheme, int status) {}

    private FedifyPeer(PeerNetwork.Host host, RunningProcess process) {
        this.host = host;
        this.process = process;
        this.control = URI.create(process.readyLine().substring(READY.length()));
    }

    /** Starts a server under a host name that begins with {@code label}. */
    static FedifyPeer start(PeerNetwork network, String label) {
        Path installed = PeerInstallation.of("fedify");
        var host = network.host(label);
        Path folder = network.folderFor(host.name());
        try (Stream<Path> programs = Files.list(PeerInstallation.sources().resolve("fedify"))) {
            for (Path program :
                    programs.filter(file -> file.toString().endsWith(".mjs")).toList()) {
                Files.copy(program, folder.resolve(program.getFileName()));
            }
            Files.createSymbolicLink(folder.resolve("node_modules"), installed.resolve("node_modules"));
            String node = Files.readString(installed.resolve("node-path")).strip();
            var environment = Map.of(
                    "PEER_ORIGIN", host.origin(),
                    "PEER_ADDRESS", host.address(),
                    "PEER_PORT", String.valueOf(host.port()),
                    "PEER_CERTIFICATE", host.certificate().certificate().toString(),
                    "PEER_KEY", host.certificate().key().toString(),
                    "PEER_HOSTS", network.hostsFile().toString(),
                    "NODE_EXTRA_CA_CERTS", network.authority().pem().toString());
            var command = List.of(node, "--import", "./wire.mjs", "server.mjs");
            return new FedifyPeer(
                    host,
                    RunningProcess.start(
                            command, environment, folder, folder.resolve("server.log"), READY, STARTS_WITHIN));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String origin() {
        return host.origin();
    }

    /** Makes an actor that takes followers at once. */
    Actor actor(String name) {
        return create(name, false);
    }

    /** Makes an actor that asks before it takes a follower. */
    Actor lockedActor(String name) {
        return create(name, true);
    }

    /** Every delivery so far, oldest first. */
    List<Received> received() {
        return list("received", node -> {
            return new Received(
                    node.path("path").asText(),
                    schemeOf(node),
                    node.path("keyId").asText(),
                    node.path("verified").asBoolean(),
                    node.path("id").asText(),
                    node.path("type").asText(),
                    node.path("actor").asText(),
                    proofs(node.path("proofs")),
                    node.path("status").asInt(),
                    node.path("body").asText());
        });
    }

    /** Waits for a delivery of this type by this actor, about this object (its id, or the embedded object's). */
    Received awaitActivity(String type, String actor, String object) {
        return Eventually.eventually(
                type + " of " + object + " by " + actor,
                () -> received().stream()
                        .filter(received -> received.type().equals(type)
                                && received.actor().equals(actor)
                                && received.status() == 202
                                && (object == null
                                        || idOf(received.json().path("object")).equals(object)))
                        .findFirst());
    }

    /** Every request sent so far, oldest first. */
    List<Sent> sent() {
        return list(
                "sent",
                node -> new Sent(
                        node.path("method").asText(),
                        node.path("url").asText(),
                        schemeOf(node),
                        node.path("status").asInt()));
    }

    /** What Fedify says of the integrity proofs of a document and of the object within it. */
    List<Proof> verify(String json) {
        return proofs(command("verify", parse(json)));
    }

    /** The document as a JSON-LD 1.1 processor expands it; fails where it refuses. */
    JsonNode expand(String json) {
        return command("expand", parse(json));
    }

    /** Which signature it tries first from now on. */
    void signFirstWith(Scheme scheme) {
        command("settings", Map.of("firstKnock", scheme.word()));
    }

    /** Which signatures it takes from now on; requests with another are answered 401. */
    void acceptOnly(Scheme scheme) {
        command("settings", Map.of("accepts", scheme.word()));
    }

    /** Answers every request with this status until {@link #recover}. */
    void breakDown(int status) {
        command("settings", Map.of("outage", status));
    }

    /** Ends an outage. */
    void recover() {
        command("settings", Map.of("outage", 0));
    }

    /** What the server printed. */
    String log() {
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }

    /** The id of an object that is embedded or named. */
    static String idOf(JsonNode object) {
        return object.isTextual() ? object.asText() : object.path("id").asText();
    }

    private Actor create(String name, boolean locked) {
        return new Actor(
                name,
                command("actors", Map.of("name", name, "locked", locked))
                        .path("id")
                        .asText());
    }

    private static Scheme schemeOf(JsonNode node) {
        return Scheme.valueOf(node.path("scheme").asText().toUpperCase(java.util.Locale.ROOT));
    }

    private <T> List<T> list(String path, java.util.function.Function<JsonNode, T> read) {
        var items = new ArrayList<T>();
        command(path, Map.of()).forEach(node -> items.add(read.apply(node)));
        return items;
    }

    private static List<Proof> proofs(JsonNode verdicts) {
        var proofs = new ArrayList<Proof>();
        verdicts.forEach(proof -> proofs.add(new Proof(
                proof.path("where").asText(),
                proof.path("verificationMethod").asText(),
                proof.path("valid").asBoolean())));
        return List.copyOf(proofs);
    }

    private JsonNode command(String path, Object arguments) {
        try {
            var request = HttpRequest.newBuilder(control.resolve("/" + path))
                    .timeout(ANSWERS_WITHIN)
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(arguments)))
                    .build();
            var response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() != 200) {
                throw new IllegalStateException("Fedify could not " + path + " " + arguments + ": " + response.body());
            }
            return parse(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode parse(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A published post: its id and its Create's. */
    record Post(String id, String activity) {}

    /** A vote in a poll of this server's. */
    record Vote(String voter, String option) {}

    /** One of the server's people. */
    final class Actor {
        private final String name;
        private final String id;

        private Actor(String name, String id) {
            this.name = name;
            this.id = id;
        }

        String id() {
            return id;
        }

        String handle() {
            return "@" + name + "@" + host.authority();
        }

        /** Looks an actor or object up by handle or URL; its JSON as Fedify understood it. */
        JsonNode lookup(String query) {
            return act("lookup", Map.of("query", query));
        }

        /** Asks to follow; the id of the Follow. */
        String follow(String target) {
            return act("follow", Map.of("target", target)).path("id").asText();
        }

        void unfollow(String target) {
            act("unfollow", Map.of("target", target));
        }

        void accept(String follow) {
            act("accept", Map.of("follow", follow));
        }

        void reject(String follow) {
            act("reject", Map.of("follow", follow));
        }

        Post post(String html) {
            return publish("post", Map.of("content", html));
        }

        Post postToFollowers(String html) {
            return publish("post", Map.of("content", html, "audience", "followers"));
        }

        Post postTo(String html, String... people) {
            return publish("post", Map.of("content", html, "audience", "direct", "mentions", List.of(people)));
        }

        Post reply(String to, String html) {
            return publish("post", Map.of("content", html, "inReplyTo", to));
        }

        Post ask(String html, String... options) {
            return publish("question", Map.of("content", html, "options", List.of(options)));
        }

        void vote(String question, String option) {
            act("vote", Map.of("question", question, "option", option));
        }

        Post edit(String post, String html) {
            return publish("edit", Map.of("id", post, "content", html));
        }

        void delete(String post) {
            act("delete", Map.of("id", post));
        }

        /** Reports somebody, by handle, and posts of theirs to the moderators of their server. */
        void report(String handle, String content, String... posts) {
            act("report", Map.of("target", handle, "content", content, "posts", List.of(posts)));
        }

        /** Likes; the id of the Like. */
        String like(String object) {
            return act("like", Map.of("object", object)).path("id").asText();
        }

        /** Boosts; the id of the Announce. */
        String boost(String object) {
            return act("boost", Map.of("object", object)).path("id").asText();
        }

        /** Takes back a Like or an Announce. */
        void undo(String activity) {
            act("undo", Map.of("activity", activity));
        }

        /** Fetches a document with a request that this actor signs; empty when it is not given. */
        Optional<JsonNode> fetch(String url) {
            JsonNode answer = act("fetch", Map.of("url", url));
            return answer.path("found").asBoolean() ? Optional.of(answer.path("document")) : Optional.empty();
        }

        List<String> followers() {
            return texts(state().path("followers"));
        }

        /** Ids of the Follows that wait for an answer. */
        List<String> requests() {
            var ids = new ArrayList<String>();
            state().path("requests")
                    .forEach(request -> ids.add(request.path("id").asText()));
            return ids;
        }

        /** How it stands with following this actor: {@code pending}, {@code accepted}, {@code rejected} or {@code none}. */
        String following(String actor) {
            for (JsonNode entry : state().path("following")) {
                if (entry.path("actor").asText().equals(actor)) {
                    return entry.path("state").asText();
                }
            }
            return "none";
        }

        List<String> likesOf(String post) {
            return texts(stateOf(post).path("likes"));
        }

        List<String> boostsOf(String post) {
            return texts(stateOf(post).path("shares"));
        }

        List<String> repliesTo(String post) {
            return texts(stateOf(post).path("replies"));
        }

        List<Vote> votesOn(String question) {
            var votes = new ArrayList<Vote>();
            stateOf(question)
                    .path("votes")
                    .forEach(vote -> votes.add(new Vote(
                            vote.path("voter").asText(), vote.path("option").asText())));
            return votes;
        }

        private JsonNode stateOf(String post) {
            for (JsonNode entry : state().path("posts")) {
                if (entry.path("id").asText().equals(post)) {
                    return entry;
                }
            }
            throw new IllegalArgumentException("not a post of " + handle() + ": " + post);
        }

        private JsonNode state() {
            return act("state", Map.of());
        }

        private Post publish(String action, Map<String, ?> arguments) {
            JsonNode answer = act(action, arguments);
            return new Post(answer.path("id").asText(), answer.path("activity").asText());
        }

        private JsonNode act(String action, Map<String, ?> arguments) {
            return command("actors/" + name + "/" + action, arguments);
        }

        private static List<String> texts(JsonNode array) {
            var texts = new ArrayList<String>();
            array.forEach(node -> texts.add(node.asText()));
            return texts;
        }
    }
}
