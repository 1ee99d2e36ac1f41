package social.godwit.instance.web;

/**
 * The one document of the app. It holds no text, no script and no style: the bundle draws everything, so that the policy can forbid
 * all that is written into a page.
 *
 * @param script path of the bundle's script
 * @param style path of the bundle's style sheet
 * @param stretching path of the script of the worker that stretches passphrases
 */
record AppPage(String script, String style, String stretching) {
    /**
     * What the document may load: files of this origin. Nobody may frame it, and no text of a stranger becomes markup, since only
     * Lit's templates and the one worker are trusted to make any.
     */
    static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
                    + "media-src 'self' blob:; connect-src 'self'; worker-src 'self'; manifest-src 'self'; form-action 'none'; "
                    + "base-uri 'none'; frame-ancestors 'none'; trusted-types lit-html godwit-worker; require-trusted-types-for 'script'";

    String html() {
        return """
                <!doctype html>
                <html lang="en">
                <head>
                <meta charset="utf-8">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <meta name="color-scheme" content="light dark">
                <meta name="godwit-stretching" content="%s">
                <title>Godwit</title>
                <link rel="icon" href="data:,">
                <link rel="stylesheet" href="%s">
                <script type="module" src="%s"></script>
                </head>
                <body>
                <noscript>This page needs JavaScript. Profiles, posts and the pages about this server do not.</noscript>
                </body>
                </html>
                """.formatted(stretching, style, script);
    }
}
