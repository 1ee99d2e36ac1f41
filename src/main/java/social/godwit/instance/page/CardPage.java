package social.godwit.instance.page;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.DataStance;
import social.godwit.network.charter.Economy;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Moderation;
import social.godwit.network.charter.Ranking;
import social.godwit.network.charter.Rule;
import social.godwit.network.charter.Verification;
import social.godwit.network.duty.Duty;
import social.godwit.network.form.Texts;
import social.godwit.network.governance.EmergencyMeasure;

/** A network on one page: its rules, what is hidden, how it orders posts, who decides, how to come and go. */
record CardPage(Instance instance, Words words, Names names, NetworkCard card, List<Duty> duties) {

    /** The pages of networks at an instance. */
    static String url(Instance instance, Did network) {
        return instance.origin() + "/networks/" + network;
    }

    /** A text in the reader's language, or else in one of the charter's. */
    static String text(Words words, Texts texts, Charter charter) {
        return texts.in(Stream.concat(Stream.of(words.language()), charter.languages().stream())
                .toList());
    }

    private String text(Texts texts, Charter charter) {
        return text(words, texts, charter);
    }

    private String value(String key, Enum<?> value) {
        return words.of(key + "." + social.godwit.network.form.Words.of(value));
    }

    private String values(String key, Collection<? extends Enum<?>> some) {
        return some.stream().sorted().map(one -> value(key, one)).collect(Collectors.joining(", "));
    }

    /** The whole document. */
    String html() {
        String title =
                card.charter().map(charter -> text(charter.name(), charter)).orElse(words.of("network.none"));
        String summary =
                card.charter().map(charter -> text(charter.summary(), charter)).orElse(words.of("network.none.text"));
        return Frame.page(
                instance,
                words,
                Frame.Head.website(
                        words.of("site", title, Frame.host(instance)), summary, url(instance, card.network())),
                html -> {
                    html.element("h1", title, "dir", "auto").element("p", summary, "class", "lead", "dir", "auto");
                    state(html);
                    card.charter().ifPresent(charter -> charter(html, charter));
                    new DecisionsSection(words, names, card, duties, url(instance, card.network())).write(html);
                    technical(html);
                });
    }

    private void state(Markup html) {
        if (card.chain().forked()) {
            html.open("p", "class", "banner", "role", "note")
                    .text(words.of("network.forked") + " ")
                    .element("a", words.of("network.forked.see"), "href", "#" + DecisionsSection.BRANCHES)
                    .close("p");
        }
        for (EmergencyMeasure measure : card.inForce()) {
            html.element(
                    "p",
                    words.of(
                            "emergency",
                            value("power", measure.emergency().power()),
                            words.exact(measure.over()),
                            measure.emergency().reason()),
                    "class",
                    "banner",
                    "role",
                    "note");
        }
        if (card.emergencies().stream().anyMatch(EmergencyMeasure::reportOwed)) {
            html.element("p", words.of("emergency.owed"), "class", "banner", "role", "note");
        }
    }

    private void charter(Markup html, Charter charter) {
        html.element(
                "p",
                words.of("version", charter.version(), words.day(charter.effective())) + " · "
                        + words.of("members", card.members()),
                "class",
                "note");
        String url = url(instance, card.network());
        html.open("p", "class", "doors")
                .element("a", words.of("join"), "class", "button", "href", url + "/membership")
                .element("a", words.of("propose"), "class", "tap", "href", url + "/edit")
                .close("p");
        rules(html, charter);
        hidden(html, charter);
        ranking(html, charter);
        joining(html, charter);
        leaving(html, charter);
        data(html, charter);
        charter.economy().ifPresent(economy -> money(html, charter, economy));
    }

    private void rules(Markup html, Charter charter) {
        html.element("h2", words.of("rules"));
        if (charter.rules().isEmpty()) {
            html.element("p", words.of("rules.none"));
        }
        html.open("ol", "class", "rules");
        for (Rule rule : charter.rules()) {
            html.open("li", "id", "rule-" + rule.id());
            html.open("p", "dir", "auto")
                    .text(text(rule.text(), charter) + " ")
                    .element("span", value("severity", rule.severity()), "class", "tag")
                    .close("p");
            rule.hint().ifPresent(hint -> html.element("p", text(hint, charter), "class", "note", "dir", "auto"));
            html.close("li");
        }
        html.close("ol");
    }

    private void hidden(Markup html, Charter charter) {
        Moderation moderation = charter.moderation();
        html.element("h2", words.of("hidden")).element("p", words.of("hidden.text"));
        html.open("ul");
        for (Label label : charter.labels()) {
            html.open("li", "dir", "auto")
                    .element("strong", text(label.name(), charter))
                    .text(": " + text(label.meaning(), charter) + " ")
                    .element("span", value("effect", label.effect()), "class", "tag")
                    .close("li");
        }
        for (Moderation.Filter filter : moderation.filters()) {
            html.element(
                    "li",
                    words.of(
                            "filter",
                            value("filter", filter.kind()),
                            filter.value(),
                            value("reaction", filter.reaction()),
                            filter.rule()));
        }
        for (Moderation.Source source : moderation.sources()) {
            html.element("li", words.of("source", source.list(), value("mode", source.mode())));
        }
        for (Moderation.Labeler labeler : moderation.labelers()) {
            html.open("li").text(words.of("labeler", value("trust", labeler.trust())) + " ");
            names.write(html, labeler.did());
            html.close("li");
        }
        html.close("ul");
        html.element("p", words.of("actions", values("action", moderation.actions())));
        html.element(
                "p",
                words.of(
                        "appeal",
                        moderation.appeal().windowDays(),
                        moderation.appeal().answerHours()));
        html.open("p")
                .element(
                        "a",
                        words.of("to.log"),
                        "class",
                        "tap",
                        "href",
                        words.page(instance.origin() + "/moderation/log"))
                .close("p");
    }

    private void ranking(Markup html, Charter charter) {
        html.element("h2", words.of("ranking")).open("ul");
        for (Ranking ranking : charter.rankings()) {
            html.open("li", "dir", "auto").element("strong", text(ranking.title(), charter));
            html.text(": " + text(ranking.explanation(), charter) + " ");
            if (ranking.preset()) {
                html.element("span", words.of("ranking.preset"), "class", "tag");
            }
            html.close("li");
        }
        html.close("ul");
    }

    private void joining(Markup html, Charter charter) {
        html.element("h2", words.of("joining"));
        html.element("p", value("door", charter.joining().door()));
        if (charter.joining().vouches() > 0) {
            html.element("p", words.of("vouches", charter.joining().vouches()));
        }
        if (charter.scope().minimumAge() > 0) {
            html.element("p", words.of("age", charter.scope().minimumAge()));
        }
        List<Verification.Issuer> issuers = charter.verification().issuers();
        if (issuers.isEmpty()) {
            return;
        }
        html.element("h3", words.of("issuers")).open("ul");
        for (Verification.Issuer issuer : issuers) {
            html.open("li");
            names.write(html, issuer.did());
            html.text(": " + values("claim", issuer.claims())).close("li");
        }
        html.close("ul").element("p", value("need", charter.verification().need()));
    }

    private void leaving(Markup html, Charter charter) {
        html.element("h2", words.of("leaving")).element("p", words.of("leaving.text"));
        html.element("p", words.of("leaving.notice", charter.exit().noticeDays()));
        html.element("p", words.of(charter.exit().fork() ? "leaving.fork" : "leaving.nofork"));
    }

    private void data(Markup html, Charter charter) {
        DataStance data = charter.data();
        html.element("h2", words.of("data")).open("dl", "class", "facts");
        html.element("dt", words.of("data.search")).element("dd", value("stance", data.search()));
        html.element("dt", words.of("data.bridging")).element("dd", value("stance", data.bridging()));
        html.element("dt", words.of("data.training")).element("dd", value("stance", data.training()));
        html.element("dt", words.of("data.kept")).element("dd", words.of("data.days", data.retentionDays()));
        html.close("dl");
    }

    private void money(Markup html, Charter charter, Economy economy) {
        html.element("h2", words.of("money")).element("p", text(economy.disclosure(), charter), "dir", "auto");
        economy.fee().ifPresent(fee -> html.element("p", text(fee, charter), "dir", "auto"));
        for (String link : economy.support()) {
            html.open("p")
                    .element("a", link, "class", "tap", "href", link, "rel", "nofollow noopener noreferrer")
                    .close("p");
        }
    }

    private void technical(Markup html) {
        String url = url(instance, card.network());
        html.open("details").element("summary", words.of("technical"));
        html.open("p").element("code", card.network().toString()).close("p");
        card.charter()
                .ifPresent(charter -> html.open("p")
                        .element("code", charter.hash().multibase())
                        .close("p"));
        html.element("p", words.of("verify"));
        html.open("p")
                .element("code", "godwit charter fetch " + url + " network.ndjson")
                .close("p");
        html.open("p").element("code", "godwit charter verify network.ndjson").close("p");
        html.open("p")
                .element("a", words.of("charter.json"), "class", "tap", "href", url + "/charter")
                .close("p");
        html.close("details");
    }
}
