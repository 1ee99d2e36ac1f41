package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.SignIn;
import social.godwit.instance.client.Surroundings;
import social.godwit.instance.client.home.HomeFolder;

/** {@code account login}. */
@Command(
        name = "login",
        description =
                "Use your account on this device, with its address and your passphrase. Any of your servers will do, also"
                        + " when your home is gone: name it with --gateway.")
final class AccountLogin extends ClientCommand {
    @Parameters(
            paramLabel = "NAME@SERVER",
            description = "Your address; with --gateway also your name there, or your identity (did:key:…).")
    private String whom = "";

    @Override
    Told run() {
        Surroundings surroundings = godwit().surroundings();
        try (HomeFolder home = godwit().home()) {
            if (home.keys().isPresent())
                throw new ClientProblem(
                        "There are keys in " + home.path() + " already.", "Choose another folder with --home DIR.");
            var signIn = new SignIn(surroundings, godwit().gateway());
            SignIn.Account account = signIn.find(whom);
            char[] passphrase = godwit().passphrase().existing();
            JsonObject told = signIn.takeOver(signIn.open(account, passphrase), home, passphrase);
            return Told.done(
                    told,
                    "You are @" + told.string("handle").orElse("")
                            + ". This device can speak for you now, and has a key of its own.");
        }
    }
}
