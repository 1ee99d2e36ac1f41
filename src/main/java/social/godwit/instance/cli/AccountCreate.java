package social.godwit.instance.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Registration;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** {@code account create}. */
@Command(
        name = "create",
        description = "Make an account at a server (--gateway). Its keys are made here and stay here.")
final class AccountCreate extends ClientCommand {
    @Parameters(paramLabel = "NAME", description = "The part before the @ of your address.")
    private String name = "";

    @Option(names = "--invite", paramLabel = "CODE", description = "The invitation, where one is needed.")
    private @Nullable String invite;

    @Override
    Told run() {
        Origin gateway = godwit().gateway()
                .orElseThrow(() -> new ClientProblem(
                        "Say at which server.",
                        "For example: godwit account create " + name + " --gateway http://localhost:8080"));
        try (HomeFolder home = godwit().home()) {
            boolean fresh = home.keys().isEmpty();
            KeyRing keys = KeyFiles.openOrMake(godwit(), home);
            Registration.Made made = new Registration(home, keys, godwit().surroundings())
                    .register(name, gateway, Optional.ofNullable(invite));
            String words = "You are @" + made.handle() + ".\n"
                    + (made.rescue()
                            ? ""
                            : "This server gave you no copy of the key that it signs with for you: should it vanish, servers that"
                                    + " know nothing of portable accounts cannot be told where you went.\n")
                    + (fresh ? KeyFiles.ADVICE : "");
            return Told.done(made.json(), words.strip());
        }
    }
}
