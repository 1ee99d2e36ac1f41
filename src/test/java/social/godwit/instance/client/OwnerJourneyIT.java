package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static social.godwit.instance.client.TestOwners.PASSPHRASE;
import static social.godwit.instance.client.TestOwners.draft;
import static social.godwit.instance.client.TestOwners.eventually;
import static social.godwit.instance.client.TestOwners.fetch;
import static social.godwit.instance.client.TestOwners.surroundings;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.verify.Examination;

/** Owners with the client library at a whole instance: what they publish is theirs, and verifiable by anybody. */
class OwnerJourneyIT {
    @TempDir
    Path folder;

    @TempDir
    static Path serverFolder;

    private static RunningInstance instance;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        instance = RunningInstance.start(serverFolder);
    }

    @AfterAll
    static void stop() {
        if (instance != null) instance.close();
    }

    @Test
    void makesAnAccountOnceAndRefusesATakenName() {
        Registration.Made made = register("ada");
        assertThat(made.handle()).isEqualTo("ada@" + gateway().authority());
        assertThat(made.rescue()).isTrue();
        try (Owner ada = open("ada")) {
            JsonObject actor = new Profile(ada).newest().document();
            assertThat(ActorDocument.sequence(actor)).isEqualTo(2);
            assertThat(actor.object("publicKey").orElseThrow().string("id").orElseThrow())
                    .startsWith(ada.ids().actor() + "#rsa-");
        }
        assertThatThrownBy(() -> register("ada", folder.resolve("other-ada")))
                .isInstanceOf(ClientProblem.class)
                .hasMessageContaining("preferredUsername");
    }

    @Test
    void publishesEditsAndDeletesWhatAnybodyCanVerify() throws IOException {
        register("bea");
        Posts.Published post;
        try (Owner bea = open("bea")) {
            post = new Posts(bea).post(draft("Hello *world* #godwit", Audience.PUBLIC));
        }
        GatewayAnswer first = fetch(post.id());
        assertThat(first.status()).isEqualTo(200);
        assertThat(Examination.of(first.body(), Instant.now()).valid()).isTrue();
        assertThat(first.text()).contains("<em>world</em>").contains("tags/godwit");
        assertThat(fetch(post.activity()).status()).isEqualTo(200);

        try (Owner bea = open("bea")) {
            new Posts(bea).edit(post.id(), "Hello again", Optional.empty(), Optional.empty());
        }
        GatewayAnswer edited = fetch(post.id());
        assertThat(edited.text()).contains("Hello again").contains("\"updated\"");
        assertThat(Examination.of(edited.body(), Instant.now()).valid()).isTrue();

        try (Owner bea = open("bea")) {
            new Posts(bea).delete(post.page());
        }
        GatewayAnswer deleted = fetch(post.id());
        assertThat(deleted.status()).isEqualTo(410);
    }

    @Test
    void followsPostsAnswersAndReacts() {
        register("cem");
        register("dana");
        try (Owner dana = open("dana")) {
            new People(dana).follow("@cem");
        }
        eventually(() -> ids(view("dana", "following")).contains(actor("cem")));
        eventually(() -> view("cem", "followers").stream()
                .anyMatch(
                        entry -> entry.id("actor").filter(actor("dana")::equals).isPresent()));
        Posts.Published post;
        try (Owner cem = open("cem")) {
            post = new Posts(cem).post(draft("For those who follow me", Audience.FOLLOWERS));
        }
        eventually(() -> ids(view("dana", "timeline")).contains(post.id()));
        Posts.Published reply;
        try (Owner dana = open("dana")) {
            reply = new Posts(dana)
                    .reply(
                            post.id(),
                            new Posts.Draft(
                                    "Received",
                                    Optional.empty(),
                                    Optional.empty(),
                                    "en",
                                    List.of(),
                                    Optional.empty(),
                                    Post.Quotes.ANYONE));
            new Reactions(dana).like(post.id());
        }
        assertThat(reply.audience()).isEqualTo(Audience.FOLLOWERS);
        eventually(() -> view("cem", "notifications").stream()
                .map(JsonObject::toString)
                .anyMatch(it -> it.contains(reply.id())));
        eventually(() -> view("cem", "notifications").stream()
                .anyMatch(it -> it.string("type").filter("Like"::equals).isPresent()));
        try (Owner dana = open("dana")) {
            new Reactions(dana).unlike(post.id());
            new People(dana).unfollow("@cem");
        }
        eventually(() -> view("cem", "followers").isEmpty());
    }

    @Test
    void showsDirectMessagesToWhomTheyAreFor() throws IOException {
        register("eva");
        register("finn");
        Posts.Published message;
        try (Owner eva = open("eva")) {
            message = new Posts(eva).post(draft("Only for you, @finn", Audience.DIRECT));
        }
        assertThat(fetch(message.id()).status()).isEqualTo(404);
        eventually(() -> view("finn", "notifications").stream()
                .map(JsonObject::toString)
                .anyMatch(it -> it.contains(message.id())));
    }

    @Test
    void decidesOnFollowersWhenLocked() {
        register("gus");
        register("hedy");
        try (Owner gus = open("gus")) {
            new Profile(gus).update(List.of(ActorDocument.flag("manuallyApprovesFollowers", true)));
        }
        try (Owner hedy = open("hedy")) {
            new People(hedy).follow("@gus");
        }
        eventually(() -> view("gus", "requests").size() == 1);
        assertThat(view("gus", "followers")).isEmpty();
        try (Owner gus = open("gus")) {
            new People(gus).accept("@hedy");
        }
        eventually(() -> ids(view("hedy", "following")).contains(actor("gus")));
        try (Owner gus = open("gus")) {
            new People(gus).removeFollower("@hedy");
        }
        eventually(() -> view("hedy", "following").isEmpty());
    }

    @Test
    void keepsForItselfWhatIsTheOwnersOwn() throws IOException {
        register("ines");
        register("jon");
        Posts.Published post;
        try (Owner jon = open("jon")) {
            post = new Posts(jon).post(draft("Something to keep", Audience.PUBLIC));
        }
        List<String> secrets = new ArrayList<>();
        try (Owner ines = open("ines")) {
            secrets.add(new Reactions(ines).bookmark(post.id(), true).activity());
            secrets.add(new People(ines).mute("@jon").activity());
            secrets.add(new People(ines).blockDomain("bad.example"));
            new PeopleLists(ines).create("friends");
            new PeopleLists(ines).change("friends", "@jon", true);
        }
        for (String secret : secrets) assertThat(fetch(secret).status()).isEqualTo(404);
        assertThat(ids(view("ines", "bookmarks"))).contains(post.id());
        assertThat(view("ines", "mutes")).hasSize(1);
        assertThat(view("ines", "lists")).hasSize(1);
        try (Owner ines = open("ines")) {
            new People(ines).unmute("@jon");
            new People(ines).unblockDomain("bad.example");
            new Reactions(ines).bookmark(post.id(), false);
            new PeopleLists(ines).delete("friends");
        }
        assertThat(view("ines", "mutes")).isEmpty();
        assertThat(view("ines", "bookmarks")).isEmpty();
        assertThat(view("ines", "lists")).isEmpty();
    }

    @Test
    void publishesPicturesByTheirHash() throws IOException {
        register("kai");
        var image = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        Path file = folder.resolve("picture.png");
        ImageIO.write(image, "png", file.toFile());
        try (Owner kai = open("kai")) {
            Post.Attachment picture = new MediaUpload(kai).upload(file, "black", false, (name, sent, total) -> {});
            GatewayAnswer served = fetch(picture.url());
            assertThat(served.body()).isEqualTo(picture.file().bytes());
            assertThat(ImageIO.read(new ByteArrayInputStream(served.body())).getWidth())
                    .isEqualTo(32);
            new Profile(kai).update(List.of(ActorDocument.picture("icon", Optional.of(picture))));
        }
    }

    @Test
    void usesTheAccountOnASecondDeviceWithAChainOfItsOwn() {
        register("lena");
        char[] passphrase = "correct horse battery".toCharArray();
        Path second = folder.resolve("lena-phone");
        try (HomeFolder first = HomeFolder.open(folder.resolve("lena"));
                HomeFolder phone = HomeFolder.open(second)) {
            byte[] copy = keys(first).exportSealed(passphrase, surroundings().randomness());
            KeyRing keys = KeyRing.imported(copy, passphrase, surroundings().randomness());
            new Takeover(phone, keys, surroundings())
                    .from(
                            gateway(),
                            owner -> owner.proveWhenAsked(() -> passphrase),
                            () -> phone.saveKeys(
                                    keys.sealed(passphrase, surroundings().randomness())));
        }
        Posts.Published fromPhone;
        try (Owner lena = open(second)) {
            fromPhone = new Posts(lena).post(draft("from the phone", Audience.PUBLIC));
        }
        try (Owner lena = open("lena")) {
            new Profile(lena).update(List.of(ActorDocument.text("name", "Lena")));
            assertThat(new Posts(lena)
                            .post(draft("from the desk", Audience.PUBLIC))
                            .id())
                    .isNotEqualTo(fromPhone.id());
        }
        try (Owner lena = open(second)) {
            new Profile(lena).update(List.of(ActorDocument.text("name", "Lena K.")));
        }
    }

    private Registration.Made register(String name) {
        return register(name, folder.resolve(name));
    }

    private Registration.Made register(String name, Path home) {
        try (HomeFolder opened = HomeFolder.open(home)) {
            KeyRing keys = KeyRing.generate(surroundings().randomness());
            opened.saveKeys(keys.sealed(PASSPHRASE, surroundings().randomness()));
            return new Registration(opened, keys, surroundings()).register(name, gateway(), Optional.empty());
        }
    }

    private Owner open(String name) {
        return open(folder.resolve(name));
    }

    private Owner open(Path folder) {
        HomeFolder home = HomeFolder.open(folder);
        return Owner.of(home, keys(home), surroundings(), Optional.empty());
    }

    private static KeyRing keys(HomeFolder home) {
        return KeyRing.open(home.keys().orElseThrow(), PASSPHRASE);
    }

    private String actor(String name) {
        try (Owner owner = open(name)) {
            return owner.ids().actor();
        }
    }

    private List<JsonObject> view(String name, String view) {
        try (Owner owner = open(name)) {
            return new Views(owner)
                    .page(view, Map.of()).list("orderedItems").stream()
                            .filter(JsonObject.class::isInstance)
                            .map(JsonObject.class::cast)
                            .toList();
        }
    }

    private static List<String> ids(List<JsonObject> entries) {
        return entries.stream().flatMap(entry -> entry.string("id").stream()).toList();
    }

    private Origin gateway() {
        return Origin.parse(instance.origin()).orElseThrow();
    }
}
