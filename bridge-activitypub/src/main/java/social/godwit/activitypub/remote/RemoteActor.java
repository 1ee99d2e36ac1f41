package social.godwit.activitypub.remote;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Somebody else's actor, from a document that is proven to be theirs: by its own proof when portable, by the place it was
 * fetched from otherwise.
 *
 * @param id the id as the document spells it; what activities of this actor must name
 * @param canonicalId the id for comparison: {@code ap://did:…} when portable, else equal to {@code id}
 * @param did the DID of a portable actor
 * @param type the ActivityStreams type, for example {@code Person}
 * @param preferredUsername the name before the @, empty when there is none
 * @param handle {@code name@host}: the one that the document claims (FEP-2c59), where its host has confirmed it or is the actor's own;
 *     else the name at the actor's own host
 * @param name the display name, plain text as written by a stranger
 * @param inbox where to deliver, an https URL on the actor's own host (or one of its gateways)
 * @param sharedInbox where to deliver once for the whole host
 * @param outbox the outbox, if said
 * @param followers the followers collection, if said
 * @param following the following collection, if said
 * @param featured the collection of pinned posts, if said
 * @param url the page for people, if said
 * @param icon the avatar's URL, if said
 * @param movedTo where the actor moved to, if said
 * @param alsoKnownAs other ids that the actor claims
 * @param gateways origins of a portable actor's gateways, first is home; empty for others
 * @param manuallyApprovesFollowers whether follows wait for a person; true when the document does not say
 * @param keys usable public keys
 * @param fetched when the document was last seen to be so
 * @param document the whole document, its bytes as received
 */
public record RemoteActor(
        String id,
        String canonicalId,
        Optional<String> did,
        String type,
        String preferredUsername,
        String handle,
        String name,
        String inbox,
        Optional<String> sharedInbox,
        Optional<String> outbox,
        Optional<String> followers,
        Optional<String> following,
        Optional<String> featured,
        Optional<String> url,
        Optional<String> icon,
        Optional<String> movedTo,
        List<String> alsoKnownAs,
        List<String> gateways,
        boolean manuallyApprovesFollowers,
        List<Key> keys,
        Instant fetched,
        RemoteDocument document) {

    /** The handle that the document claims (FEP-2c59); only its host can confirm it. */
    public Optional<Handle> claimedHandle() {
        return document.json().string("webfinger").flatMap(Handle::parse);
    }

    /** The same actor under a handle that was proven. */
    RemoteActor known(String proven) {
        return new RemoteActor(
                id,
                canonicalId,
                did,
                type,
                preferredUsername,
                proven,
                name,
                inbox,
                sharedInbox,
                outbox,
                followers,
                following,
                featured,
                url,
                icon,
                movedTo,
                alsoKnownAs,
                gateways,
                manuallyApprovesFollowers,
                keys,
                fetched,
                document);
    }

    /** Whether proofs, and not HTTP signatures, authenticate this actor. */
    public boolean isPortable() {
        return did.isPresent();
    }

    /** The shared inbox if there is one, else the inbox. */
    public String deliveryInbox() {
        return sharedInbox.orElse(inbox);
    }

    /**
     * A public key of the actor.
     *
     * @param id the key id as the document spells it
     * @param multibase the key as a Multikey, {@code z…}
     */
    public record Key(String id, String multibase) {}
}
