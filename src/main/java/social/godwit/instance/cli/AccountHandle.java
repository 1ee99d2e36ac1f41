package social.godwit.instance.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.OwnHandle;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Profile;

/** {@code account handle}. */
@Command(
        name = "handle",
        description =
                "Go by a name at a domain of your own, which stays when you move. Without a name: says which is yours.")
final class AccountHandle extends OwnerCommand {
    @Parameters(arity = "0..1", paramLabel = "HANDLE", description = "@you@your.domain")
    private @Nullable String handle;

    @Option(names = "--none", description = "Go by the name at your server again.")
    private boolean none;

    @Override
    Told run(Owner owner) {
        if (none && handle != null) throw new ClientProblem("Give a handle, or --none.");
        if (none) {
            OwnHandle.giveUp(owner);
            return told(owner, Optional.empty(), "You go by @" + owner.ids().handle() + " again.");
        }
        if (handle == null) {
            Optional<OwnHandle> own = OwnHandle.in(new Profile(owner).newest().document());
            return told(
                    owner,
                    own,
                    own.map(it -> "You go by @" + it + "; your server knows you as @"
                                    + owner.ids().handle() + ".")
                            .orElseGet(() -> "You go by @" + owner.ids().handle() + "."));
        }
        OwnHandle own = OwnHandle.parse(handle)
                .orElseThrow(() -> new ClientProblem(handle + " is not a handle.", "Write it like @you@example.org"));
        own.take(owner);
        return told(
                owner,
                Optional.of(own),
                own.isToldBy(owner)
                        ? "You go by @" + own + " from now on. It stays when you move: the move says what to change at "
                                + own.domain().authority() + "."
                        : "Your profile says that you go by @" + own
                                + ", but your server does not tell it to others yet.");
    }

    private static Told told(Owner owner, Optional<OwnHandle> own, String words) {
        return Told.done(
                JsonObject.builder()
                        .put(
                                "handle",
                                own.map(OwnHandle::toString).orElse(owner.ids().handle()))
                        .put("atHome", owner.ids().handle())
                        .put("actor", owner.ids().actor())
                        .put(
                                "told",
                                new JsonBoolean(
                                        own.map(it -> it.isToldBy(owner)).orElse(true)))
                        .build(),
                words);
    }
}
