package social.godwit.network.label;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.moderation.Subject;

/**
 * A label on an account, a post or a domain, as a document of whoever says so: {@code type} {@value #TYPE}, {@code object} (what
 * it is on), {@code label}, {@code rule}, {@code published}, {@code until}, and {@code withdrawn} in the version that takes it
 * back. Everybody may read it.
 *
 * @param id the document's, canonical
 * @param target written {@code kind:id}
 * @param label its name; at most {@link Decision#TEXT_MAX} characters
 */
public record SignedLabel(
        String id,
        Did labeler,
        Subject target,
        String label,
        Instant published,
        Optional<Instant> until,
        Optional<Instant> withdrawn) {
    /** The type of such a document. */
    public static final String TYPE = "Label";

    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";
    private static final String PATH = "/labels/";

    /** A decision to label, or its reversal, signed by the instance. */
    public static JsonObject of(Decision decision, SigningKey instance, Instant now) {
        JsonObject.Builder document = JsonObject.builder()
                .put("@context", PortableDocument.CONTEXT)
                .put("id", PortableId.of(instance.did(), PATH + decision.id()).canonical())
                .put("type", TYPE)
                .put("attributedTo", instance.did().toString())
                .put("to", List.of(PUBLIC))
                .put("object", decision.target().toString())
                .put("label", decision.text())
                .put("rule", DecisionForm.rule(decision.rule()))
                .put("published", decision.at().toString())
                .putIfPresent("until", decision.until().map(Instant::toString))
                .putIfPresent(
                        "withdrawn", decision.reversed().map(one -> one.at().toString()));
        // A version is later than the one before it by a second at least, or the order of versions could not tell them
        // apart.
        Instant later = decision.at().plusSeconds(1);
        boolean tooSoon = decision.reversed().isPresent() && now.isBefore(later);
        return IntegrityProof.sign(document.build(), instance, tooSoon ? later : now);
    }

    /** Reads a label out of an admitted document; empty when it is none. */
    public static Optional<SignedLabel> read(PortableDocument document) {
        JsonObject json = document.json();
        if (!document.type().equals(TYPE)) {
            return Optional.empty();
        }
        Optional<Subject> target = json.string("object").flatMap(Subject::parse);
        Optional<String> label =
                json.string("label").filter(name -> !name.isBlank() && name.length() <= Decision.TEXT_MAX);
        Optional<Instant> published = time(json, "published");
        return target.isEmpty() || label.isEmpty() || published.isEmpty()
                ? Optional.empty()
                : Optional.of(new SignedLabel(
                        document.id().canonical(),
                        document.owner(),
                        target.get(),
                        label.get(),
                        published.get(),
                        time(json, "until"),
                        time(json, "withdrawn")));
    }

    /** Whether it stands at this time. */
    public boolean stands(Instant now) {
        return withdrawn.isEmpty() && until.filter(end -> !now.isBefore(end)).isEmpty();
    }

    private static Optional<Instant> time(JsonObject json, String key) {
        try {
            return json.string(key).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
