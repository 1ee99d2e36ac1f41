package social.godwit.activitypub.delivery;

/**
 * One recipient whose inbox has to be looked up before the activity can go there.
 *
 * @param number the activity's place among those of the account
 * @param actor the recipient's id, as the activity writes it
 * @param body what is sent
 * @param followers true when the activity goes to followers, too
 * @param attempts how often the look-up has failed
 */
record Address(long number, String actor, Body body, boolean followers, int attempts) {}
