package social.godwit.instance.client.verify;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringJoiner;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Ed25519PublicKey;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;

/**
 * What can be said about a document without asking anybody: whether it is a whole portable document of its account, and
 * for each signed document in it, who signed it and whether it is as it was signed.
 *
 * @param valid whether everything that claims to be signed is as its author left it
 * @param whole what the document is as a whole
 * @param parts the signed documents in it, outermost first
 */
public record Examination(boolean valid, String whole, List<Part> parts) {
    private static final int MOST_PARTS = 64;

    public Examination {
        parts = List.copyOf(parts);
    }

    /**
     * One signed document.
     *
     * @param signer who signed it, or whose key is named; empty when nobody
     */
    public record Part(String id, String type, String signer, String signed, boolean valid, String words) {
        JsonObject json() {
            return JsonObject.builder()
                    .put("id", id)
                    .put("type", type)
                    .put("signer", signer)
                    .put("created", signed)
                    .put("valid", valid)
                    .put("detail", words)
                    .build();
        }
    }

    /** Examines bytes as they came. */
    public static Examination of(byte[] bytes, Instant now) {
        if (!(StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject root)))
            return new Examination(false, "This is no document: " + fault(bytes) + ".", List.of());
        List<Part> parts = new ArrayList<>();
        collect(root, true, parts);
        boolean proofsHold = parts.stream().allMatch(Part::valid);
        return switch (PortableDocument.read(bytes, now)) {
            case DocumentVerdict.Admissible(PortableDocument document) ->
                new Examination(
                        true,
                        "Genuine: " + document.id().canonical() + " is as its owner " + document.owner()
                                + " signed it, with everything in it.",
                        parts);
            case DocumentVerdict.NotYet(Instant from) ->
                new Examination(
                        false,
                        "The signatures are right, but dated in the future: it counts from " + from + " on.",
                        parts);
            case DocumentVerdict.Inadmissible(var reason, var detail) ->
                inadmissible(proofsHold && root.has("proof"), claimsPortable(root), detail, parts);
        };
    }

    private static Examination inadmissible(boolean proofsHold, boolean portable, String detail, List<Part> parts) {
        if (!proofsHold) return new Examination(false, "Not genuine: " + detail + ".", parts);
        return portable
                ? new Examination(
                        false, "Every signature in it is right, and yet no server may take it: " + detail + ".", parts)
                : new Examination(
                        true,
                        "Every signature in it is right. It is no portable document: whether its author owns the key is for"
                                + " the author's server to say.",
                        parts);
    }

    /** For scripts. */
    public JsonObject json() {
        return JsonObject.builder()
                .put("valid", valid)
                .put("summary", whole)
                .put(
                        "documents",
                        new JsonArray(
                                parts.stream().map(part -> (Json) part.json()).toList()))
                .build();
    }

    /** For people. */
    public String words() {
        var lines = new StringJoiner("\n");
        lines.add(whole);
        for (Part part : parts) {
            lines.add((part.valid() ? "  ok     " : "  WRONG  ") + part.type() + " " + part.id());
            lines.add("         " + part.words());
        }
        return lines.toString();
    }

    private static boolean claimsPortable(JsonObject root) {
        return root.string("id").filter(PortableId::claims).isPresent();
    }

    private static String fault(byte[] bytes) {
        return switch (StrictJson.read(bytes, JsonLimits.DOCUMENT)) {
            case JsonReading.Malformed(String reason, int offset) -> reason + " at byte " + offset;
            case JsonReading.Read read -> "not a JSON object";
        };
    }

    private static void collect(Json json, boolean outermost, List<Part> parts) {
        if (parts.size() >= MOST_PARTS) return;
        switch (json) {
            case JsonObject object -> {
                if (object.has("proof") || outermost) parts.add(part(object));
                object.members().forEach((key, value) -> {
                    if (!key.equals("proof")) collect(value, false, parts);
                });
            }
            case JsonArray array -> array.items().forEach(item -> collect(item, false, parts));
            default -> {
                // A text or a number is signed with the object that it stands in.
            }
        }
    }

    private static Part part(JsonObject object) {
        String id = object.string("id").orElse("(without an address)");
        String type = object.string("type").orElse("(without a type)");
        Optional<String> method = IntegrityProof.verificationMethod(object);
        return switch (verdict(object, method)) {
            case ProofVerdict.Valid(var signer, var created) ->
                new Part(
                        id,
                        type,
                        signer.toString(),
                        created.toString(),
                        true,
                        "signed by " + signer + " on " + created);
            case ProofVerdict.Refused(var reason, var detail) ->
                new Part(id, type, method.orElse(""), "", false, "the signature is not right: " + detail);
            case ProofVerdict.Absent() -> new Part(id, type, "", "", false, "nobody signed this");
        };
    }

    /** A proof may name the key of an ordinary actor as {@code …#z6Mk…}: then the key is known, if not its owner. */
    private static ProofVerdict verdict(JsonObject object, Optional<String> method) {
        ProofVerdict verdict = IntegrityProof.verify(object);
        if (verdict instanceof ProofVerdict.Refused && method.isPresent()) {
            String fragment = method.get().substring(method.get().indexOf('#') + 1);
            if (Multikey.parse(fragment).orElse(null) instanceof Ed25519PublicKey key)
                return IntegrityProof.verify(object, key);
        }
        return verdict;
    }
}
