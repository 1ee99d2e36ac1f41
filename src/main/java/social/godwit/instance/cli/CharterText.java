package social.godwit.instance.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Clause;
import social.godwit.network.charter.Governance.Decision;
import social.godwit.network.charter.Ranking;
import social.godwit.network.charter.Verification.Issuer;
import social.godwit.network.form.Words;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Count;
import social.godwit.network.governance.EmergencyMeasure;
import social.godwit.network.governance.Judgement;

/** Charters, changes and votes in words. */
final class CharterText {
    private CharterText() {}

    /** A network on one page. */
    static String card(NetworkCard card) {
        StringJoiner lines = new StringJoiner("\n");
        card.charter()
                .ifPresentOrElse(
                        charter -> charter(charter, card, lines),
                        () -> lines.add(
                                "No charter is in force" + (card.chain().forked() ? ": it is forked." : " yet.")));
        for (EmergencyMeasure measure : card.inForce())
            lines.add("In force until " + measure.over() + ", by emergency: "
                    + Words.of(measure.emergency().power()) + " ("
                    + measure.emergency().reason() + ")");
        for (EmergencyMeasure measure : card.emergencies())
            if (measure.reportOwed()) lines.add("Not accounted for: the emergency that ended on " + measure.over());
        for (Pending pending : card.chain().pending()) lines.add(pending(pending, card));
        if (card.chain().forked())
            lines.add("Two versions are valid after the last one. Neither is in force: this is a fork.");
        return lines.toString();
    }

    private static void charter(Charter charter, NetworkCard card, StringJoiner lines) {
        List<String> languages = charter.languages();
        lines.add(charter.title())
                .add(charter.summary().in(languages))
                .add(card.network().toString());
        lines.add("Version " + charter.version() + ", in force since " + charter.effective() + "; "
                + some(card.members(), "member") + " known here");
        lines.add("").add("Rules");
        charter.rules()
                .forEach(rule -> lines.add("  " + rule.id() + ": " + rule.text().in(languages)));
        lines.add("").add("What labels do, unless you choose otherwise");
        charter.labels()
                .forEach(label -> lines.add("  " + label.name().in(languages) + ": " + Words.of(label.effect())));
        lines.add("").add("Who decides");
        decides(charter.governance(), lines);
        joining(charter, lines);
        lines.add("").add("How posts are ordered");
        for (Ranking ranking : charter.rankings())
            lines.add("  " + ranking.title().in(languages) + (ranking.preset() ? " (to begin with): " : ": ")
                    + ranking.explanation().in(languages));
        lines.add("").add("If a decision concerns you");
        lines.add("  You are told why. You may appeal for "
                + charter.moderation().appeal().windowDays()
                + " days; somebody else answers within "
                + charter.moderation().appeal().answerHours() + " hours.");
        lines.add("").add("How to leave");
        lines.add("  At any time, with everything: godwit network leave");
    }

    private static void decides(Governance governance, StringJoiner lines) {
        lines.add("  " + governance.threshold() + " of " + governance.stewards().size() + " stewards: "
                + people(governance.stewards()));
        if (!governance.witnesses().isEmpty())
            lines.add("  " + governance.witnessThreshold() + " of "
                    + governance.witnesses().size() + " witnesses, who confirm votes, too: "
                    + people(governance.witnesses()));
        governance
                .succession()
                .ifPresent(heirs -> lines.add("  when no steward has signed anything in "
                        + some(heirs.silentDays(), "day") + ", " + heirs.threshold() + " of "
                        + heirs.heirs().size() + " heirs name new ones: " + people(heirs.heirs())));
        for (Clause clause : governance.amendments()) {
            Decision decision = governance.decision(clause.decision());
            lines.add("  " + (clause.path().isEmpty() ? "everything else" : clause.path()) + ": " + decision(decision));
        }
    }

    private static String decision(Decision decision) {
        String vote = "members, " + decision.majority() + " % of the votes, if " + decision.quorum()
                + " % of those who were members for " + some(decision.memberDays(), "day") + " vote; open for "
                + some(decision.openDays(), "day");
        String who = switch (decision.method()) {
            case STEWARDS -> "stewards";
            case VOTE -> vote;
            case BOTH -> "stewards and " + vote;
        };
        return who + "; in force "
                + (decision.delayDays() == 0 ? "at once" : some(decision.delayDays(), "day") + " later");
    }

    private static String people(List<Did> people) {
        return people.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    /** How many of what, in words. */
    static String some(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static void joining(Charter charter, StringJoiner lines) {
        lines.add("").add("How to join");
        lines.add("  "
                + switch (charter.joining().door()) {
                    case OPEN -> "Everybody who wishes: godwit network join";
                    case REQUEST, INVITE -> "Ask with: godwit network join; a steward lets you in";
                    case CREDENTIAL ->
                        "Ask with: godwit network join; one of those who vouch for people has to vouch for you";
                });
        if (charter.joining().vouches() > 0)
            lines.add("  " + some(charter.joining().vouches(), "member") + " or stewards have to stand up for you.");
        for (Issuer issuer : charter.verification().issuers())
            lines.add("  " + issuer.did() + " vouches for: "
                    + issuer.claims().stream().map(Words::of).sorted().collect(Collectors.joining(", ")));
    }

    private static String pending(Pending pending, NetworkCard card) {
        StringJoiner lines = new StringJoiner("\n");
        lines.add("").add("Proposal " + name(pending) + " by " + pending.act().author());
        lines.add("  Version " + pending.proposal().charter().version() + ", to be in force from "
                + pending.proposal().charter().effective() + ": "
                + pending.proposal().reason());
        pending.proposal().closes().ifPresent(closes -> lines.add("  Vote until " + closes));
        if (pending.proposal().closes().isPresent())
            card.count(pending.act()).ifPresent(count -> lines.add("  " + count(count)));
        lines.add("  Lacks: " + lacks(pending));
        return lines.toString();
    }

    /** The beginning of a proposal's name: enough to tell it apart. */
    static String name(Pending pending) {
        return pending.act().hash().multibase().substring(0, 12);
    }

    /** What a proposal still needs. */
    static String lacks(Pending pending) {
        return pending.lacks().stream().map(Judgement.Fault::detail).collect(Collectors.joining("; "));
    }

    /** The figures of a vote. */
    static String count(Count count) {
        if (count.roll().isEmpty()) return "The list of voters is not confirmed: no vote counts.";
        long open = count.waiting().size();
        return count.of(Choice.YES) + " for, " + count.of(Choice.NO) + " against, " + count.of(Choice.ABSTAIN)
                + " abstained, of " + count.roll().get().size() + " voters"
                + (open == 0 ? "" : "; " + open + " more are not confirmed by those who count")
                + (count.strangers() == 0 ? "" : "; " + count.strangers() + " ballots of people who may not vote")
                + (count.untimely() == 0 ? "" : "; " + count.untimely() + " ballots too early or too late");
    }

    /** The versions, one a line, forks indented. */
    static List<String> versions(CharterChain chain, Instant now) {
        List<String> lines = new ArrayList<>();
        for (Charter version : chain.versions())
            lines.add("Version " + version.version() + "  " + version.hash() + "  from " + version.effective()
                    + (chain.inForce(now).filter(version::equals).isPresent() ? "  in force" : ""));
        for (Pending pending : chain.pending())
            lines.add("Proposal " + name(pending) + " is not decided yet: " + lacks(pending));
        if (chain.forked()) lines.add("Forked. From here on there are:");
        int number = 0;
        for (CharterChain branch : chain.branches()) {
            number++;
            for (Charter version : branch.versions())
                lines.add("  branch " + number + ": version " + version.version() + "  " + version.hash());
        }
        return lines;
    }

    /** What is different, part by part, and who decides about it. */
    static String changes(Changes changes, Governance governance) {
        if (changes.parts().isEmpty()) return "Nothing is different.";
        StringJoiner lines = new StringJoiner("\n");
        for (Map.Entry<String, Changes.Change> part : changes.parts().entrySet()) {
            lines.add(part.getKey());
            part.getValue().before().ifPresent(json -> lines.add("  - " + json));
            part.getValue().after().ifPresent(json -> lines.add("  + " + json));
        }
        for (Decision decision : changes.decisions(governance))
            lines.add("Decided by: " + decision(decision) + " (" + decision.id() + ")");
        return lines.toString();
    }

    static JsonObject json(Changes changes, Governance governance) {
        List<Json> parts = new ArrayList<>();
        changes.parts().forEach((path, change) -> {
            JsonObject.Builder part = JsonObject.builder().put("path", path);
            change.before().ifPresent(json -> part.put("before", json));
            change.after().ifPresent(json -> part.put("after", json));
            parts.add(part.build());
        });
        return JsonObject.builder()
                .put("changes", parts)
                .put(
                        "decisions",
                        changes.decisions(governance).stream().map(Decision::id).toList())
                .build();
    }

    /** JSON for people who edit it. */
    static String pretty(Json json) {
        StringBuilder text = new StringBuilder();
        pretty(json, "\n", text);
        return text.toString();
    }

    private static void pretty(Json json, String line, StringBuilder text) {
        if (json instanceof JsonObject object && object.size() > 0) {
            text.append('{');
            String separator = "";
            for (Map.Entry<String, Json> member : object.members().entrySet()) {
                text.append(separator)
                        .append(line)
                        .append("  ")
                        .append(new JsonString(member.getKey()))
                        .append(": ");
                pretty(member.getValue(), line + "  ", text);
                separator = ",";
            }
            text.append(line).append('}');
        } else if (json instanceof JsonArray array && array.size() > 0) {
            text.append('[');
            String separator = "";
            for (Json item : array.items()) {
                text.append(separator).append(line).append("  ");
                pretty(item, line + "  ", text);
                separator = ",";
            }
            text.append(line).append(']');
        } else {
            text.append(json);
        }
    }
}
