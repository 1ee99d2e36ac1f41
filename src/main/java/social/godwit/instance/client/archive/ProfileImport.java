package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.MediaUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.media.MediaPreparation;

/** Brings along what the profile says, where the new one still says nothing. */
final class ProfileImport {
    private static final int FIELDS_MAX = 16;
    private static final int TEXT_MAX = 20_000;

    private final PostArchive archive;
    private final Owner owner;
    private final Tally tally;

    ProfileImport(PostArchive archive, Owner owner, Tally tally) {
        this.archive = archive;
        this.owner = owner;
        this.tally = tally;
    }

    void run() throws IOException {
        JsonObject old = archive.actor();
        Profile profile = new Profile(owner);
        JsonObject present = profile.newest().document();
        List<ActorDocument.Change> changes = new ArrayList<>();
        if (present.string("name").equals(present.string("preferredUsername")))
            text(old, "name").ifPresent(name -> changes.add(ActorDocument.text("name", name)));
        if (present.string("summary").orElse("").isEmpty())
            text(old, "summary").ifPresent(html -> changes.add(ActorDocument.text("summary", html)));
        if (present.list("attachment").isEmpty() && !fields(old).isEmpty())
            changes.add(ActorDocument.fields(fields(old)));
        for (String member : List.of("icon", "image"))
            if (!present.has(member))
                picture(old, member).ifPresent(file -> changes.add(ActorDocument.picture(member, Optional.of(file))));
        if (changes.isEmpty()) return;
        profile.update(changes);
        tally.count("profile");
    }

    private static Optional<String> text(JsonObject old, String member) {
        return old.string(member).filter(text -> !text.isBlank() && text.length() <= TEXT_MAX);
    }

    private static List<ActorDocument.Field> fields(JsonObject old) {
        List<ActorDocument.Field> fields = new ArrayList<>();
        for (Json item : old.list("attachment"))
            if (item instanceof JsonObject row
                    && row.string("name").isPresent()
                    && row.string("value").isPresent()
                    && fields.size() < FIELDS_MAX)
                fields.add(new ActorDocument.Field(
                        row.string("name").get(), row.string("value").get()));
        return fields;
    }

    private Optional<Post.Attachment> picture(JsonObject old, String member) throws IOException {
        Optional<String> name =
                old.object(member).flatMap(picture -> picture.id("url")).flatMap(archive::find);
        if (name.isEmpty()) return Optional.empty();
        try (InputStream in =
                archive.files().open(name.get(), MediaPreparation.LARGEST_FILE).orElseThrow()) {
            return Optional.of(new MediaUpload(owner)
                    .send(
                            MediaPreparation.prepare(in.readAllBytes(), name.get(), false),
                            name.get(),
                            "",
                            (file, done, total) -> {}));
        } catch (ClientProblem unfit) {
            if (unfit.getCause() != null) throw unfit;
            tally.problem(name.get() + " was left out. " + unfit.what());
            return Optional.empty();
        }
    }
}
