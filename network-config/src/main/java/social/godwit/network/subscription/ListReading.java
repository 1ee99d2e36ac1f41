package social.godwit.network.subscription;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.proof.IntegrityProof;
import social.godwit.identity.proof.ProofVerdict;
import social.godwit.network.domain.DomainCsv;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;

/** Reads lists in their forms. What strangers sent is never an exception. Pure. */
public sealed interface ListReading {
    /** The longest answer, in bytes. */
    int BYTES_MAX = 16 << 20;

    /** The type of a signed list. */
    String SIGNED_TYPE = "DomainList";

    /**
     * What a list says.
     *
     * @param whole true when it says everything, so that what it does not name is gone
     * @param dropped domains that it takes back
     * @param next where a feed goes on; empty at its end
     */
    record Read(Map<String, Entry> entries, Set<String> dropped, boolean whole, Optional<String> next)
            implements ListReading {
        public Read {
            entries = Map.copyOf(entries);
            dropped = Set.copyOf(dropped);
        }
    }

    /** Why it is no list. */
    record Not(String why) implements ListReading {}

    /** Reads an answer. */
    static ListReading of(Subscription list, byte[] body, Instant now) {
        return switch (list.format()) {
            case CSV -> csv(new String(body, StandardCharsets.UTF_8), now);
            case CHANGES -> json(body).map(ListReading::changes).orElseGet(() -> new Not("it is no JSON object"));
            case SIGNED -> json(body).map(map -> signed(list, map)).orElseGet(() -> new Not("it is no JSON object"));
        };
    }

    private static Optional<JsonObject> json(byte[] body) {
        return StrictJson.read(body, new JsonLimits(BYTES_MAX, 16, 2_000_000, 4_096, false))
                        instanceof JsonReading.Read(JsonObject map)
                ? Optional.of(map)
                : Optional.empty();
    }

    private static ListReading csv(String text, Instant now) {
        DomainCsv.Reading reading = DomainCsv.read(text, now);
        if (reading.rules().isEmpty()) {
            return new Not(
                    reading.faults().isEmpty()
                            ? "it is empty"
                            : reading.faults().getFirst());
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        reading.rules().forEach(rule -> entries.put(rule.domain(), Entry.of(rule)));
        return new Read(entries, Set.of(), true, Optional.empty());
    }

    /** A signed list: {@code type}, {@code entries} of {@code domain}, {@code stance}, {@code restrictions}, {@code comment}. */
    private static ListReading signed(Subscription list, JsonObject map) {
        boolean proven = IntegrityProof.verify(map) instanceof ProofVerdict.Valid valid
                && Optional.of(valid.signer()).equals(list.signer());
        if (!proven || !map.string("type").equals(Optional.of(SIGNED_TYPE))) {
            return new Not(
                    "it is not signed by " + list.signer().map(Object::toString).orElse("anybody"));
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        for (Json item : map.list("entries")) {
            if (item instanceof JsonObject entry && entries.size() < DomainCsv.LINES_MAX) {
                Optional<Stance> stance = entry.string("stance").flatMap(Stance::parse);
                domain(entry, "domain")
                        .filter(domain -> stance.isPresent())
                        .ifPresent(domain -> entries.put(
                                domain, entry(domain, stance.orElseThrow(), words(entry, "restrictions"), entry)));
            }
        }
        return new Read(entries, Set.of(), true, Optional.empty());
    }

    /** A page of changes, the oldest first; of several about one domain the last counts. */
    private static ListReading changes(JsonObject page) {
        List<Json> items = page.has("orderedItems") ? page.list("orderedItems") : page.list("items");
        Map<String, Entry> entries = new LinkedHashMap<>();
        Set<String> dropped = new LinkedHashSet<>();
        for (Json item : items) {
            if (!(item instanceof JsonObject change)
                    || !change.string("entityKind").orElse("domain").equalsIgnoreCase("domain")) {
                continue;
            }
            Optional<String> domain = domain(change, "entityKey");
            if (domain.isEmpty()) {
                continue;
            }
            switch (change.string("type").orElse("")) {
                case "Recommendation" -> {
                    dropped.remove(domain.get());
                    entries.put(domain.get(), recommended(domain.get(), change));
                }
                case "Retraction", "Tombstone" -> {
                    entries.remove(domain.get());
                    dropped.add(domain.get());
                }
                default -> {
                    // Advisories recommend nothing.
                }
            }
        }
        boolean page0 = page.has("orderedItems") || page.has("items");
        Optional<String> next = page.id("next").or(() -> page0 ? Optional.empty() : page.id("first"));
        return page0 || next.isPresent()
                ? new Read(
                        entries, dropped, false, next.filter(address -> address.length() <= Subscription.ADDRESS_MAX))
                : new Not("it is no page of changes");
    }

    private static Entry recommended(String domain, JsonObject change) {
        Set<String> filters = words(change, "recommendedFilters");
        Stance stance = switch (change.string("recommendedPolicy").orElse("").toLowerCase(Locale.ROOT)) {
            case "drop", "reject" -> Stance.DENY;
            case "filter" -> Stance.LIMIT;
            default -> Stance.ALLOW;
        };
        return entry(domain, stance, filters, change);
    }

    private static Entry entry(String domain, Stance stance, Set<String> words, JsonObject from) {
        Set<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
        words.forEach(word -> Restriction.parse(word).ifPresent(restrictions::add));
        String comment = from.string("comment").orElse("");
        return new Entry(
                domain,
                stance,
                restrictions,
                comment.length() > DomainRule.COMMENT_MAX ? comment.substring(0, DomainRule.COMMENT_MAX) : comment,
                false,
                Optional.empty());
    }

    private static Optional<String> domain(JsonObject from, String key) {
        return from.string(key).filter(name -> name.length() <= 300).flatMap(DomainRule::domain);
    }

    private static Set<String> words(JsonObject from, String key) {
        List<String> words = new ArrayList<>();
        for (Json item : from.list(key)) {
            if (item instanceof JsonString word && words.size() < 32) {
                words.add(word.value());
            }
        }
        return Set.copyOf(words);
    }
}
