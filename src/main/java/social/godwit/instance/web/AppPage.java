package social.godwit.instance.web;

import java.util.stream.Collectors;
import social.godwit.activitypub.page.Frame;

/**
 * The one document of the app. It holds no text, no script and no style: the bundle draws everything, so that the policy can forbid
 * all that is written into a page.
 *
 * @param script path of the bundle's script
 * @param style path of the bundle's style sheet
 * @param stretching path of the script of the worker that stretches passphrases
 * @param preloads what else each page will ask for
 */
record AppPage(String script, String style, String stretching, Preloads preloads) {
    /**
     * What the document may load: files of this origin. Nobody may frame it, and no text of a stranger becomes markup, since only
     * Lit's templates and the one worker are trusted to make any.
     */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; "
                    + "base-uri 'none'; frame-ancestors 'none'; trusted-types lit-html godwit-worker; require-trusted-types-for 'script'";

    /** The document for the page at this path, for a reader of this language. */
    String html(String path, String language) {
        String files = preloads.at(path, language).stream()
                .filter(file -> !file.equals(script))
                .map("<link rel=\"modulepreload\" href=\"%s\">\n"::formatted)
                .collect(Collectors.joining());
        return """
                <!doctype html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="theme-color" media="(prefers-color-scheme: light)" content="#ffffff">
                <meta name="theme-color" media="(prefers-color-scheme: dark)" content="#16181d">
                <meta name="godwit-stretching" content="%s">
                <title>Godwit</title>
                <link rel="icon" type="image/svg+xml" href="%s">
                <link rel="stylesheet" href="%s">
                <script type="module" src="%s"></script>
                %s</head>
                <body>
                <noscript>This page needs JavaScript. Profiles, posts and the pages about this server do not.</noscript>
                </body>
                </html>
                """.formatted(language, stretching, Frame.ICON, style, script, files);
    }
}
