package social.godwit.instance.cli;

import java.io.Console;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.Randomness;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.words.WordList;

/** The passphrase that opens the keys: from {@code GODWIT_PASSPHRASE}, else asked for without showing it. */
final class Passphrase {
    private static final int SHORTEST = 8;

    private static final int WORDS = 5;
    private static final int ATTEMPTS = 3;

    private final Map<String, String> environment;
    private Optional<char[]> typed = Optional.empty();

    Passphrase(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The passphrase of keys that exist; asked for once in a command. */
    char[] existing() {
        if (typed.isEmpty()) typed = Optional.of(given("GODWIT_PASSPHRASE", "Passphrase: "));
        return typed.get();
    }

    /**
     * The passphrase of a new account: five words by chance, shown to be written down and typed once, or one's own.
     *
     * @param own whether the person wants to choose
     * @param show shows the words
     */
    char[] offered(boolean own, Randomness randomness, Consumer<String> show) {
        char[] passphrase = own || environment.containsKey("GODWIT_PASSPHRASE")
                ? chosen("GODWIT_PASSPHRASE", "Choose a passphrase: ")
                : generated("GODWIT_PASSPHRASE", randomness, show);
        typed = Optional.of(passphrase);
        return passphrase;
    }

    /** The passphrase in place of the one before. */
    char[] changed(boolean own, Randomness randomness, Consumer<String> show) {
        return own || environment.containsKey("GODWIT_NEW_PASSPHRASE")
                ? chosen("GODWIT_NEW_PASSPHRASE", "Choose a new passphrase: ")
                : generated("GODWIT_NEW_PASSPHRASE", randomness, show);
    }

    /** The account's present passphrase, where it was changed on another device. */
    char[] ofOtherDevice() {
        return given("GODWIT_NEW_PASSPHRASE", "The passphrase that you chose on the other device: ");
    }

    private char[] generated(String variable, Randomness randomness, Consumer<String> show) {
        String words = String.join(" ", WordList.random(WORDS, randomness));
        show.accept("Your passphrase, with which you sign in on any device:\n\n    " + words
                + "\n\nWrite it down. Nobody can tell it to you again, not even your server. (To choose your own:"
                + " --passphrase-own)\n");
        for (int i = 0; i < ATTEMPTS; i++) {
            String again = new String(given(variable, "Type it once, as you wrote it down: "))
                    .strip()
                    .replaceAll("\\s+", " ");
            if (again.equalsIgnoreCase(words)) return words.toCharArray();
            show.accept("That was something else.");
        }
        throw new ClientProblem("Nothing was made: the passphrase has to be written down first.", "Run it again.");
    }

    /** A passphrase for new keys, typed twice when it is typed. */
    char[] chosen() {
        return chosen("GODWIT_PASSPHRASE", "Choose a passphrase for this device: ");
    }

    /** A passphrase for a file that leaves this device. */
    char[] forExport() {
        return chosen("GODWIT_EXPORT_PASSPHRASE", "Choose a passphrase for the exported file: ");
    }

    /** The passphrase of a file that came from elsewhere. */
    char[] ofImport() {
        return given("GODWIT_EXPORT_PASSPHRASE", "Passphrase of the file: ");
    }

    private char[] chosen(String variable, String question) {
        char[] first = given(variable, question);
        if (first.length < SHORTEST)
            throw new ClientProblem(
                    "The passphrase is too short: at least " + SHORTEST + " characters.",
                    "Five random words are good.");
        if (environment.get(variable) == null
                && !java.util.Arrays.equals(first, given(variable, "The same once more: ")))
            throw new ClientProblem("The two passphrases differ.", "Run the command again.");
        return first;
    }

    @SuppressWarnings("SystemConsoleNull") // Java 21 still returns null
    private char[] given(String variable, String question) {
        String value = environment.get(variable);
        if (value != null) return value.toCharArray();
        Console console = System.console();
        char[] typed = console == null ? null : console.readPassword("%s", question);
        if (typed == null)
            throw new ClientProblem(
                    "A passphrase is needed, and there is no terminal to ask at.",
                    "Set " + variable + " and run again.");
        return typed;
    }
}
