package social.godwit.activitypub.view;

import social.godwit.identity.json.JsonObject;

/** What a view answers. */
public sealed interface ViewAnswer {
    /** What was asked for. */
    record Shown(JsonObject body) implements ViewAnswer {}

    /** There is no such view, post or person, or none that the owner may see. */
    record NotFound() implements ViewAnswer {}

    /** The question cannot be answered as it stands. */
    record Invalid(String detail) implements ViewAnswer {}

    /** Another server that would know does not answer now. */
    record Unavailable(String detail) implements ViewAnswer {}
}
