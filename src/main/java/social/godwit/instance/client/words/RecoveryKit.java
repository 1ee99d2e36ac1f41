package social.godwit.instance.client.words;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.identity.did.Did;
import social.godwit.identity.key.PaperKey;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;

/**
 * The recovery key as 24 words, and as a page to print or to keep on a stick: words, a QR code of them, and what they are for.
 * The page is one file that needs nothing else, and is read again as a kit.
 */
public final class RecoveryKit {
    private static final String BEGIN = "GODWIT-RECOVERY-1 ";
    private static final Pattern WORDS =
            Pattern.compile("GODWIT-RECOVERY-1 (did:key:[1-9A-Za-z]{1,80}) ([a-z ]{71,215})<");
    private static final int QUIET = 4;

    private RecoveryKit() {}

    /** The words of a recovery key. */
    public static List<String> words(SigningKey recovery) {
        return PaperKey.numbers(recovery).stream().map(WordList::word).toList();
    }

    /** The key of 24 words, however they are separated; a {@link ClientProblem} that names the word that is wrong. */
    public static SigningKey read(String text) {
        List<String> words = Arrays.stream(text.strip().split("[\\s,;]+"))
                .filter(word -> !word.isEmpty() && !word.matches("[0-9]+[.)]?"))
                .toList();
        List<Integer> numbers = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            OptionalInt number = WordList.number(words.get(i));
            if (number.isEmpty())
                throw new ClientProblem(
                        "Word " + (i + 1) + ", \"" + words.get(i) + "\", is none of a recovery kit's words.",
                        WordList.near(words.get(i))
                                .map(word -> "Is it \"" + word + "\"?")
                                .orElse("Look at your kit again."));
            numbers.add(number.getAsInt());
        }
        if (numbers.size() != PaperKey.WORDS)
            throw new ClientProblem(
                    "A recovery kit has " + PaperKey.WORDS + " words; these are " + numbers.size() + ".",
                    "Look at your kit again.");
        return PaperKey.key(numbers)
                .orElseThrow(() -> new ClientProblem(
                        "All of these are words of a kit, but they do not belong together: one is another word, or two have changed"
                                + " places.",
                        "Compare them with your kit, one by one."));
    }

    /** The key in a file that {@link #page} made, or that holds the words alone; nothing when it is another kind of file. */
    public static Optional<SigningKey> ofFile(byte[] file) {
        if (file.length > 1 << 20) return Optional.empty();
        String text = new String(file, StandardCharsets.UTF_8);
        Matcher page = WORDS.matcher(text);
        if (page.find()) return Optional.of(read(page.group(2)));
        boolean plain =
                text.length() < 1_000 && text.chars().allMatch(c -> c < 128 && (c >= ' ' || Character.isWhitespace(c)));
        return plain ? Optional.of(read(text)) : Optional.empty();
    }

    /** A page to print. */
    public static String page(String handle, Did account, SigningKey recovery) {
        List<String> words = words(recovery);
        String code = BEGIN + account + " " + String.join(" ", words);
        var html = new StringBuilder("""
                <!doctype html>
                <html lang="en"><head><meta charset="utf-8"><title>Recovery kit</title>
                <style>body{font:16px/1.5 sans-serif;max-width:40em;margin:2em auto;padding:0 1em}\
                ol{columns:3;font:18px/1.8 monospace}svg{width:16em;height:16em}pre{white-space:pre-wrap}</style></head><body>
                """);
        html.append("<h1>Recovery kit of @").append(escaped(handle)).append("</h1>\n");
        html.append("<p>Identity: ").append(account).append("</p>\n<ol>");
        words.forEach(word -> html.append("<li>").append(word).append("</li>"));
        html.append("</ol>\n").append(svg(QrCode.encodeText(code, QrCode.Ecc.MEDIUM)));
        html.append("""

                <p>Whoever has these words can take this account over. They help when a device is stolen or your key is lost, so
                keep them away from your devices: on paper, in another place. Nobody can make them again, not even your server.</p>
                <p>To use them: <code>godwit account recover --help</code></p>
                """);
        return html.append("<pre>")
                .append(code)
                .append("</pre>\n</body></html>\n")
                .toString();
    }

    private static String svg(QrCode code) {
        int size = code.size + 2 * QUIET;
        var path = new StringBuilder();
        for (int y = 0; y < code.size; y++)
            for (int x = 0; x < code.size; x++)
                if (code.getModule(x, y))
                    path.append('M')
                            .append(x + QUIET)
                            .append(',')
                            .append(y + QUIET)
                            .append("h1v1h-1z");
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + size + " " + size
                + "\" shape-rendering=\"crispEdges\"><rect width=\"100%\" height=\"100%\" fill=\"#fff\"/><path d=\""
                + path
                + "\"/></svg>";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
