package social.godwit.instance.cli;

import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;
import social.godwit.instance.client.document.ActorDocument;

/** An account that stands for one at an old server. */
final class OldAccount {
    private OldAccount() {}

    /** Says that it has moved, as Mastodon does once its form was sent. */
    static void moveTo(Path home, String actor) {
        var silent = new PrintWriter(Writer.nullWriter());
        var godwit = new Godwit(
                Map.of("GODWIT_HOME", home.toString(), "GODWIT_PASSPHRASE", "test passphrase"), silent, silent);
        try (Owner owner = godwit.settledOwner(UnaryOperator.identity())) {
            new Profile(owner).update(List.of(ActorDocument.text("movedTo", actor)));
        }
    }
}
