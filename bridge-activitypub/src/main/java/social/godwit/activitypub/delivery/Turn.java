package social.godwit.activitypub.delivery;

import java.time.Duration;

/** Whether a delivery is made by this gateway, and now. */
sealed interface Turn {
    /** It is. */
    record Send() implements Turn {}

    /** It is not: another gateway of the account has made it, or makes it. */
    record Spared() implements Turn {}

    /** Not before that time has passed: what other gateways have done is not known yet. */
    record Later(Duration delay) implements Turn {}
}
