package social.godwit.activitypub.page.web;

import java.nio.charset.StandardCharsets;
import social.godwit.activitypub.gateway.web.Answer;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.HtmlPage;

/** A page with everything that keeps it harmless in a browser. */
public final class HtmlAnswer {
    private HtmlAnswer() {}

    /** The answer that sends {@code page}; anybody may keep it for ten seconds. */
    public static Answer of(HtmlPage page) {
        return Answer.of(page.status(), "text/html; charset=utf-8", page.html().getBytes(StandardCharsets.UTF_8))
                .with("Content-Security-Policy", Frame.CONTENT_SECURITY_POLICY)
                .with("Vary", "Accept, Accept-Language")
                .with("Cache-Control", "public, max-age=10")
                .with("X-Content-Type-Options", "nosniff")
                .with("Referrer-Policy", "same-origin")
                .with("Cross-Origin-Opener-Policy", "same-origin")
                .with("Permissions-Policy", "camera=(), geolocation=(), microphone=()");
    }
}
