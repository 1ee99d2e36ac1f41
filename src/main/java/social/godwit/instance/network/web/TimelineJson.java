package social.godwit.instance.network.web;

import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.instance.network.NetworkTimelines.Page;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.card.CharterJson;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Moderation.Filter;
import social.godwit.network.form.Words;
import social.godwit.network.governance.JudgedRuling;
import social.godwit.network.view.Left;
import social.godwit.network.view.NetworkView.Entry;
import social.godwit.network.view.Order.Reason;

/** A page of a network's view for programs. */
final class TimelineJson {
    private static final Set<Left.Reason> LABELS = EnumSet.of(Left.Reason.LABEL, Left.Reason.CHOSEN);

    private TimelineJson() {}

    /** Texts come in the reader's languages, best first. */
    static JsonObject of(Page page, List<String> languages) {
        Charter charter = page.standings().charter();
        return JsonObject.builder()
                .put("network", page.card().network().toString())
                .put("charter", charter.hash().multibase())
                .put("version", charter.version())
                .put("forked", page.card().chain().forked())
                .put("ranking", ranking(page, charter, languages))
                .put(
                        "entries",
                        page.view().entries().stream()
                                .map(entry -> entry(entry, page, charter, languages))
                                .toList())
                .put(
                        "hidden",
                        page.view().left().entrySet().stream()
                                .sorted(Comparator.comparing((Map.Entry<Left, Integer> one) ->
                                                one.getKey().reason())
                                        .thenComparing(one -> one.getKey().cites()))
                                .map(TimelineJson::hidden)
                                .toList())
                .putIfPresent("next", page.next().map(Cursor::toString))
                .build();
    }

    private static JsonObject ranking(Page page, Charter charter, List<String> languages) {
        JsonObject ranking = CharterJson.ranking(page.ranking(), charter, languages);
        return page.substitute()
                .map(why -> ranking.with("substitute", Json.of(why)))
                .orElse(ranking);
    }

    private static Json entry(Entry entry, Page page, Charter charter, List<String> languages) {
        JsonObject.Builder json = JsonObject.builder()
                .put("post", page.shown().getOrDefault(entry.placed().post().id(), JsonObject.empty()))
                .put("why", why(entry, page))
                .putIfPresent("effect", entry.effect().map(Words::of));
        if (!entry.labels().isEmpty()) {
            json.put(
                    "labels",
                    entry.labels().stream()
                            .map(label -> CharterJson.label(label, charter, languages))
                            .toList());
        }
        if (!entry.warnings().isEmpty()) {
            json.put("warnings", entry.warnings());
        }
        if (!entry.rulings().isEmpty()) {
            json.put(
                    "rulings",
                    entry.rulings().stream().map(TimelineJson::ruling).toList());
        }
        if (!entry.filters().isEmpty()) {
            json.put(
                    "filters",
                    entry.filters().stream().map(TimelineJson::filter).toList());
        }
        return json.build();
    }

    static Json filter(Filter filter) {
        return JsonObject.builder()
                .put("filter", filter.id())
                .put("reaction", Words.of(filter.reaction()))
                .put("rule", filter.rule())
                .build();
    }

    private static JsonObject why(Entry entry, Page page) {
        JsonObject.Builder why = JsonObject.builder()
                .put("from", entry.outside() ? "followed" : "member")
                .putIfPresent(
                        "memberSince",
                        page.standings()
                                .member(entry.placed().post().actor())
                                .map(membership -> ProofTime.format(membership.since())));
        List<Reason> because = entry.placed().because();
        if (!because.isEmpty()) {
            why.put("score", JsonNumber.of(entry.placed().score()))
                    .put("because", because.stream().map(TimelineJson::reason).toList());
        }
        return why.build();
    }

    private static Json reason(Reason reason) {
        return JsonObject.builder()
                .put("feature", Words.of(reason.feature()))
                .put("value", JsonNumber.of(reason.value()))
                .put("weight", JsonNumber.of(reason.weight()))
                .put("points", JsonNumber.of(reason.points()))
                .build();
    }

    private static Json ruling(JudgedRuling judged) {
        Ruling ruling = judged.ruling();
        return JsonObject.builder()
                .put("ruling", judged.act().hash().multibase())
                .put("by", judged.act().author().toString())
                .put("action", Words.of(ruling.action()))
                .put("rule", ruling.rule())
                .put("cites", Words.of(judged.cites()))
                .build();
    }

    private static Json hidden(Map.Entry<Left, Integer> one) {
        JsonObject.Builder json = JsonObject.builder()
                .put("reason", Words.of(one.getKey().reason()))
                .put("count", one.getValue());
        if (!one.getKey().cites().isEmpty()) {
            json.put(
                    LABELS.contains(one.getKey().reason()) ? "label" : "rule",
                    one.getKey().cites());
        }
        return json.build();
    }
}
