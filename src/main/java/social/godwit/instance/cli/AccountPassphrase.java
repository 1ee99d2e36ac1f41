package social.godwit.instance.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.instance.client.KeyBagUpload;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.SignIn;

/** {@code account passphrase}. */
@Command(
        name = "passphrase",
        description = "Change the passphrase with which you sign in, at all of your servers and on this device.")
final class AccountPassphrase extends OwnerCommand {
    @Option(names = "--passphrase-own", description = "Choose it yourself, instead of five words by chance.")
    private boolean own;

    @Option(names = "--same", description = "You changed it on another device: take that one over on this device.")
    private boolean same;

    @Override
    Told run(Owner owner) {
        return same ? takeOver(owner) : change(owner);
    }

    private Told change(Owner owner) {
        var randomness = owner.surroundings().randomness();
        PassphraseKey before = PassphraseKey.of(godwit().passphrase().existing(), owner.did());
        char[] chosen = godwit().passphrase().changed(own, randomness, godwit().output()::notice);
        List<Origin> waiting =
                new KeyBagUpload(owner).renew(PassphraseKey.of(chosen, owner.did()), Optional.of(before));
        owner.home().saveKeys(owner.keys().sealed(chosen, randomness));
        return told(
                waiting,
                waiting.isEmpty()
                        ? "Changed, here and at all of your servers. Your other devices go on with the old one until you run"
                                + " there: godwit account passphrase --same"
                        : "Changed here. Not yet at " + words(waiting)
                                + ": there the old one still signs in. It is sent again with your next commands.");
    }

    private Told takeOver(Owner owner) {
        char[] passphrase = godwit().passphrase().ofOtherDevice();
        var signIn = new SignIn(
                owner.surroundings(), Optional.of(owner.gateways().origins().getFirst()));
        SignIn.Account account = signIn.find(owner.did().toString());
        signIn.agree(signIn.open(account, passphrase), owner.home(), owner.keys(), passphrase);
        return told(List.of(), "This device goes by the same passphrase now.");
    }

    private static Told told(List<Origin> waiting, String words) {
        List<Json> names =
                Json.strings(waiting.stream().map(Origin::toString).toList()).items();
        return Told.done(JsonObject.builder().put("waiting", names).build(), words);
    }

    private static String words(List<Origin> waiting) {
        return String.join(", ", waiting.stream().map(Origin::toString).toList());
    }
}
