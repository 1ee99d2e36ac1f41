package social.godwit.activitypub.delivery;

import java.util.List;

/**
 * One place in a host's queue.
 *
 * @param host whose queue
 * @param number its place
 * @param body what is sent
 * @param inboxes inboxes that have not answered for good
 * @param attempts how often the host has put it off, while it took others
 */
record Entry(String host, long number, Body body, List<String> inboxes, int attempts) {
    /** The most inboxes of one entry; more make several entries. */
    static final int INBOXES_MAX = 32;

    Entry {
        inboxes = List.copyOf(inboxes);
    }
}
