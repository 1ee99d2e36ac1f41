package social.godwit.activitypub.view;

import java.util.Optional;

/**
 * How somebody is named and pictured.
 *
 * @param id the actor's id, as its document spells it
 * @param handle {@code name@host}, as the actor claims it
 * @param name the display name, plain text, possibly empty
 * @param url the page for people
 * @param icon the avatar's URL
 */
public record Face(String id, String handle, String name, Optional<String> url, Optional<String> icon) {}
