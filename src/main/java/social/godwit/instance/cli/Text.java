package social.godwit.instance.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import social.godwit.instance.client.ClientProblem;

/** Texts that are given as an argument or on standard input. */
final class Text {
    private static final int LARGEST = 500_000;

    private Text() {}

    /** The argument; {@code -} stands for standard input. */
    static String of(String argument) {
        if (!argument.equals("-")) return checked(argument);
        try {
            return checked(new String(System.in.readNBytes(LARGEST + 1), StandardCharsets.UTF_8).stripTrailing());
        } catch (IOException e) {
            throw new ClientProblem("The text cannot be read.", "", e);
        }
    }

    private static String checked(String text) {
        if (text.length() > LARGEST) throw new ClientProblem("The text is too long.");
        return text;
    }
}
