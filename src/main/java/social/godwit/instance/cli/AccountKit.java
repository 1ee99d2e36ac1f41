package social.godwit.instance.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.home.ClientState;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.home.OwnerOnlyFile;
import social.godwit.instance.client.words.RecoveryKit;

/** {@code account kit}. */
@Command(
        name = "kit",
        description =
                "Your recovery kit: 24 words that take your account back when a device is stolen or your key is lost.",
        subcommands = {AccountKit.Create.class, AccountKit.Test.class, AccountKit.Status.class})
final class AccountKit extends CommandGroup {
    private static final String MADE = "kit:made";
    private static final String TESTED = "kit:tested";
    private static final String NO_KIT =
            "Without a kit kept elsewhere there is no recovery: nobody, not even your server, can help you then.";

    /** {@code account kit create}. */
    @Command(name = "create", description = "Show the words, or write them onto a page to print, with a QR code.")
    static final class Create extends ClientCommand {
        @Parameters(arity = "0..1", paramLabel = "FILE", description = "A page (kit.html) that does not exist yet.")
        private @Nullable Path file;

        @Override
        Told run() {
            try (HomeFolder home = godwit().home()) {
                KeyRing keys = godwit().keys(home);
                SigningKey recovery = onDevice(keys);
                String handle = handle(home.state());
                if (file != null) write(file, RecoveryKit.page(handle, keys.did(), recovery));
                home.save(home.state()
                        .remembering(MADE, godwit().surroundings().now().toString()));
                List<String> words = RecoveryKit.words(recovery);
                return Told.done(
                        file == null
                                ? JsonObject.builder()
                                        .put("did", keys.did().toString())
                                        .put("words", words)
                                        .build()
                                : JsonObject.builder()
                                        .put("did", keys.did().toString())
                                        .put("file", file.toString())
                                        .build(),
                        (file == null ? listed(words) + "\n\nWrite them down." : "Written: print " + file + ".")
                                + " Whoever has the kit can take your account over, so it must not lie beside this device. "
                                + NO_KIT
                                + "\nThen see that you have it right: godwit account kit test");
            }
        }

        private static String listed(List<String> words) {
            var lines = new StringBuilder();
            for (int i = 0; i < words.size(); i++)
                lines.append("%3d. %-10s".formatted(i + 1, words.get(i))).append(i % 4 == 3 ? "\n" : "");
            return lines.toString().stripTrailing();
        }

        private static void write(Path file, String page) {
            try {
                OwnerOnlyFile.create(file, page.getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new ClientProblem(
                        file + " cannot be written: " + e.getMessage() + ".", "Choose another name.", e);
            }
        }
    }

    /** {@code account kit test}. */
    @Command(
            name = "test",
            description = "Show that you have your kit, by two of its words. Then the key can leave this device.")
    static final class Test extends ClientCommand {
        @Option(
                names = "--take-away",
                description = "Remove the recovery key from this device afterwards, without being asked.")
        private boolean takeAway;

        @Override
        Told run() {
            try (HomeFolder home = godwit().home()) {
                KeyRing keys = godwit().keys(home);
                List<String> words = RecoveryKit.words(onDevice(keys));
                ask(words);
                home.save(home.state()
                        .remembering(TESTED, godwit().surroundings().now().toString()));
                boolean away = takeAway || agrees();
                if (away)
                    home.saveKeys(keys.withoutRecovery()
                            .sealed(
                                    godwit().passphrase().existing(),
                                    godwit().surroundings().randomness()));
                return Told.done(
                        JsonObject.builder()
                                .put("tested", true)
                                .put("onDevice", !away)
                                .build(),
                        away
                                ? "Right. The recovery key is on your kit only now. Keep it well."
                                : "Right. The recovery key is still on this device, too: a thief of the device has it then. Take it"
                                        + " away with: godwit account kit test --take-away");
            }
        }

        /** Two words by chance; for scripts all of them in GODWIT_KIT. */
        private void ask(List<String> words) {
            Optional<String> all = godwit().environment("GODWIT_KIT");
            if (all.isPresent()) {
                if (!RecoveryKit.words(RecoveryKit.read(all.get())).equals(words))
                    throw new ClientProblem("This is another kit.", "Look for the newest one.");
                return;
            }
            byte[] chance = godwit().surroundings().randomness().bytes(2);
            int first = (chance[0] & 0xff) % (words.size() / 2);
            int second = words.size() / 2 + (chance[1] & 0xff) % (words.size() / 2);
            for (int position : new int[] {first, second}) {
                String typed = line("Word " + (position + 1) + " of your kit: ");
                if (!typed.strip().equalsIgnoreCase(words.get(position)))
                    throw new ClientProblem(
                            "That is not word " + (position + 1) + " of your kit.",
                            "Compare the kit with: godwit account kit create");
            }
        }

        private boolean agrees() {
            return godwit().environment("GODWIT_KIT").isEmpty()
                    && line("Remove the recovery key from this device now? " + NO_KIT + " [yes/no] ")
                            .strip()
                            .equalsIgnoreCase("yes");
        }

        @SuppressWarnings("SystemConsoleNull") // Java 21 still returns null
        private static String line(String question) {
            Console console = System.console();
            String typed = console == null ? null : console.readLine("%s", question);
            if (typed == null)
                throw new ClientProblem(
                        "The words are asked for, and there is no terminal to ask at.",
                        "Set GODWIT_KIT to the 24 words and run again.");
            return typed;
        }
    }

    /** {@code account kit status}. */
    @Command(name = "status", description = "Whether there is a kit, and whether you have shown that you have it.")
    static final class Status extends ClientCommand {
        @Override
        Told run() {
            try (HomeFolder home = godwit().home()) {
                boolean onDevice = godwit().keys(home).recovery().isPresent();
                Optional<String> made = fact(home, MADE);
                Optional<String> tested = fact(home, TESTED);
                return Told.done(
                        JsonObject.builder()
                                .put("onDevice", onDevice)
                                .putIfPresent("made", made)
                                .putIfPresent("tested", tested)
                                .build(),
                        words(onDevice, made, tested));
            }
        }

        private static String words(boolean onDevice, Optional<String> made, Optional<String> tested) {
            if (!onDevice && made.isEmpty() && tested.isEmpty())
                return "The recovery key is not on this device. Your kit has it, or the device on which you made your account: see"
                        + " there. " + NO_KIT;
            String kit = tested.map(at -> "You have shown that you have your kit, " + at + ".")
                    .or(() -> made.map(at -> "A kit was made here " + at + ", and not tested: godwit account kit test"))
                    .orElse("No kit was made on this device. " + NO_KIT + " Make one: godwit account kit create");
            return kit + "\nThe recovery key is "
                    + (onDevice ? "on this device, too." : "not on this device: the kit alone has it.");
        }

        private static Optional<String> fact(HomeFolder home, String name) {
            return Optional.ofNullable(home.state().remembered().get(name));
        }
    }

    private static SigningKey onDevice(KeyRing keys) {
        return keys.recovery()
                .orElseThrow(() -> new ClientProblem(
                        "The recovery key is not on this device any more.", "Your kit has it. Keep it well."));
    }

    private static String handle(ClientState state) {
        return state.hasAccount()
                ? state.username() + "@" + state.gateways().getFirst().replaceFirst("^https?://", "")
                : "";
    }
}
