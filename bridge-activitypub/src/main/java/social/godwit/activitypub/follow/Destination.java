package social.godwit.activitypub.follow;

/**
 * One inbox that posts for followers go to, with how many followers it stands for.
 *
 * @param inbox the shared inbox of a host where it has one, else one follower's own
 * @param host its host, lower case
 * @param followers how many accepted followers it reaches
 */
public record Destination(String inbox, String host, long followers) {}
