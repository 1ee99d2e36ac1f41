package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Lookup;
import social.godwit.instance.client.MediaUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.text.Composition;

/** {@code account update}. */
@Command(name = "update", description = "Change your profile. What you do not name stays as it is.")
final class AccountUpdate extends OwnerCommand {
    @Option(names = "--name", paramLabel = "WORDS", description = "The name that people see.")
    private @Nullable String name;

    @Option(names = "--bio", paramLabel = "TEXT", description = "About you, in Markdown.")
    private @Nullable String bio;

    @Option(names = "--avatar", paramLabel = "FILE", description = "Your picture.")
    private @Nullable Path avatar;

    @Option(names = "--header", paramLabel = "FILE", description = "The wide picture above your profile.")
    private @Nullable Path header;

    @Option(names = "--field", paramLabel = "NAME=TEXT", description = "A row of your profile; all rows are replaced.")
    private @Nullable List<String> fields;

    @Option(names = "--no-fields", description = "Take all rows away.")
    private boolean noFields;

    @Option(names = "--locked", negatable = true, description = "Decide on every follower yourself.")
    private @Nullable Boolean locked;

    @Option(names = "--discoverable", negatable = true, description = "May be suggested to others.")
    private @Nullable Boolean discoverable;

    @Option(names = "--indexable", negatable = true, description = "Public posts may be found by search.")
    private @Nullable Boolean indexable;

    @Override
    Told run(Owner owner) {
        List<ActorDocument.Change> changes = new ArrayList<>();
        if (name != null) changes.add(ActorDocument.text("name", name));
        if (bio != null) {
            Composition text = Composition.markdown(bio);
            changes.add(ActorDocument.biography(html(owner, text), bio));
        }
        if (avatar != null) changes.add(ActorDocument.picture("icon", Optional.of(picture(owner, avatar))));
        if (header != null) changes.add(ActorDocument.picture("image", Optional.of(picture(owner, header))));
        if (noFields) changes.add(ActorDocument.fields(List.of()));
        else if (fields != null)
            changes.add(ActorDocument.fields(
                    fields.stream().map(row -> field(owner, row)).toList()));
        if (locked != null) changes.add(ActorDocument.flag("manuallyApprovesFollowers", locked));
        if (discoverable != null) changes.add(ActorDocument.flag("discoverable", discoverable));
        if (indexable != null) changes.add(ActorDocument.flag("indexable", indexable));
        if (changes.isEmpty())
            throw new ClientProblem("Nothing to change.", "See what can be changed: godwit account update --help");
        Profile.Published published = new Profile(owner).update(changes);
        JsonObject json =
                AccountJson.of(owner, published.actor()).with("activity", new JsonString(published.activity()));
        return Told.done(json, "Your profile is changed.");
    }

    private static ActorDocument.Field field(Owner owner, String row) {
        int at = row.indexOf('=');
        if (at < 1) throw new ClientProblem(row + " is not NAME=TEXT.");
        Composition text = Composition.markdown(row.substring(at + 1));
        return new ActorDocument.Field(row.substring(0, at), inline(html(owner, text)));
    }

    private static String html(Owner owner, Composition text) {
        Map<String, String> pages = new LinkedHashMap<>();
        new Lookup(owner).mentions(text.handles()).forEach((handle, mention) -> pages.put(handle, mention.page()));
        return text.html(pages, owner.ids().tagPages());
    }

    /** A row holds a line, not paragraphs. */
    private static String inline(String html) {
        return html.startsWith("<p>") && html.indexOf("<p>", 1) < 0
                ? html.replaceFirst("^<p>", "").replaceFirst("</p>$", "")
                : html;
    }

    private Post.Attachment picture(Owner owner, Path file) {
        Post.Attachment picture = new MediaUpload(owner).upload(file, "", false, new Progress(godwit()));
        if (!picture.file().type().documentType().equals("Image")) throw new ClientProblem(file + " is not a picture.");
        return picture;
    }
}
