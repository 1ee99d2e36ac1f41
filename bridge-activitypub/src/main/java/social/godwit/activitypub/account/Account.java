package social.godwit.activitypub.account;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.key.RsaKeyPair;

/**
 * An account that is registered here. What its owner decides (name, lock, paths) is read from the newest actor document;
 * what this instance adds is the handle's reservation, the RSA key and the status.
 *
 * @param did whose it is; the account's one lasting name
 * @param username the local part of the handle, as the owner writes it
 * @param named whether the name is the account's here too; where somebody else has it, a gateway that is not the home serves
 *     the account without a handle
 * @param origin the origin here that is the account's gateway: this instance's own, or a domain that the account brought
 * @param paths where its actor, inbox, outbox and collections are
 * @param displayName what the actor calls itself, possibly empty
 * @param ownHandle the handle at a domain of the owner's own that the actor document names (FEP-2c59); only that domain can prove
 *     it, so it is told to those who ask there, and shown to nobody
 * @param locked whether the owner decides on every follow ({@code manuallyApprovesFollowers})
 * @param status whether it may be used
 * @param key the pair with which this instance signs HTTP requests for the account
 * @param listedKeyId the id under which the owner's newest actor document lists {@code key}, spelt as there; empty as long
 *     as it does not, and then nothing may be signed with it
 * @param gateways the gateways that the newest actor document lists, in order; the first is home, and ids are spelt with it
 * @param foreign those of them, other than this one, that do not keep repositories in step with ours: they are not Godwit
 * @param registeredAt when it was registered here
 */
public record Account(
        Did did,
        String username,
        boolean named,
        Origin origin,
        ActorPaths paths,
        String displayName,
        Optional<String> ownHandle,
        boolean locked,
        Status status,
        RsaKeyPair key,
        Optional<String> listedKeyId,
        List<Origin> gateways,
        List<Origin> foreign,
        Instant registeredAt) {
    public Account {
        gateways = List.copyOf(gateways);
        foreign = List.copyOf(foreign);
    }

    /** The first gateway. */
    public Origin homeOrigin() {
        return gateways.getFirst();
    }

    /** True while this origin is the first gateway: the one that delivers, and whose key the actor document lists. */
    public boolean home() {
        return homeOrigin().equals(origin);
    }

    /** The same account, found at another of our origins. */
    public Account at(Origin here) {
        return new Account(
                did,
                username,
                named,
                here,
                paths,
                displayName,
                ownHandle,
                locked,
                status,
                key,
                listedKeyId,
                gateways,
                foreign,
                registeredAt);
    }

    /** True when the account has other gateways, which learn what is observed for it here. */
    public boolean shared() {
        return gateways.size() > 1;
    }

    /** False once the owner has left this gateway: it goes on serving what it has, and takes no more. */
    public boolean listed() {
        return gateways.contains(origin);
    }

    /** The handle: {@code name@host} of the home. */
    public String handle() {
        return username + "@" + homeOrigin().authority();
    }

    /** The handle that others shall know the account by (WebFinger's subject): the owner's own, else the home's. */
    public String subject() {
        return ownHandle.orElseGet(this::handle);
    }

    /** The actor's id. */
    public PortableId actor() {
        return new PortableId(did, paths.actor(), Optional.empty());
    }

    /** The actor's id as its documents and all its peers on HTTP spell it. */
    public String actorId() {
        return idOf(paths.actor());
    }

    /** The compatible id of what lies at {@code path} of this account. */
    public String idOf(String path) {
        return new PortableId(did, path, Optional.empty()).at(homeOrigin());
    }

    /** Its inbox at a gateway. */
    public String inboxAt(Origin gateway) {
        return new PortableId(did, paths.inbox(), Optional.empty()).at(gateway);
    }

    /** True for every account that may post and is shown. */
    public boolean active() {
        return status == Status.ACTIVE;
    }

    /** How an account stands here. */
    public enum Status {
        ACTIVE,
        /**
         * Silenced by the operator: its owner can still fetch all that is its own, and publish changes of gateways,
         * key-log entries, Delete and Move. An instance may silence, not keep.
         */
        SUSPENDED,
        /** Deleted by its owner; the name stays reserved. */
        DELETED
    }
}
