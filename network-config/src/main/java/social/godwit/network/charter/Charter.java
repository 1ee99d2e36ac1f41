package social.godwit.network.charter;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.form.Malformation;
import social.godwit.network.form.Members;
import social.godwit.network.form.Texts;

/**
 * One version of a network's charter: a closed map of {@code type} {@code NetworkCharter}, known by the hash of its canonical
 * form. Whoever reads it reads all of it, or refuses it. It is valid by what others have signed about it, never by itself.
 *
 * @param json the map, which is what is hashed and signed
 * @param version from 1
 * @param previous hash of the version before; nothing in the first
 * @param effective from when it is to be in force
 * @param review by when it should be looked at again; nothing happens by itself
 * @param languages the first is the one in which the network decides
 */
public record Charter(
        JsonObject json,
        Sha256 hash,
        Did network,
        long version,
        Optional<Sha256> previous,
        Instant effective,
        Optional<Instant> review,
        Texts name,
        Texts summary,
        List<String> languages,
        Scope scope,
        List<Rule> rules,
        List<Label> labels,
        Moderation moderation,
        List<Ranking> rankings,
        Verification verification,
        Joining joining,
        Governance governance,
        DataStance data,
        Optional<Economy> economy,
        Exit exit,
        Optional<Sha256> forkOf) {
    /** The type of the map. */
    public static final String TYPE = "NetworkCharter";

    /** Longest canonical form, in bytes. */
    public static final int MAX_BYTES = 256 * 1024;

    /** The highest version. */
    public static final long MAX_VERSION = 100_000;

    private static final int MAX_RULES = 64;
    private static final int MAX_LABELS = 64;
    private static final int MAX_RANKINGS = 16;

    /** Reads a charter. Never throws on bad input. */
    public static CharterReading read(JsonObject map) {
        try {
            if (Jcs.bytes(map).length > MAX_BYTES) {
                return new CharterReading.Malformed("", "is longer than " + MAX_BYTES + " bytes");
            }
            Charter charter = Members.whole(map, "", members -> read(map, members));
            charter.check();
            return new CharterReading.Read(charter);
        } catch (Malformation fault) {
            return new CharterReading.Malformed(fault.where(), fault.reason());
        }
    }

    private static Charter read(JsonObject map, Members members) {
        if (!members.text("type", 40).equals(TYPE)) {
            throw members.fault("type", "is not " + TYPE);
        }
        return new Charter(
                map,
                Jcs.hash(map),
                members.did("network"),
                members.integer("version", 1, MAX_VERSION),
                members.optional("previous", members::hash),
                members.time("effective"),
                members.optional("review", members::time),
                members.translated("name", 100),
                members.translated("summary", 1_000),
                members.texts("languages", 16, 35),
                members.object("scope", Scope::read),
                members.objects("rules", 0, MAX_RULES, Rule::read),
                members.objects("labels", 0, MAX_LABELS, Label::read),
                members.object("moderation", Moderation::read),
                members.objects("rankings", 1, MAX_RANKINGS, Ranking::read),
                members.object("verification", Verification::read),
                members.object("joining", Joining::read),
                members.object("governance", Governance::read),
                members.object("data", DataStance::read),
                members.optional("economy", key -> members.object(key, Economy::read)),
                members.object("exit", Exit::read),
                members.optional("forkOf", members::hash));
    }

    private void check() {
        require((version == 1) == previous.isEmpty(), "/previous", "is there exactly from the second version on");
        require(forkOf.isEmpty() || version == 1, "/forkOf", "stands in a first version only");
        require(
                !languages.isEmpty() && languages.stream().allMatch(Texts::isLanguage),
                "/languages",
                "holds at least one language tag, and nothing else");
        require(name.byLanguage().containsKey(languages.getFirst()), "/name", "is missing in the first language");
        distinct(rules, Rule::id, "/rules");
        distinct(labels, Label::id, "/labels");
        distinct(rankings, Ranking::id, "/rankings");
        distinct(moderation.filters(), Moderation.Filter::id, "/moderation/filters");
        distinct(moderation.labelers(), Moderation.Labeler::did, "/moderation/labelers");
        distinct(verification.issuers(), Verification.Issuer::did, "/verification/issuers");
        for (Rule rule : rules) {
            require(rule.since() <= version, "/rules", "has a rule from a later version: " + rule.id());
        }
        for (Moderation.Filter filter : moderation.filters()) {
            require(rule(filter.rule()).isPresent(), "/moderation/filters", "cites no rule: " + filter.id());
        }
        require(
                rankings.stream().anyMatch(ranking -> ranking.algorithm().equals(Ranking.CHRONOLOGICAL)),
                "/rankings",
                "does not offer the chronological order");
        require(rankings.stream().filter(Ranking::preset).count() == 1, "/rankings", "has not exactly one preset");
    }

    private static void require(boolean good, String where, String reason) {
        if (!good) {
            throw new Malformation(where, reason);
        }
    }

    private static <T> void distinct(List<T> items, Function<T, Object> id, String where) {
        Set<Object> seen = new HashSet<>();
        for (T item : items) {
            require(seen.add(id.apply(item)), where, "has " + id.apply(item) + " twice");
        }
    }

    /** The rule with this id. */
    public Optional<Rule> rule(String id) {
        return rules.stream().filter(rule -> rule.id().equals(id)).findFirst();
    }

    /** The name in the network's own language. */
    public String title() {
        return name.in(languages);
    }
}
