package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The owner of a Godwit account, who uses the command line {@code ./godwit … --json} with a home folder of their own. */
final class GodwitOwner {
    /** What a test's owners have done, each command's words, while it went well. */
    private static final List<List<String>> DONE = new CopyOnWriteArrayList<>();

    private static final int MINUTES = 10;

    private final PeerNetwork network;
    private final Path home;
    private final Map<String, String> lasting = new HashMap<>();
    private String did = "";
    private String handle = "";
    private String actor = "";

    /** A published object: its id and its activity's. */
    record Published(String id, String activity) {}

    private GodwitOwner(PeerNetwork network, Path home) {
        this.network = network;
        this.home = home;
    }

    static GodwitOwner register(PeerNetwork network, GodwitProcess instance, Path home, String name) {
        var owner = withoutAccount(network, home);
        owner.create(name, "--gateway", instance.origin());
        return owner;
    }

    /** Somebody with an empty folder. */
    static GodwitOwner withoutAccount(PeerNetwork network, Path home) {
        return new GodwitOwner(network, home);
    }

    /** From now on commands find this in their environment, such as the words of a kit. */
    GodwitOwner with(String variable, String value) {
        lasting.put(variable, value);
        return this;
    }

    /** Takes over the name of an account that this folder has by other means. */
    private GodwitOwner is(GodwitOwner owner) {
        did = owner.did;
        handle = owner.handle;
        actor = owner.actor;
        return this;
    }

    /** The same person on another device, with an empty folder so far. */
    GodwitOwner onAnotherDevice(String name) {
        return withoutAccount(network, network.folderFor(name)).is(this);
    }

    /** Makes the account. */
    void create(String name, String... options) {
        JsonNode account = run(Stream.concat(Stream.of("account", "create", name), Stream.of(options))
                .toArray(String[]::new));
        did = account.path("did").asText();
        handle = account.path("handle").asText();
        actor = account.path("actor").asText();
    }

    String did() {
        return did;
    }

    /** {@code @name@host}, as people type it. */
    String handle() {
        return handle.startsWith("@") ? handle : "@" + handle;
    }

    /** The actor's id as servers without portability see it. */
    String actor() {
        return actor;
    }

    Published post(String text, String... options) {
        return published(words("post", text, options));
    }

    Published reply(String to, String text) {
        return published(List.of("reply", to, text));
    }

    Published edit(String post, String text) {
        return published(List.of("edit", post, text));
    }

    Published delete(String post) {
        return published(List.of("delete", post));
    }

    Published like(String post) {
        return published(List.of("like", post));
    }

    Published boost(String post) {
        return published(List.of("boost", post));
    }

    Published vote(String question, String answer) {
        return published(List.of("vote", question, answer));
    }

    void unlike(String post) {
        run("unlike", post);
    }

    void unboost(String post) {
        run("unboost", post);
    }

    void follow(String who) {
        run("follow", who);
    }

    void unfollow(String who) {
        run("unfollow", who);
    }

    /** From now on every follower is decided on, or none. */
    void lock(boolean locked) {
        run("account", "update", locked ? "--locked" : "--no-locked");
    }

    void accept(String who) {
        run("requests", "accept", who);
    }

    void reject(String who) {
        run("requests", "reject", who);
    }

    /** Who waits to be let in. */
    List<JsonNode> requests() {
        return view("requests");
    }

    List<JsonNode> followers() {
        return view("followers");
    }

    List<JsonNode> following() {
        return view("following");
    }

    /** Every entry of a view, page after page. */
    List<JsonNode> all(String view) {
        var all = new ArrayList<JsonNode>();
        JsonNode page = run(view, "--limit", "40");
        all.addAll(items(page));
        for (Optional<String> before = before(page); before.isPresent(); before = before(page)) {
            page = run(view, "--limit", "40", "--before", before.get());
            if (items(page).isEmpty()) {
                break;
            }
            all.addAll(items(page));
        }
        return all;
    }

    /** What the owner's home timeline shows, newest first. */
    List<JsonNode> timeline() {
        return view("timeline");
    }

    /** What the owner has been told of: follows, mentions, likes, boosts, replies. */
    List<JsonNode> notifications() {
        return view("notifications");
    }

    /** A post by anybody as the owner's gateway knows it. */
    JsonNode thread(String post) {
        return run("thread", post);
    }

    /** Runs a command and returns its JSON; fails with what it said when it does not succeed. */
    JsonNode run(String... words) {
        return run(Map.of(), words);
    }

    /** As {@link #run(String...)}, with more in the environment. */
    JsonNode run(Map<String, String> more, String... words) {
        PackagedClient.Said said = PackagedClient.run(
                environment(new HashMap<>(System.getenv()), more),
                Stream.concat(Stream.of(words), Stream.of("--json")).toList());
        if (said.status() != 0) {
            throw new IllegalStateException(String.join(" ", words) + " failed: " + said.out() + said.err());
        }
        DONE.add(List.of(words));
        try {
            return FedifyPeer.JSON.readTree(said.out());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> environment(Map<String, String> inherited, Map<String, String> more) {
        Map<String, String> environment = RunningProcess.clean(inherited);
        environment.putAll(GodwitProcess.clientEnvironment(network, home));
        environment.putAll(lasting);
        environment.putAll(more);
        return environment;
    }

    /** Begins a command in a process of its own and does not wait for its end, which comes after ten minutes at the latest. */
    Process begin(Map<String, String> more, String... words) {
        var command = new ArrayList<String>();
        command.add(GodwitProcess.launcher().toString());
        command.addAll(List.of(words));
        command.add("--json");
        try {
            var builder = new ProcessBuilder(command)
                    .directory(home.toFile())
                    .redirectError(file("errors.log").toFile());
            environment(builder.environment(), more);
            Process process = builder.start();
            process.getOutputStream().close();
            process.onExit().orTimeout(MINUTES, TimeUnit.MINUTES).whenComplete((ended, late) -> {
                if (late != null) {
                    process.destroyForcibly();
                }
            });
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file in the owner's folder. */
    Path file(String name) {
        return home.resolve(name);
    }

    /** Every command that any owner of this test run has done so far, without {@code --json}. */
    static List<List<String>> done() {
        return List.copyOf(DONE);
    }

    /** The first map anywhere within {@code page} that has this id. */
    static Optional<JsonNode> withId(List<JsonNode> page, String id) {
        return page.stream()
                .flatMap(GodwitOwner::maps)
                .filter(map -> map.path("id").asText().equals(id))
                .findFirst();
    }

    /** True when an entry of this type, by this actor, names this object. */
    static boolean tells(List<JsonNode> page, String type, String actor, String object) {
        return page.stream()
                .anyMatch(entry -> entry.path("type").asText().equals(type)
                        && FedifyPeer.idOf(entry.path("actor")).equals(actor)
                        && FedifyPeer.idOf(entry.path("object")).equals(object));
    }

    /** True when an entry is, has or names something with this id. */
    static boolean names(List<JsonNode> page, String id) {
        return page.stream().anyMatch(entry -> entry.toString().contains("\"" + id + "\""));
    }

    /** How many of a page's entries are or name this id. */
    static long count(List<JsonNode> page, String id) {
        return page.stream()
                .filter(entry -> maps(entry)
                        .anyMatch(map -> map.path("id").asText().equals(id)
                                || map.path("object").asText().equals(id)))
                .count();
    }

    private static Stream<JsonNode> maps(JsonNode node) {
        return Stream.concat(
                node.isObject() ? Stream.of(node) : Stream.empty(),
                StreamSupport.stream(node.spliterator(), false).flatMap(GodwitOwner::maps));
    }

    private static Optional<String> before(JsonNode page) {
        String next = page.path("next").asText();
        int at = next.indexOf("before=");
        return at < 0
                ? Optional.empty()
                : Optional.of(URLDecoder.decode(
                        next.substring(at + "before=".length()).split("&", 2)[0], StandardCharsets.UTF_8));
    }

    private List<JsonNode> view(String name) {
        return items(run(name, "--limit", "40"));
    }

    private Published published(List<String> words) {
        JsonNode answer = run(words.toArray(String[]::new));
        return new Published(answer.path("id").asText(), answer.path("activity").asText());
    }

    static List<JsonNode> items(JsonNode page) {
        var items = new ArrayList<JsonNode>();
        JsonNode list = page.has("orderedItems") ? page.path("orderedItems") : page.path("items");
        list.forEach(items::add);
        return items;
    }

    private static List<String> words(String command, String text, String... options) {
        var words = new ArrayList<>(List.of(command, text));
        words.addAll(List.of(options));
        return words;
    }
}
