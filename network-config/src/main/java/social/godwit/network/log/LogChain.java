package social.godwit.network.log;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Event;
import social.godwit.network.moderation.Measure;
import social.godwit.network.moderation.RuleReference;

/**
 * How entries of the log are made and checked. Pure; anyone can check a copy offline.
 *
 * <p>An entry is a JSON object: {@code type} ({@value #TYPE}), {@code number} from 1, {@code previous} (the hash of the whole
 * entry before it, base58btc multihash; absent in the first), {@code at}, {@code action}, {@code decision}, {@code measure},
 * {@code kind} of the target, {@code target} itself unless it was only warned, {@code rule}, {@code automated}, {@code until},
 * {@code moderator} (pseudonym), {@code facts} (the hash of what the one affected was told), {@code proof}
 * (eddsa-jcs-2022 by the instance's key).
 */
public final class LogChain {
    /** The type of every entry. */
    public static final String TYPE = "ModerationLogEntry";

    private static final int PSEUDONYM = 10;

    /**
     * Where the chain ends.
     *
     * @param number of the last entry; 0 when there is none
     * @param hash of the last entry
     * @param salt what pseudonyms are made with, never published
     */
    public record Head(long number, Optional<Sha256> hash, String salt) {}

    /** What checking a chain says. */
    public sealed interface Verdict {
        /** Every entry follows from the one before it and is signed by the instance. */
        record Intact(long entries, Optional<Sha256> head) implements Verdict {}

        /** Something was changed, left out or put in. */
        record Broken(long number, String why) implements Verdict {}
    }

    private LogChain() {}

    /** The action that the log tells of an event; empty for what is nobody else's business. */
    public static Optional<String> action(Event event) {
        return switch (event) {
            case Event.Decided ignored -> Optional.of("decided");
            case Event.Reversed ignored -> Optional.of("reversed");
            case Event.Appealed ignored -> Optional.of("appealed");
            case Event.AppealAnswered answered ->
                Optional.of(answered.granted() ? "appeal-granted" : "appeal-rejected");
            default -> Optional.empty();
        };
    }

    /** The decision that an event is about, when the log tells of it. */
    public static Optional<Decision> decision(Event event) {
        return switch (event) {
            case Event.Decided(Decision decision) -> Optional.of(decision);
            case Event.Reversed(Decision decision) -> Optional.of(decision);
            case Event.Appealed(Decision decision, String text) -> Optional.of(decision);
            case Event.AppealAnswered(Decision decision, boolean granted, String text) -> Optional.of(decision);
            default -> Optional.empty();
        };
    }

    /** The next entry, signed. */
    public static JsonObject next(
            Head head, String action, Decision decision, String by, Instant at, SigningKey instance) {
        RuleReference rule = decision.rule();
        JsonObject.Builder entry = JsonObject.builder()
                .put("type", TYPE)
                .put("number", head.number() + 1)
                .putIfPresent("previous", head.hash().map(Sha256::multibase))
                .put("at", at.toString())
                .put("action", action)
                .put("decision", decision.id())
                .put("measure", decision.measure().word())
                .put("kind", decision.target().kind().word());
        if (decision.measure() != Measure.WARN) {
            entry.put("target", decision.target().id());
        }
        entry.put("rule", rule.rule()).put("charter", rule.charter());
        if (!rule.version().isEmpty()) {
            entry.put("charterVersion", rule.version());
        }
        entry.put("automated", decision.automated())
                .putIfPresent("until", decision.until().map(Instant::toString))
                .put("facts", Sha256.of(utf8(decision.facts())).multibase());
        if (!action.equals("appealed")) {
            entry.put("moderator", pseudonym(head.salt(), by));
        }
        return IntegrityProof.sign(entry.build(), instance, at);
    }

    /** The hash that the following entry carries. */
    public static Sha256 hash(JsonObject entry) {
        return Jcs.hash(entry);
    }

    /** What a moderator is called in the log: always the same, and not to be traced back without the salt. */
    static String pseudonym(String salt, String moderator) {
        return "moderator-" + Sha256.of(utf8(salt + "\n" + moderator)).hex().substring(0, PSEUDONYM);
    }

    /**
     * Checks a chain from its first entry on.
     *
     * @param instance whose log it should be
     */
    public static Verdict verify(List<JsonObject> entries, Did instance) {
        Optional<Sha256> previous = Optional.empty();
        long number = 0;
        for (JsonObject entry : entries) {
            number++;
            if (!TYPE.equals(entry.string("type").orElse(""))
                    || !JsonNumber.of(number).equals(entry.get("number"))) {
                return new Verdict.Broken(number, "entry " + number + " is missing or is something else");
            }
            if (!entry.string("previous").equals(previous.map(Sha256::multibase))) {
                return new Verdict.Broken(number, "it does not follow from the entry before it");
            }
            if (!(IntegrityProof.verify(entry, instance.key()) instanceof ProofVerdict.Valid)) {
                return new Verdict.Broken(number, "it is not signed by " + instance);
            }
            previous = Optional.of(hash(entry));
        }
        return new Verdict.Intact(number, previous);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
