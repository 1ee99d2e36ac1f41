package social.godwit.instance.cli;

import java.time.Duration;
import java.util.Map;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.backup.Backup;

/** Says now and then how far a long piece of work is; with {@code --json} as an object a line. */
final class Stages implements Backup.Progress {
    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final Map<String, String> WORDS = Map.of(
            "documents",
            "signed documents",
            "deleted",
            "deleted documents",
            "followers",
            "followers",
            "records",
            "records of who follows you",
            "media",
            "media");

    private final Godwit godwit;
    private long next = System.nanoTime() + BETWEEN.toNanos();

    Stages(Godwit godwit) {
        this.godwit = godwit;
    }

    @Override
    public void at(String stage, long done, long total) {
        if (System.nanoTime() < next) return;
        next = System.nanoTime() + BETWEEN.toNanos();
        godwit.output()
                .notice(
                        godwit.json()
                                ? new String(
                                        Jcs.bytes(JsonObject.builder()
                                                .put("stage", stage)
                                                .put("done", done)
                                                .put("total", total)
                                                .build()),
                                        java.nio.charset.StandardCharsets.UTF_8)
                                : done + (total > 0 ? " of " + total : "") + " " + WORDS.getOrDefault(stage, stage));
    }
}
