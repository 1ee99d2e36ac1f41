package social.godwit.identity.document;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.DocumentVerdict.Inadmissible;
import social.godwit.identity.document.DocumentVerdict.NotYet;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading.Malformed;
import social.godwit.identity.json.JsonReading.Read;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;

/** Reads one document and those in it: form and ownership first, signatures last because they cost most. */
final class DocumentReader {
    /** Most maps in a document, proofs not counted. */
    static final int MAX_MAPS = 512;
    /** Most documents with proofs of their own in a document: each costs a verification. */
    static final int MAX_EMBEDDED = 16;

    private final byte[] bytes;
    /** Documents whose form is right and whose proofs are yet to verify, outermost first. */
    private final List<DocumentForm> found = new ArrayList<>();

    private int maps;

    DocumentReader(byte[] bytes) {
        this.bytes = bytes;
    }

    DocumentVerdict read(Instant now) {
        return switch (StrictJson.read(bytes, JsonLimits.DOCUMENT)) {
            case Malformed malformed ->
                new Inadmissible(Inadmissibility.JSON, malformed.reason() + " at byte " + malformed.offset());
            case Read read when read.value() instanceof JsonObject root -> read(root, now);
            case Read other -> new Inadmissible(Inadmissibility.JSON, "not an object");
        };
    }

    private DocumentVerdict read(JsonObject root, Instant now) {
        Inadmissible fault = document(root, null);
        return fault != null ? fault : verified(now);
    }

    /** Checks the form of one document and of all in it; null when it is right. */
    private @Nullable Inadmissible document(JsonObject map, @Nullable DocumentForm parent) {
        DocumentForm.Reading reading = DocumentForm.read(map);
        if (reading instanceof DocumentForm.Bad bad) {
            return bad.fault();
        }
        DocumentForm form = ((DocumentForm.Good) reading).form();
        if (parent != null && !form.id().did().equals(parent.id().did())) {
            return new Inadmissible(Inadmissibility.EMBEDDED, "embedded document of another owner: " + form.id());
        }
        found.add(form);
        if (found.size() > MAX_EMBEDDED + 1) {
            return new Inadmissible(Inadmissibility.LIMIT, "more than " + MAX_EMBEDDED + " embedded documents");
        }
        return members(map, form, true);
    }

    private @Nullable Inadmissible members(JsonObject map, DocumentForm form, boolean top) {
        if (++maps > MAX_MAPS) {
            return new Inadmissible(Inadmissibility.LIMIT, "more than " + MAX_MAPS + " maps");
        }
        for (String key : map.keys()) {
            if (key.startsWith("@") && !(key.equals("@context") && DocumentForm.goodContext(map.get(key)))) {
                return new Inadmissible(Inadmissibility.KEYWORD, "JSON-LD keyword: " + key);
            }
            if (key.equals("bto") || key.equals("bcc")) {
                return new Inadmissible(
                        Inadmissibility.HIDDEN_RECIPIENTS, "a signed document cannot be stripped of " + key);
            }
            if (key.equals("@context") || (top && key.equals("proof"))) {
                continue;
            }
            Inadmissible fault = value(map.get(key), key, form, top);
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private @Nullable Inadmissible value(@Nullable Json value, String key, DocumentForm form, boolean top) {
        if (value instanceof JsonArray array) {
            for (Json item : array.items()) {
                Inadmissible fault = value(item, key, form, top);
                if (fault != null) {
                    return fault;
                }
            }
            return null;
        }
        return value instanceof JsonObject map ? embedded(map, key, form, top) : null;
    }

    private @Nullable Inadmissible embedded(JsonObject map, String key, DocumentForm form, boolean top) {
        if (Kind.of(map) == Kind.KEY || map.has("publicKeyPem") || map.has("publicKeyMultibase")) {
            return form.ownsKey(map, key, top)
                    ? members(map, form, false)
                    : new Inadmissible(Inadmissibility.KEY, "a key that is not the actor's, in its actor document");
        }
        String text = map.get("id") instanceof JsonString string ? string.value() : null;
        boolean signed = map.has("proof");
        if (text == null) {
            return signed
                    ? new Inadmissible(Inadmissibility.EMBEDDED, "embedded map with a proof and without an id")
                    : members(map, form, false);
        }
        if (!PortableId.claims(text)) {
            return members(map, form, false);
        }
        return signed ? document(map, form) : quoted(map, text, form);
    }

    /**
     * A portable map without a proof is covered by the proof around it and is no document of its own: a part of this one,
     * or a copy of another of the same owner, as tootik's Undo has it.
     */
    private @Nullable Inadmissible quoted(JsonObject map, String text, DocumentForm form) {
        boolean ours = PortableId.parse(text)
                .filter(id -> id.did().equals(form.id().did()))
                .isPresent();
        return ours && form.sameOwner(map)
                ? members(map, form, false)
                : new Inadmissible(Inadmissibility.EMBEDDED, "unsigned copy of another owner's document: " + text);
    }

    /** Verifies all proofs and builds the documents, innermost first. */
    private DocumentVerdict verified(Instant now) {
        Instant latest = Instant.MIN;
        List<PortableDocument> documents = new ArrayList<>();
        for (int i = found.size() - 1; i >= 0; i--) {
            DocumentForm form = found.get(i);
            Instant created;
            switch (IntegrityProof.verify(form.json())) {
                case ProofVerdict.Absent absent -> {
                    return new Inadmissible(Inadmissibility.UNSIGNED, "no proof: " + form.id());
                }
                case ProofVerdict.Refused refused -> {
                    return new Inadmissible(Inadmissibility.PROOF, refused.detail());
                }
                case ProofVerdict.Valid valid -> {
                    if (!valid.signer().equals(form.id().did())) {
                        return new Inadmissible(Inadmissibility.PROOF, "proof by another DID than the id's");
                    }
                    created = valid.created();
                }
            }
            Inadmissible fault = form.sequenceFault(created);
            if (fault != null) {
                return fault;
            }
            latest = created.isAfter(latest) ? created : latest;
            documents.add(0, build(form, i == 0, created, documents));
        }
        return latest.isAfter(now.plus(PortableDocument.AHEAD))
                ? new NotYet(latest.minus(PortableDocument.AHEAD))
                : new Admissible(documents.getFirst());
    }

    private PortableDocument build(DocumentForm form, boolean whole, Instant created, List<PortableDocument> later) {
        JsonObject json = form.json();
        byte[] own = whole ? bytes : Arrays.copyOfRange(bytes, json.start(), json.end());
        List<PortableDocument> inside = later.stream()
                .filter(other ->
                        other.json().start() >= json.start() && other.json().end() <= json.end())
                .toList();
        return new PortableDocument(own, json, form.id(), form.spelling(), form.type(), form.kind(), created, inside);
    }
}
