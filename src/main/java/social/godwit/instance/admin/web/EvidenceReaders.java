package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.activitypub.gateway.Allowance;
import social.godwit.activitypub.vocabulary.Audience;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.network.desk.Desk;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.CaseStore.Entry;
import social.godwit.network.moderation.Subject;
import social.godwit.network.staff.Member;

/** Writes down in a case who read evidence out of a post that is not for everybody, once an hour for each, by whatever request. */
@ApplicationScoped
class EvidenceReaders {
    private static final Duration WRITTEN_WITHIN = Duration.ofHours(1);

    private final Desk desk;
    private final InstantSource clock;
    /** By case and reader. In memory: at worst, after a start, somebody stands there twice in an hour. */
    private final Allowance written;

    EvidenceReaders(Desk desk, InstantSource clock) {
        this.desk = desk;
        this.clock = clock;
        this.written = new Allowance(clock, 1, WRITTEN_WITHIN);
    }

    /** This part of a case's timeline is read. */
    Uni<Void> timeline(Subject subject, Member reader, List<Entry> entries) {
        return read(
                subject,
                reader,
                entries.stream()
                        .flatMap(entry -> objects(entry.details(), "evidence"))
                        .anyMatch(evidence -> evidence.string("copy")
                                .filter(copy -> !isForEverybody(copy))
                                .isPresent()));
    }

    /** What is gathered for a decision is read. */
    Uni<Void> dossier(Subject subject, Member reader, JsonObject dossier) {
        return read(
                subject,
                reader,
                objects(dossier, "posts")
                        .flatMap(post -> post.object("then").stream())
                        .anyMatch(post -> new JsonBoolean(false).equals(post.get("public"))));
    }

    private Uni<Void> read(Subject subject, Member reader, boolean isPrivate) {
        if (!isPrivate || written.refusal(subject + " " + reader.who()).isPresent()) {
            return Uni.createFrom().voidItem();
        }
        Instant now = clock.instant();
        return desk.turn(
                        subject,
                        Optional.empty(),
                        reader.who(),
                        situation -> CaseRules.looked(situation, reader.who(), now))
                .replaceWithVoid();
    }

    private static Stream<JsonObject> objects(JsonObject of, String list) {
        return of.list(list).stream()
                .flatMap(item -> item instanceof JsonObject object ? Stream.of(object) : Stream.<JsonObject>empty());
    }

    private static boolean isForEverybody(String copy) {
        return StrictJson.read(copy.getBytes(StandardCharsets.UTF_8), JsonLimits.DOCUMENT)
                        instanceof JsonReading.Read(JsonObject post)
                && Audience.of(post).isPublic();
    }
}
