import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Writes an archive as Mastodon's with so many posts: {@code java ArchiveMaker FILE POSTS}. Every third answers the one before. */
final class ArchiveMaker {
    private static final String ALICE = "https://old.example/users/bench";
    private static final String[] WORDS = {"bird", "sea", "wing", "tide", "wind", "north", "island", "mud", "flight"};

    private ArchiveMaker() {}

    public static void main(String... arguments) throws IOException {
        int posts = Integer.parseInt(arguments[1]);
        try (OutputStream file = Files.newOutputStream(Path.of(arguments[0]));
                ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(file, 1 << 16))) {
            zip.putNextEntry(new ZipEntry("actor.json"));
            write(zip, "{\"id\":\"" + ALICE + "\",\"type\":\"Person\",\"preferredUsername\":\"bench\"}");
            zip.putNextEntry(new ZipEntry("outbox.json"));
            write(zip, "{\"id\":\"outbox.json\",\"type\":\"OrderedCollection\",\"totalItems\":" + posts + ",\"orderedItems\":[");
            Random chance = new Random(20261125);
            Instant time = Instant.parse("2017-04-01T00:00:00Z");
            for (int i = 0; i < posts; i++) write(zip, (i == 0 ? "" : ",") + create(i, time.plusSeconds(2_700L * i), chance));
            write(zip, "]}");
        }
    }

    private static String create(int number, Instant time, Random chance) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 40; i++) text.append(WORDS[chance.nextInt(WORDS.length)]).append(' ');
        String id = ALICE + "/statuses/" + number;
        String to = "\"to\":[\"https://www.w3.org/ns/activitystreams#Public\"],\"cc\":[\"" + ALICE + "/followers\"]";
        String parent = number % 3 == 2 ? "\"" + ALICE + "/statuses/" + (number - 1) + "\"" : "null";
        return "{\"id\":\"" + id + "/activity\",\"type\":\"Create\",\"actor\":\"" + ALICE + "\",\"published\":\"" + time + "\","
                + to + ",\"object\":{\"id\":\"" + id + "\",\"type\":\"Note\",\"summary\":null,\"inReplyTo\":" + parent
                + ",\"published\":\"" + time + "\",\"url\":\"https://old.example/@bench/" + number + "\",\"attributedTo\":\""
                + ALICE + "\"," + to + ",\"sensitive\":false,\"content\":\"<p>" + text + "<a href=\\\"https://old.example/tags/birds\\\""
                + " class=\\\"mention hashtag\\\">#<span>birds</span></a></p>\",\"contentMap\":{\"en\":\"\"},\"attachment\":[],"
                + "\"tag\":[{\"type\":\"Hashtag\",\"href\":\"https://old.example/tags/birds\",\"name\":\"#birds\"}]}}";
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
