package social.godwit.network.host.web;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;

/** What a reader would like to read. */
public final class ReaderLanguages {
    /** More are not looked at. */
    private static final int MOST = 8;

    private ReaderLanguages() {}

    /** The language tags of {@code Accept-Language}, best first. */
    public static List<String> of(HttpHeaders headers) {
        return headers.getAcceptableLanguages().stream()
                .limit(MOST)
                .map(Locale::toLanguageTag)
                .filter(tag -> !tag.equals("und") && !tag.startsWith("*"))
                .toList();
    }
}
