package social.godwit.instance.client;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.checkpoint.ChainClass;
import social.godwit.identity.checkpoint.Checkpoint;
import social.godwit.identity.checkpoint.Checkpoint.Link;
import social.godwit.identity.checkpoint.CheckpointReading;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.home.ChainHead;
import social.godwit.instance.client.home.ClientState;

/**
 * The newest links of the account's other devices. A gateway names them with every batch that it takes; this device fetches
 * what it does not know, checks both signatures, and names them in its own next link, so that a gateway that hides a whole
 * device is found out. A link of this device that it never made says that another copy of its folder goes on publishing.
 */
final class OtherDevices {
    /** Most links that one answer makes this device fetch. */
    private static final int FETCHED_MAX = 16;

    private static final String FACT = "link:";
    private static final String COPIED = "copied";
    private static final String JSON = "application/activity+json";

    private final Owner owner;

    OtherDevices(Owner owner) {
        this.owner = owner;
    }

    /** What {@code state} knows of other devices' chains of this class, for the next link of this device. */
    static List<Link> known(ClientState state, ChainClass chain) {
        String prefix = FACT + chain + ":";
        List<Link> links = new ArrayList<>();
        for (Map.Entry<String, String> fact : state.remembered().entrySet())
            if (fact.getKey().startsWith(prefix))
                link(fact.getKey().substring(prefix.length()), fact.getValue()).ifPresent(links::add);
        links.sort(
                (one, other) -> one.device().toString().compareTo(other.device().toString()));
        return links.size() <= Checkpoint.MAX_OTHERS ? links : links.subList(0, Checkpoint.MAX_OTHERS);
    }

    /** The device key that another copy of this folder uses as well, if that is known. */
    static Optional<Did> copied(ClientState state) {
        return Optional.ofNullable(state.remembered().get(COPIED)).flatMap(Did::parse);
    }

    /** Forgets that there is a copy, once this device has a key of its own. */
    static Publisher.Facts notCopiedAnyMore() {
        return Publisher.Facts.forget(COPIED);
    }

    /** Takes in the heads of chains that {@code gateway} tells. Whatever cannot be fetched or checked is left for next time. */
    void learn(JsonObject answer, Origin gateway) {
        int fetched = 0;
        for (Json item : answer.list("chains")) {
            if (!(item instanceof JsonObject told)) continue;
            Optional<ChainClass> chain = told.string("class").flatMap(ChainClass::parse);
            Optional<Link> link = told.string("device")
                    .flatMap(device -> link(
                            device, number(told) + " " + told.string("hash").orElse("")));
            if (chain.isEmpty() || link.isEmpty()) continue;
            if (link.get().device().equals(owner.keys().device().did())) noticeCopy(chain.get(), link.get());
            else if (isNews(chain.get(), link.get()) && fetched++ < FETCHED_MAX)
                verify(chain.get(), link.get(), gateway);
        }
    }

    private void noticeCopy(ChainClass chain, Link told) {
        ClientState state = owner.home().state();
        ChainHead own = state.chain(chain.toString());
        boolean mine = told.seq() < own.sequence()
                || (told.seq() == own.sequence() && told.hash().multibase().equals(own.hash()));
        // A gateway that lies here costs a new device key and nothing else.
        if (!mine && copied(state).isEmpty())
            owner.home().save(state.remembering(COPIED, told.device().toString()));
    }

    private boolean isNews(ChainClass chain, Link told) {
        return known(owner.home().state(), chain).stream()
                .noneMatch(link -> link.device().equals(told.device()) && link.seq() >= told.seq());
    }

    private void verify(ChainClass chain, Link told, Origin gateway) {
        PortableId id = PortableId.of(owner.did(), "/checkpoints/" + told.hash().multibase());
        try {
            GatewayAnswer answer = owner.gateways().getAt(gateway, Publisher.path(id.canonical()), JSON);
            if (answer.isSuccess()
                    && PortableDocument.read(answer.body(), owner.surroundings().now())
                            instanceof DocumentVerdict.Admissible(PortableDocument document)
                    && Checkpoint.read(document) instanceof CheckpointReading.Signed(Checkpoint checkpoint)
                    && checkpoint.account().equals(owner.did())
                    && checkpoint.chain() == chain
                    && checkpoint.link().equals(told))
                owner.home()
                        .save(owner.home()
                                .state()
                                .remembering(
                                        FACT + chain + ":" + told.device(),
                                        told.seq() + " " + told.hash().multibase()));
        } catch (IOException e) {
            // The batch was taken; its links are named next time.
        }
    }

    private static Optional<Link> link(String device, String fact) {
        int space = fact.indexOf(' ');
        if (space < 1) return Optional.empty();
        Optional<Did> did = Did.parse(device);
        Optional<Sha256> hash = Sha256.parseMultibase(fact.substring(space + 1));
        String seq = fact.substring(0, space);
        return did.isPresent() && hash.isPresent() && seq.matches("[1-9][0-9]{0,15}")
                ? Optional.of(new Link(did.get(), Long.parseLong(seq), hash.get()))
                : Optional.empty();
    }

    private static long number(JsonObject told) {
        return told.get("seq") instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }
}
