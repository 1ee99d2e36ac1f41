package social.godwit.instance.cli;

import java.io.Console;
import java.util.Map;
import social.godwit.instance.client.ClientProblem;

/** The passphrase that opens the keys: from {@code GODWIT_PASSPHRASE}, else asked for without showing it. */
final class Passphrase {
    private static final int SHORTEST = 8;

    private final Map<String, String> environment;

    Passphrase(Map<String, String> environment) {
        this.environment = environment;
    }

    /** The passphrase of keys that exist. */
    char[] existing() {
        return given("GODWIT_PASSPHRASE", "Passphrase: ");
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
