package social.godwit.activitypub.page;

import java.util.Optional;

/**
 * A page ready to be sent.
 *
 * @param status 200, 404 or 410
 * @param html the whole document
 * @param document the id of the ActivityPub document behind it, if it is shown
 */
public record HtmlPage(int status, String html, Optional<String> document) {}
