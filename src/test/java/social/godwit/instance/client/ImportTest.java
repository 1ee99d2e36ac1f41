package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.StandInGateway.Mood;
import social.godwit.instance.client.archive.Archives;
import social.godwit.instance.client.archive.Films;
import social.godwit.instance.client.archive.Import;
import social.godwit.instance.client.archive.Part;
import social.godwit.instance.client.archive.Tally;
import social.godwit.instance.client.home.HomeFolder;

/** An archive of Mastodon's becomes documents of the owner: old dates, nobody told, nothing twice. */
class ImportTest {
    private static final String OLD = "https://old.example/users/alice/statuses/";
    private static final Set<Part> POSTS = Set.of(Part.POSTS, Part.BOOKMARKS);

    @TempDir
    Path folder;

    private final StandInGateway gateway = new StandInGateway();
    private final List<Duration> pauses = new ArrayList<>();
    private boolean patient = true;

    ImportTest() {
        gateway.guardsIds = true;
    }

    @AfterEach
    void close() {
        gateway.close();
        assertThat(gateway.faults).isEmpty();
    }

    @Test
    @DisplayName("Posts keep date, audience, text, warning, language, alternative texts and old address")
    void keepsWhatWasSaid() {
        Tally tally = run(zip(), wishes(false));
        JsonObject first = post(1);
        assertThat(first.string("published")).contains("2018-03-02T08:00:00Z");
        assertThat(first.ids("to")).containsExactly("https://www.w3.org/ns/activitystreams#Public");
        assertThat(first.ids("cc"))
                .allMatch(id -> id.endsWith("/actor/followers"))
                .hasSize(1);
        assertThat(first.object("contentMap").orElseThrow().keys()).containsExactly("en");
        assertThat(first.string("url").orElseThrow()).startsWith(gateway.origin() + "/@alice/");
        JsonObject from = first.object("importedFrom").orElseThrow();
        assertThat(from.string("account")).contains("alice@old.example");
        assertThat(from.string("object")).contains(OLD + 1);
        assertThat(from.string("url")).contains("https://old.example/@alice/1");
        JsonObject picture = (JsonObject) first.list("attachment").getFirst();
        assertThat(picture.string("name")).contains("A godwit");
        assertThat(picture.string("url").orElseThrow()).endsWith(gateway.uploads.getFirst());

        JsonObject second = post(2);
        assertThat(second.string("summary")).contains("Long");
        assertThat(second.string("updated")).contains("2018-03-02T09:00:00Z");
        assertThat(second.ids("cc")).contains("https://www.w3.org/ns/activitystreams#Public");
        assertThat(second.string("inReplyTo")).as("her own thread stays one").isEqualTo(first.string("id"));

        JsonObject sixth = post(6);
        assertThat(sixth.ids("to"))
                .allMatch(id -> id.endsWith("/actor/followers"))
                .hasSize(1);
        assertThat(sixth.string("inReplyTo")).contains("https://far.example/users/bob/statuses/9");
        assertThat(tally.of("posts")).isEqualTo(4);
    }

    @Test
    @DisplayName("Nobody is told: no mention is a tag or an address; hashtags lead to the new home")
    void tellsNobody() {
        run(zip(), wishes(true));
        String all = String.join("\n", gateway.bodies);
        assertThat(all).doesNotContain("\"Mention\"").contains("https://far.example/@bob");
        assertThat(post(1).toString())
                .doesNotContain("https://old.example/tags")
                .contains(gateway.origin() + "/tags/birds");
        for (PortableDocument document : activities()) {
            assertThat(document.json().ids("to")).noneMatch(id -> id.contains("far.example"));
            assertThat(document.json().ids("cc")).noneMatch(id -> id.contains("far.example"));
            boolean marked = document.json()
                    .object("object")
                    .orElse(document.json())
                    .object("importedFrom")
                    .isPresent();
            assertThat(marked || document.type().equals("Add")).isTrue();
        }
    }

    @Test
    @DisplayName("Private messages are the owner's own")
    void keepsPrivateMessagesPrivate() {
        Tally tally = run(zip(), wishes(false));
        assertThat(tally.of("private")).isEqualTo(1);
        PortableDocument message = gateway.at(id(5)).orElseThrow();
        assertThat(message.visibility()).isEqualTo(Visibility.SELF);
        assertThat(activities().stream()
                        .filter(one -> one.json().toString().contains("only for you"))
                        .map(PortableDocument::visibility))
                .containsExactly(Visibility.SELF);
    }

    @Test
    @DisplayName("Polls are closed and keep their counts")
    void closesPolls() {
        run(zip(), wishes(false));
        JsonObject poll = post(4);
        assertThat(poll.string("type")).contains("Question");
        assertThat(poll.string("closed")).contains("2019-05-06T10:00:00Z");
        assertThat(poll.get("votersCount")).hasToString("9");
        assertThat(poll.list("oneOf").getFirst().toString()).contains("\"Tea\"").contains("\"totalItems\":7");
    }

    @Test
    @DisplayName(
            "A file that two posts have is uploaded once; one that is missing is told, and its post comes without it")
    void uploadsOnce() {
        Tally tally = run(zip(), wishes(false));
        assertThat(gateway.uploads).hasSize(1);
        assertThat(post(2).list("attachment")).hasSize(1);
        assertThat(tally.problems())
                .singleElement()
                .asString()
                .contains("lost.jpg")
                .contains(OLD + 2);
    }

    @Test
    @DisplayName(
            "Bookmarks are kept, those of one's own posts under their new ids; boosts only on request; likes never")
    void keepsBookmarks() {
        run(zip(), wishes(false));
        assertThat(activities().stream()
                        .filter(one -> one.type().equals("Add"))
                        .map(one -> one.json().id("object").orElseThrow()))
                .containsExactlyInAnyOrder("https://far.example/users/bob/statuses/3", id(1));
        assertThat(activities())
                .noneMatch(one -> one.type().equals("Announce") || one.type().equals("Like"));
        run(zip(), wishes(true));
        assertThat(activities().stream().filter(one -> one.type().equals("Announce")))
                .singleElement()
                .satisfies(boost -> assertThat(boost.json().string("published")).contains("2019-01-01T00:00:00Z"));
    }

    @Test
    @DisplayName("A second import of the same archive sends nothing, also in another form")
    void makesNothingTwice() {
        run(zip(), wishes(false));
        int sent = gateway.bodies.size();
        assertThat(run(zip(), wishes(false)).of("already")).isEqualTo(7);
        run(Archives.folder(folder.resolve("unpacked"), Archives.alice()), wishes(false));
        assertThat(gateway.bodies).hasSize(sent);
    }

    @Test
    @DisplayName("What an FEP-6fcd archive holds is the same")
    void readsTarArchives() {
        Map<String, byte[]> files = new LinkedHashMap<>();
        files.put("manifest.yml", "ubc-version: 0.1\ncontents: {}\n".getBytes(StandardCharsets.UTF_8));
        Archives.alice().forEach((name, bytes) -> files.put("activitypub/" + name, bytes));
        run(Archives.tar(folder.resolve("archive.tar"), files), wishes(false));
        assertThat(post(1).list("attachment")).hasSize(1);
        int sent = gateway.bodies.size();
        run(zip(), wishes(false));
        assertThat(gateway.bodies).hasSize(sent);
    }

    @Test
    @DisplayName("A device that has lost its memory makes nothing twice either: the gateway knows the ids")
    void makesNothingTwiceWithoutItsMemory() {
        run(zip(), wishes(false));
        int documents = gateway.taken();
        forget();
        // Not the same second any more, so not the same bytes.
        Tally again = run(zip(), wishes(false), TestKeys.NOW.minusSeconds(5));
        assertThat(again.of("already")).isEqualTo(7);
        assertThat(again.of("posts")).isZero();
        assertThat(gateway.taken()).isEqualTo(documents);
    }

    @Test
    @DisplayName("A gateway that does not answer or has trouble is asked again, and nothing is made twice")
    void asksAgain() {
        gateway.will(Mood.TAKES_AND_BREAKS_OFF, Mood.BREAKS_OFF, Mood.HAS_TROUBLE);
        Tally tally = run(zip(), wishes(false));
        assertThat(pauses).containsExactly(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
        assertThat(tally.of("posts") + tally.of("private")).isEqualTo(5);
        assertThat(activities().stream().filter(one -> one.type().equals("Create")))
                .hasSize(5);
    }

    @Test
    @DisplayName("An import that was given up goes on where it was")
    void goesOnAfterABreak() {
        patient = false;
        gateway.will(Mood.TAKES_AND_BREAKS_OFF);
        assertThatThrownBy(() -> run(zip(), wishes(false))).isInstanceOf(ClientProblem.class);
        Tally tally = run(zip(), wishes(false));
        assertThat(tally.of("posts") + tally.of("private") + tally.of("already"))
                .isGreaterThanOrEqualTo(5);
        assertThat(post(1).string("published")).contains("2018-03-02T08:00:00Z");
        assertThat(activities().stream().filter(one -> one.type().equals("Create")))
                .hasSize(5);
    }

    @Test
    @DisplayName("A gateway that is away for good is not asked for ever")
    void givesUpInTheEnd() {
        gateway.will(Collections.nCopies(100, Mood.BREAKS_OFF).toArray(Mood[]::new));
        assertThatThrownBy(() -> run(zip(), wishes(false)))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("None of your servers has taken it");
        assertThat(pauses).hasSize(30).endsWith(Duration.ofMinutes(1));
    }

    @Test
    @DisplayName("A gateway that asks for a pause gets one")
    void waits() {
        gateway.will(Mood.ASKS_TO_WAIT, Mood.ASKS_TO_WAIT);
        run(zip(), wishes(false));
        assertThat(pauses).containsExactly(Duration.ofSeconds(17), Duration.ofSeconds(17));
        assertThat(gateway.at(id(1))).isPresent();
    }

    @Test
    @DisplayName("One post that the gateway refuses keeps none of the others away")
    void goesOnWithoutWhatIsRefused() {
        gateway.dislikes = "Tea or coffee";
        Tally tally = run(zip(), wishes(false));
        assertThat(tally.of("posts")).isEqualTo(3);
        assertThat(tally.problems()).anyMatch(words -> words.contains("Not this.") && words.contains(id(4)));
        assertThat(gateway.at(id(6))).isPresent();
    }

    @Test
    @DisplayName("An account that may not publish gets one problem, not thousands")
    void givesUpWhenNothingIsTaken() {
        gateway.dislikes = "importedFrom";
        assertThatThrownBy(() -> run(zip(), wishes(false)))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("Not this.");
    }

    @Test
    @DisplayName("Looking changes nothing and says what there is")
    void looksWithoutSending() {
        try (Owner owner = open(TestKeys.NOW)) {
            Import.Found found = new Import(owner, this::pause, new Tally(tally -> {})).look(zip(), wishes(false));
            assertThat(found.account()).contains("alice@old.example");
            assertThat(found.json().toString())
                    .contains(
                            "\"posts\":5",
                            "\"private\":1",
                            "\"boosts\":1",
                            "\"filesMissing\":1",
                            "\"likes\":2",
                            "\"passed\":3");
        }
        assertThat(gateway.bodies).isEmpty();
    }

    @Test
    @DisplayName("Blocked servers come from a list by itself or from a folder of lists, each once")
    void bringsBlockedServers() throws java.io.IOException {
        Path lists = java.nio.file.Files.createDirectories(folder.resolve("lists"));
        java.nio.file.Files.writeString(lists.resolve("blocked_domains.csv"), "#domain\nspam.example\nworse.example\n");
        var all = new Import.Wishes(Set.of(), false, Optional.empty(), Optional.empty());
        assertThat(run(lists, all).of("domains")).isEqualTo(2);
        assertThat(activities().stream().map(one -> one.json().id("object").orElseThrow()))
                .containsExactlyInAnyOrder("https://spam.example", "https://worse.example");
        assertThat(run(lists.resolve("blocked_domains.csv"), all).of("already")).isEqualTo(2);
        assertThat(activities()).hasSize(2);
    }

    @Test
    @DisplayName("Films are taken or left only when the owner has said which")
    void asksAboutFilms() {
        Map<String, byte[]> files = Archives.alice();
        files.put(
                "outbox.json",
                new String(files.get("outbox.json"), StandardCharsets.UTF_8)
                        .replace("image/jpeg", "video/mp4")
                        .getBytes(StandardCharsets.UTF_8));
        Path zip = Archives.zip(folder.resolve("films.zip"), files);
        assertThatThrownBy(() -> run(zip, wishes(false)))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("1 films or sounds");
        assertThat(gateway.bodies).isEmpty();
        Tally tally = run(zip, new Import.Wishes(POSTS, false, Optional.of(Films.LEAVE_OUT), Optional.empty()));
        assertThat(tally.problemCount()).isZero();
    }

    @Test
    @DisplayName("Archives without an account, or with a broken one, are refused in words")
    void saysWhatIsWrongWithAnArchive() {
        Path empty = Archives.zip(folder.resolve("empty.zip"), Map.of("x.txt", new byte[1]));
        assertThatThrownBy(() -> run(empty, wishes(false))).hasMessageContaining("neither an actor.json");
        Map<String, byte[]> files = Archives.alice();
        files.put("outbox.json", "{\"orderedItems\":[{\"a\":1},".getBytes(StandardCharsets.UTF_8));
        Path cut = Archives.zip(folder.resolve("cut.zip"), files);
        assertThatThrownBy(() -> run(cut, wishes(false))).hasMessageContaining("cut off");
        assertThat(gateway.bodies).isEmpty();
    }

    private boolean pause(Duration time, String because) {
        pauses.add(time);
        return patient;
    }

    private Path zip() {
        return Archives.zip(folder.resolve("archive.zip"), Archives.alice());
    }

    private static Import.Wishes wishes(boolean boosts) {
        return new Import.Wishes(POSTS, boosts, Optional.empty(), Optional.empty());
    }

    private Tally run(Path file, Import.Wishes wishes) {
        return run(file, wishes, TestKeys.NOW);
    }

    private Tally run(Path file, Import.Wishes wishes, java.time.Instant now) {
        Tally tally = new Tally(one -> {});
        try (Owner owner = open(now)) {
            new Publisher(owner).settle();
            new Import(owner, this::pause, tally).run(file, wishes);
        }
        return tally;
    }

    private void forget() {
        try (Owner owner = open(TestKeys.NOW)) {
            owner.home().remove("imported.names");
        }
    }

    private Owner open(java.time.Instant now) {
        HomeFolder home = HomeFolder.open(folder.resolve("home"));
        if (!home.state().hasAccount())
            home.save(home.state().withAccount("alice", List.of(gateway.origin().toString()), Map.of()));
        var surroundings = new Surroundings(
                InstantSource.fixed(now), TestKeys.counting(77), new GatewayConnection("test"), notice -> {});
        return Owner.of(home, TestKeys.ring(), surroundings, Optional.empty());
    }

    /** The new document of an old post. */
    private JsonObject post(int number) {
        return gateway.at(id(number)).orElseThrow().json();
    }

    private String id(int number) {
        return activities().stream()
                .flatMap(one -> one.json().object("object").stream())
                .filter(object -> object.object("importedFrom")
                        .flatMap(from -> from.string("object"))
                        .filter((OLD + number)::equals)
                        .isPresent())
                .map(object -> object.string("id").orElseThrow())
                .findFirst()
                .orElseGet(() -> refusedId(number));
    }

    /** The id that a post would have had: it is in a body that was refused. */
    private String refusedId(int number) {
        String all = String.join("\n", gateway.bodies);
        int at = all.indexOf("\"object\":\"" + OLD + number + "\"");
        int id = all.lastIndexOf("\"id\":\"", at);
        return all.substring(id + 6, all.indexOf('"', id + 6));
    }

    private List<PortableDocument> activities() {
        return gateway.activities();
    }
}
