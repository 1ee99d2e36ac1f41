package social.godwit.instance.session;

import social.godwit.activitypub.http.Problem;
import social.godwit.network.staff.SessionStore.Session;

/** For whom a request's cookie speaks. */
public sealed interface SessionVerdict {
    /** For somebody who is signed in, on one of our own pages. */
    record SignedIn(Somebody who, Session session) implements SessionVerdict {}

    /** For nobody: it is unknown or has ended, or the request was not made by one of our pages. */
    record Refused(Problem problem) implements SessionVerdict {}

    /** There is none. */
    record NoCookie() implements SessionVerdict {}
}
