package social.godwit.identity.document;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict.Inadmissible;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** One document's own members, checked but for the proof. */
record DocumentForm(JsonObject json, PortableId id, Optional<Origin> spelling, String type, Kind kind) {
    private static final int MAX_CONTEXTS = 16;
    private static final int MAX_RECIPIENTS = 512;
    private static final Set<String> KEY_MEMBERS = Set.of(
            "publicKey",
            "assertionMethod",
            "authentication",
            "verificationMethod",
            "capabilityInvocation",
            "keyAgreement");

    /** A document in the right form, or the first fault. */
    sealed interface Reading {}

    record Good(DocumentForm form) implements Reading {}

    record Bad(Inadmissible fault) implements Reading {}

    static Reading read(JsonObject map) {
        String text = map.string("id").orElse("");
        Optional<PortableId> parsed = PortableId.parse(text);
        if (parsed.isEmpty() || parsed.get().fragment().isPresent() || text.indexOf('?') >= 0) {
            return bad(Inadmissibility.ID, "not the id of a portable document: " + text);
        }
        PortableId id = parsed.get();
        Optional<String> type = type(map);
        if (type.isEmpty()) {
            return bad(Inadmissibility.TYPE, "type is not a single string");
        }
        if (!goodContext(map.get("@context"))) {
            return bad(Inadmissibility.CONTEXT, "@context is not a list of URL strings");
        }
        if (map.has("signature")) {
            return bad(Inadmissibility.LD_SIGNATURE, "a signature beside the proof");
        }
        if (map.list("to").size() + map.list("cc").size() + map.list("audience").size() > MAX_RECIPIENTS) {
            return bad(Inadmissibility.LIMIT, "more than " + MAX_RECIPIENTS + " recipients");
        }
        Kind kind = Kind.of(map);
        if (kind == Kind.KEY || kind == Kind.LINK) {
            return bad(Inadmissibility.KEY, "a key or a link is no document of its own");
        }
        if (!owned(map, kind, type.get(), id)) {
            return bad(Inadmissibility.OWNER, "not owned by " + id.did());
        }
        if (kind == Kind.ACTOR && Gateways.of(map).isEmpty()) {
            return bad(Inadmissibility.GATEWAYS, "gateways are not 1 to " + Gateways.MAX + " distinct origins");
        }
        if (!ContentId.consistent(id, type.get(), map)) {
            return bad(Inadmissibility.CONTENT_ID, "the id does not name the content: " + id);
        }
        return new Good(new DocumentForm(map, id, PortableId.gatewayOf(text), type.get(), kind));
    }

    private static Bad bad(Inadmissibility reason, String detail) {
        return new Bad(new Inadmissible(reason, detail));
    }

    private static Optional<String> type(JsonObject map) {
        return map.list("type").size() == 1 && map.list("type").getFirst() instanceof JsonString type
                ? Optional.of(type.value()).filter(value -> !value.isEmpty())
                : Optional.empty();
    }

    /** One URL or a list of URLs: what is defined inline could rename anything. */
    static boolean goodContext(@Nullable Json context) {
        return switch (context) {
            case JsonString one -> url(one);
            case JsonArray many ->
                many.size() > 0
                        && many.size() <= MAX_CONTEXTS
                        && many.items().stream().allMatch(item -> item instanceof JsonString one && url(one));
            case null, default -> false;
        };
    }

    private static boolean url(JsonString context) {
        return context.value().startsWith("https://") || context.value().startsWith("http://");
    }

    /** FEP-fe34: an actor owns itself, an activity is its actor's, anything else is whom it is attributed to. */
    private static boolean owned(JsonObject map, Kind kind, String type, PortableId id) {
        if (kind == Kind.ACTOR) {
            return portableOf(map, "inbox", id.did()) && portableOf(map, "outbox", id.did());
        }
        String field = kind == Kind.ACTIVITY ? "actor" : "attributedTo";
        Json owner = map.get(field);
        if (owner == null && type.equals("Tombstone")) {
            return true;
        }
        return owner instanceof JsonString string
                && (string.value().equals(id.did().toString()) || of(string.value(), id.did()));
    }

    /** Whether a quoted map, where it names an owner, names this document's. */
    boolean sameOwner(JsonObject quoted) {
        for (String field : new String[] {"actor", "attributedTo"}) {
            Json owner = quoted.get(field);
            boolean good = owner == null
                    || (owner instanceof JsonString string
                            && (string.value().equals(id.did().toString()) || of(string.value(), id.did())));
            if (!good) {
                return false;
            }
        }
        return true;
    }

    private static boolean portableOf(JsonObject map, String field, Did did) {
        return map.get(field) instanceof JsonString string && of(string.value(), did);
    }

    private static boolean of(String id, Did did) {
        return PortableId.parse(id)
                .filter(portable -> portable.did().equals(did))
                .isPresent();
    }

    /** Whether a map with a public key is a key of this actor, in one of the members for keys of its own document. */
    boolean ownsKey(JsonObject key, String member, boolean top) {
        if (kind != Kind.ACTOR
                || !top
                || !KEY_MEMBERS.contains(member)
                || key.has("proof")
                || key.has("privateKeyMultibase")) {
            return false;
        }
        Optional<String> controller = key.string("controller").or(() -> key.string("owner"));
        return controller.flatMap(PortableId::parse).filter(id::equals).isPresent();
    }

    /** Checks {@code sequence} and {@code previous} of an actor document against its proof time. */
    @Nullable
    Inadmissible sequenceFault(Instant created) {
        if (kind != Kind.ACTOR) {
            return null;
        }
        if (json.has("sequence")) {
            OptionalLong sequence =
                    json.get("sequence") instanceof JsonNumber number ? number.integer() : OptionalLong.empty();
            if (sequence.isEmpty() || sequence.getAsLong() < 0 || sequence.getAsLong() > created.toEpochMilli()) {
                return new Inadmissible(
                        Inadmissibility.SEQUENCE, "sequence is no integer from 0 to the proof time in milliseconds");
            }
            if (json.has("previous")
                    && json.string("previous").flatMap(Sha256::parseMultibase).isEmpty()) {
                return new Inadmissible(Inadmissibility.SEQUENCE, "previous is not a hash");
            }
        }
        return null;
    }
}
