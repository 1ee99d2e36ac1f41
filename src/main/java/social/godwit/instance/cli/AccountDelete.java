package social.godwit.instance.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.document.Activities;

/** {@code account delete}. */
@Command(name = "delete", description = "Delete your account and all that you published, for good.")
final class AccountDelete extends OwnerCommand {
    @Option(
            names = "--confirm",
            required = true,
            paramLabel = "HANDLE",
            description = "Your whole address, to show that you mean it.")
    private String confirm = "";

    @Override
    Told run(Owner owner) {
        String handle = owner.ids().handle();
        String typed = confirm.startsWith("@") ? confirm.substring(1) : confirm;
        if (!typed.equalsIgnoreCase(handle))
            throw new ClientProblem(
                    "That is not your address.",
                    "To delete this account for good: godwit account delete --confirm " + handle);
        JsonObject delete = owner.sign(Activities.deleteAccount(owner.ids(), owner.newName()));
        new Publisher(owner).publish(List.of(delete), Publisher.Facts.NONE);
        return Told.done(
                JsonObject.builder()
                        .put("did", owner.did().toString())
                        .put("activity", delete.string("id").orElseThrow())
                        .build(),
                "Your account is deleted. Other servers remove their copies when they hear of it; some may keep theirs.");
    }
}
