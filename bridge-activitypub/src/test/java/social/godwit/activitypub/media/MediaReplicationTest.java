package social.godwit.activitypub.media;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.OpenRepositories;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.RepositoryKind;
import social.godwit.store.media.MediaStore;
import social.godwit.store.media.OpenMediaStore;
import social.godwit.store.media.WantedMedia;
import social.godwit.store.replication.MemoryReplicas;
import social.godwit.store.replication.Peer;
import social.godwit.store.testing.TestAccount;
import social.godwit.store.testing.TestClock;
import social.godwit.store.testing.TestDatabase;
import social.godwit.store.testing.TestDids;

/** How files follow the documents that name them from one gateway of an account to another. */
class MediaReplicationTest {
    @RegisterExtension
    static final TestDatabase DB = TestDatabase.create(OpenMediaStore.row());

    private static final Origin HOME = Origin.parse("https://home.test").orElseThrow();
    private static final Origin THIRD = Origin.parse("https://third.test").orElseThrow();
    private static long seed;

    private final TestClock clock = new TestClock();
    private final MemoryReplicas replicas = new MemoryReplicas();
    private final WantedMedia wanted = OpenMediaStore.wanted(DB.database(), clock);
    private final MediaStore store = OpenMediaStore.over(DB.database(), clock);
    private final Repositories repositories = OpenRepositories.over(DB.database(), clock, new MediaWishes(wanted));
    private final Map<String, byte[]> served = new HashMap<>();
    private final List<String> asked = new ArrayList<>();
    private final TestAccount owner = new TestAccount(1_000 + seed++);
    private final Set<String> refused = new HashSet<>();
    private final MediaFetcher fetcher =
            new MediaFetcher(wanted, replicas, repositories, new Uploads(store), this::send, policy(), clock);

    /** Answers are cut after so many; then the line is dead. */
    private int answers = Integer.MAX_VALUE;

    @BeforeEach
    void sharesTheAccount() {
        DB.execute("truncate wanted_media, wanted_media_part");
        DB.await(repositories.open(owner.did(), RepositoryKind.ACCOUNT));
        DB.await(replicas.share(owner.did(), 0, List.of(new Peer(HOME, TestDids.did(1)))));
    }

    /** Moderators refuse media of the ids and hosts in {@link #refused}. */
    private FederationPolicy policy() {
        return new FederationPolicy() {
            @Override
            public Stance stanceOn(String host) {
                return Stance.ALLOW;
            }

            @Override
            public Standing standing(String id) {
                boolean without = refused.contains(id) || refused.contains(Ids.host(id));
                return new Standing(Stance.ALLOW, false, without, List.of(), List.of());
            }
        };
    }

    /** The other gateways, serving ranges as Godwit does. */
    private Uni<RemoteOutcome> send(RemoteRequest request) {
        String url = request.uri().toString();
        String range = request.headers().first("range").orElse("");
        asked.add(url + " " + range);
        byte[] file = served.get(url);
        if (answers-- <= 0) {
            return Uni.createFrom().item(new RemoteOutcome.Failed("the line is dead"));
        }
        if (file == null) {
            return Uni.createFrom().item(new RemoteOutcome.Response(404, Headers.none(), new byte[0], request.uri()));
        }
        String[] ends = range.substring("bytes=".length()).split("-");
        int from = Integer.parseInt(ends[0]);
        int to = Math.min(Integer.parseInt(ends[1]) + 1, file.length);
        return Uni.createFrom()
                .item(new RemoteOutcome.Response(
                        206,
                        Headers.of("content-range", "bytes " + from + "-" + (to - 1) + "/" + file.length),
                        Arrays.copyOfRange(file, from, to),
                        request.uri()));
    }

    private void serve(Origin at, byte[] named, byte[] bytes) {
        served.put(HashlinkPath.url(at.toString(), Sha256.of(named)), bytes);
    }

    private static byte[] wav(int samples) {
        return ByteBuffer.allocate(44 + samples)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put("RIFF".getBytes(StandardCharsets.US_ASCII))
                .putInt(36 + samples)
                .put("WAVEfmt ".getBytes(StandardCharsets.US_ASCII))
                .putInt(16)
                .put(new byte[16])
                .put("data".getBytes(StandardCharsets.US_ASCII))
                .putInt(samples)
                .array();
    }

    private PortableDocument noteWith(String path, byte[] file, String... to) {
        JsonObject attachment = JsonObject.builder()
                .put("type", "Audio")
                .put("url", HashlinkPath.url(HOME.toString(), Sha256.of(file)))
                .build();
        return owner.sign(
                owner.noteAt(owner.id(path).canonical(), "listen", to)
                        .put("attachment", List.of(attachment))
                        .build(),
                owner.tick());
    }

    private void replicate(PortableDocument document) {
        DB.await(repositories.admit(List.of(document)));
    }

    private void fetch() {
        DB.await(fetcher.drain());
    }

    private boolean kept(Did account, byte[] file) {
        return DB.await(store.keeps(account, Sha256.of(file)))
                && DB.await(store.find(Sha256.of(file))).isPresent();
    }

    @Test
    @DisplayName("a file comes after the document that names it, from the account's other gateway, part by part")
    void comes() {
        byte[] file = wav(9_000_000);
        serve(HOME, file, file);

        replicate(noteWith("/1", file, TestAccount.PUBLIC));
        assertThat(DB.await(wanted.count(owner.did()))).isEqualTo(1);
        fetch();

        assertThat(kept(owner.did(), file)).isTrue();
        assertThat(asked).hasSize(3);
        assertThat(DB.await(wanted.count(owner.did()))).isZero();
    }

    @Test
    @DisplayName("after an interruption it goes on with the part that is missing")
    void resumes() {
        byte[] file = wav(9_100_000);
        serve(HOME, file, file);
        replicate(noteWith("/1", file, TestAccount.PUBLIC));
        answers = 1;
        fetch();
        assertThat(kept(owner.did(), file)).isFalse();

        answers = Integer.MAX_VALUE;
        asked.clear();
        clock.advance(Duration.ofMinutes(1));
        fetch();

        assertThat(kept(owner.did(), file)).isTrue();
        assertThat(asked).hasSize(2).first().asString().contains("bytes=" + WantedMedia.PART_BYTES + "-");
    }

    @Test
    @DisplayName("another file under that name is not kept, and the next gateway is asked")
    void otherFile() {
        byte[] file = wav(1_000);
        DB.await(replicas.share(
                owner.did(), 0, List.of(new Peer(HOME, TestDids.did(1)), new Peer(THIRD, TestDids.did(2)))));
        serve(HOME, file, wav(2_000));
        serve(THIRD, file, file);
        replicate(noteWith("/1", file, TestAccount.PUBLIC));

        fetch();
        clock.advance(Duration.ofMinutes(1));
        fetch();

        assertThat(asked).hasSize(2).doesNotHaveDuplicates();
        assertThat(kept(owner.did(), file)).isTrue();
        assertThat(DB.await(store.find(Sha256.of(wav(2_000))))).isEmpty();
    }

    @Test
    @DisplayName("what uploads would refuse is not kept and not asked for again")
    void refused() {
        byte[] file = "<html>no picture</html>".getBytes(StandardCharsets.UTF_8);
        serve(HOME, file, file);
        replicate(noteWith("/1", file, TestAccount.PUBLIC));

        fetch();

        assertThat(kept(owner.did(), file)).isFalse();
        assertThat(DB.await(wanted.count(owner.did()))).isZero();
    }

    @Test
    @DisplayName("a file that is here for another account is kept for this one without being fetched")
    void deduplicated() {
        byte[] file = wav(5_000);
        DB.await(store.put(TestDids.did(9), file, "audio/wav"));

        replicate(noteWith("/1", file, TestAccount.PUBLIC));
        fetch();

        assertThat(kept(owner.did(), file)).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    @DisplayName("files of documents that were purged here are not fetched")
    void purged() {
        byte[] file = wav(6_000);
        serve(HOME, file, file);
        PortableDocument note = noteWith("/1", file, TestAccount.PUBLIC);
        replicate(note);
        DB.await(repositories.purge(owner.did(), note.hash()));

        fetch();

        assertThat(asked).isEmpty();
        assertThat(DB.await(wanted.count(owner.did()))).isZero();
    }

    @Test
    @DisplayName("nobody but the account's own gateways is asked, whatever host a document names")
    void onlyGateways() {
        byte[] file = wav(7_000);
        DB.await(replicas.share(owner.did(), 0, List.of()));
        replicate(noteWith("/1", file));

        fetch();

        assertThat(asked).isEmpty();
        assertThat(DB.await(wanted.count(owner.did()))).isEqualTo(1);
    }

    @Test
    @DisplayName("media of an account or of a post that moderators refuse are not fetched, until they take that back")
    void refusedOfSomebody() {
        byte[] file = wav(7_100);
        serve(HOME, file, file);
        PortableDocument note = noteWith("/1", file, TestAccount.PUBLIC);
        replicate(note);
        for (String id : List.of(owner.id("/actor").canonical(), note.id().canonical())) {
            refused.add(id);
            fetch();
            assertThat(asked).as(id).isEmpty();
            refused.clear();
            clock.advance(Duration.ofDays(1));
        }
        fetch();
        assertThat(kept(owner.did(), file)).isTrue();
    }

    @Test
    @DisplayName("a server whose media are refused is not asked for any; another gateway of the account is")
    void refusedOfServer() {
        byte[] file = wav(7_200);
        DB.await(replicas.share(
                owner.did(), 0, List.of(new Peer(HOME, TestDids.did(1)), new Peer(THIRD, TestDids.did(2)))));
        serve(HOME, file, file);
        serve(THIRD, file, file);
        replicate(noteWith("/1", file, TestAccount.PUBLIC));
        refused.add("home.test");

        fetch();

        assertThat(asked).singleElement().asString().startsWith(THIRD.toString());
        assertThat(kept(owner.did(), file)).isTrue();
    }

    @Test
    @DisplayName("media of accounts that are at home at a refused server come from no other server either")
    void refusedOfHome() {
        byte[] file = wav(7_300);
        DB.await(replicas.share(
                owner.did(), 0, List.of(new Peer(HOME, TestDids.did(1)), new Peer(THIRD, TestDids.did(2)))));
        serve(THIRD, file, file);
        replicate(owner.actor(
                HOME,
                1,
                actor -> actor.put("gateways", List.of(HOME.toString(), THIRD.toString()))
                        .put(
                                "gatewayKeys",
                                List.of(
                                        TestDids.did(1).toString(),
                                        TestDids.did(2).toString()))));
        replicate(noteWith("/1", file, TestAccount.PUBLIC));
        refused.add("home.test");

        fetch();

        assertThat(asked).isEmpty();
        assertThat(DB.await(wanted.count(owner.did()))).isEqualTo(1);
    }

    @Test
    @DisplayName("a file that never comes holds nobody up and is forgotten after a month")
    void neverComes() {
        byte[] missing = wav(3_000);
        byte[] there = wav(4_000);
        serve(HOME, there, there);
        replicate(noteWith("/1", missing, TestAccount.PUBLIC));
        replicate(noteWith("/2", there, TestAccount.PUBLIC));

        fetch();
        assertThat(kept(owner.did(), there)).isTrue();

        clock.advance(WantedMedia.PATIENCE.plusDays(1));
        DB.await(wanted.forgetOld(100));
        assertThat(DB.await(wanted.count(owner.did()))).isZero();
    }

    @Test
    @DisplayName("attachments, icons and images are read, in an object too, by hashlink, gateway path or digest")
    void names() {
        Sha256 one = Sha256.of(new byte[] {1});
        Sha256 two = Sha256.of(new byte[] {2});
        Sha256 three = Sha256.of(new byte[] {3});
        JsonObject document = JsonObject.builder()
                .put("icon", JsonObject.builder().put("url", one.hashlink()).build())
                .put(
                        "object",
                        JsonObject.builder()
                                .put(
                                        "attachment",
                                        List.of(
                                                JsonObject.builder()
                                                        .put("url", HashlinkPath.url(HOME.toString(), two))
                                                        .build(),
                                                JsonObject.builder()
                                                        .put("url", "https://elsewhere.test/x.png")
                                                        .put("digestMultibase", three.multibase())
                                                        .build()))
                                .build())
                .put("content", one.hashlink())
                .build();

        assertThat(NamedMedia.of(document)).containsExactlyInAnyOrder(one, two, three);
    }
}
