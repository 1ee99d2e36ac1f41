package social.godwit.instance.cli;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.KeyBagUpload;
import social.godwit.instance.client.Owner;
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

    @Option(
            names = "--passphrase-own",
            description = "Choose your passphrase yourself, instead of five words by chance.")
    private boolean own;

    @Option(
            names = "--this-device-only",
            description = "Keep your keys on this device alone: nobody can sign in with a passphrase elsewhere.")
    private boolean alone;

    @Option(
            names = "--domain",
            paramLabel = "DOMAIN",
            description = "A domain of yours, under which the account lives whatever server keeps it.")
    private @Nullable String domain;

    @Override
    Told run() {
        Origin gateway = godwit().gateway()
                .orElseThrow(() -> new ClientProblem(
                        "Say at which server.",
                        "For example: godwit account create " + name + " --gateway http://localhost:8080"));
        try (HomeFolder home = godwit().home()) {
            boolean fresh = home.keys().isEmpty();
            KeyRing keys = fresh ? KeyFiles.make(godwit(), home, own) : godwit().keys(home);
            Registration.Made made = new Registration(home, keys, godwit().surroundings())
                    .register(name, gateway, Optional.ofNullable(domain), Optional.ofNullable(invite));
            List<Origin> waiting = alone ? List.of() : keepKeys(home, keys);
            String words = "You are @" + made.handle() + ".\n"
                    + (made.rescue()
                            ? ""
                            : "This server gave you no copy of the key that it signs with for you: should it vanish, servers that"
                                    + " know nothing of portable accounts cannot be told where you went.\n")
                    + (waiting.isEmpty()
                            ? ""
                            : "Signing in elsewhere is not possible yet: the server did not take your keys; they are sent again"
                                    + " with your next commands.\n")
                    + (alone ? KeyFiles.ADVICE : KIT);
            return Told.done(made.json(), words.strip());
        }
    }

    private static final String KIT =
            "You sign in on other devices with: godwit account login, and your passphrase. If you forget it and lose this"
                    + " device, only a recovery kit helps: godwit account kit create";

    /** Lets the owner sign in with the passphrase; returns the gateways that have not taken the keys yet. */
    private List<Origin> keepKeys(HomeFolder home, KeyRing keys) {
        var upload = new KeyBagUpload(Owner.of(home, keys, godwit().surroundings(), Optional.empty()));
        return upload.known().isPresent()
                ? upload.retry()
                : upload.renew(PassphraseKey.of(godwit().passphrase().existing(), keys.did()), Optional.empty());
    }
}
