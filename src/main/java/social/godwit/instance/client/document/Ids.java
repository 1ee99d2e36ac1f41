package social.godwit.instance.client.document;

import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;

/**
 * The ids of an account's documents as they are written on the wire: compatible ids at its home gateway.
 *
 * @param did whose documents
 * @param home the first gateway
 * @param username the name registered there, for pages that people open
 */
public record Ids(Did did, Origin home, String username) {
    /** What lies at {@code path}. */
    public String at(String path) {
        return PortableId.of(did, path).at(home);
    }

    /** The actor. */
    public String actor() {
        return at("/actor");
    }

    /** A collection or a part of the actor: {@code inbox}, {@code outbox}, {@code followers}, {@code bookmarks} … */
    public String ofActor(String part) {
        return at("/actor/" + part);
    }

    /** An activity. */
    public String activity(TimeId name) {
        return at("/activities/" + name);
    }

    /** A post. */
    public String object(TimeId name) {
        return at("/objects/" + name);
    }

    /** A list of people. */
    public String list(TimeId name) {
        return at("/lists/" + name);
    }

    /** The profile's page. */
    public String page() {
        return home + "/@" + username;
    }

    /** A post's page. */
    public String page(TimeId name) {
        return page() + "/" + name;
    }

    /** What a hashtag's page begins with at the home gateway. */
    public String tagPages() {
        return home + "/tags/";
    }

    /** The name that people find the account by, {@code name@host[:port]}. */
    public String handle() {
        return username + "@" + home.authority();
    }
}
