package social.godwit.activitypub.page;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import social.godwit.activitypub.html.Markup;
import social.godwit.identity.encoding.Sha256;

/** Somebody's picture: their own, or a pattern that their name makes, the same everywhere. */
final class Portrait {
    private static final String[] COLOURS = {"#2f6690", "#3a7d44", "#8a4f7d", "#a4502e", "#4b5c9e", "#6b6b1f", "#9c3d54"
    };

    private Portrait() {}

    static void write(Markup html, String did, Optional<String> picture) {
        if (picture.isPresent()) {
            html.open("img", "src", picture.get(), "alt", "", "width", "64", "height", "64");
            return;
        }
        byte[] hash = Sha256.of(did.getBytes(StandardCharsets.UTF_8)).bytes();
        String colour = COLOURS[(hash[0] & 0xff) % COLOURS.length];
        html.open("svg", "viewBox", "0 0 5 5", "width", "64", "height", "64", "aria-hidden", "true");
        html.open("rect", "width", "5", "height", "5", "fill", colour, "fill-opacity", "0.18")
                .close("rect");
        for (int i = 0; i < 15; i++) {
            if ((hash[1 + i] & 1) == 0) {
                continue;
            }
            int column = i / 5;
            square(html, column, i % 5, colour);
            if (column < 2) {
                square(html, 4 - column, i % 5, colour);
            }
        }
        html.close("svg");
    }

    private static void square(Markup html, int x, int y, String colour) {
        html.open(
                        "rect",
                        "x",
                        Integer.toString(x),
                        "y",
                        Integer.toString(y),
                        "width",
                        "1",
                        "height",
                        "1",
                        "fill",
                        colour)
                .close("rect");
    }
}
