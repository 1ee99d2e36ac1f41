package social.godwit.instance.page;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.nodeinfo.NodeInfo;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.domain.DomainRule;
import social.godwit.network.domain.Restriction;
import social.godwit.network.domain.Stance;

/**
 * Who runs this server, by which rules, what it does not show, and how to leave it.
 *
 * @param contact an address of e-mail or of the web
 * @param owners who has the role of an owner here
 * @param house the network that this server began with, or none
 * @param domains rules about other servers that are no secret
 */
record AboutPage(
        Instance instance,
        Words words,
        Names names,
        Optional<String> contact,
        List<Did> owners,
        Optional<NetworkCard> house,
        List<DomainRule> domains,
        NodeInfo.Counted counted) {
    private static final int DOMAINS_MAX = 1_000;

    /** The whole document. */
    String html() {
        String host = Frame.host(instance);
        return Frame.page(
                instance,
                words,
                Frame.Head.website(words.of("about.title", host), words.of("about.text"), instance.origin() + "/about"),
                html -> {
                    html.element("h1", words.of("about.title", host))
                            .element("p", words.of("about.text"), "class", "lead");
                    people(html);
                    figures(html);
                    rules(html);
                    hidden(html);
                    html.element("h2", words.of("leaving")).element("p", words.of("about.leaving"));
                    html.element("p", words.of("about.owned"));
                    html.element("h2", words.of("about.software")).element("p", "Godwit " + instance.version());
                });
    }

    private void people(Markup html) {
        html.element("h2", words.of("about.people"));
        if (owners.isEmpty()) {
            html.element("p", words.of("about.nobody"));
        } else {
            html.open("ul");
            for (Did owner : owners) {
                html.open("li");
                names.write(html, owner);
                html.close("li");
            }
            html.close("ul");
        }
        contact.ifPresent(address -> {
            String link = address.contains("://") ? address : "mailto:" + address;
            html.open("p")
                    .text(words.of("about.contact") + " ")
                    .element("a", address, "href", link)
                    .close("p");
        });
        html.element("p", words.of("about.report"));
    }

    private void figures(Markup html) {
        html.element("h2", words.of("about.figures")).open("dl", "class", "facts");
        fact(html, "about.accounts", counted.accounts());
        fact(html, "about.active", counted.usage().month());
        fact(html, "about.posts", counted.usage().posts());
        html.close("dl");
    }

    private void fact(Markup html, String key, long count) {
        html.element("dt", words.of(key)).element("dd", words.number(count));
    }

    private void rules(Markup html) {
        html.element("h2", words.of("rules"));
        Optional<Charter> charter = house.flatMap(NetworkCard::charter);
        charter.ifPresentOrElse(
                rules -> {
                    html.open("ol", "class", "rules");
                    rules.rules()
                            .forEach(rule ->
                                    html.element("li", CardPage.text(words, rule.text(), rules), "dir", "auto"));
                    html.close("ol");
                },
                () -> html.element("p", words.of("rules.none")));
        house.ifPresent(card -> link(html, "about.house", CardPage.url(instance, card.network())));
        link(html, "about.networks", instance.origin() + "/networks");
    }

    private void link(Markup html, String key, String url) {
        html.open("p")
                .element("a", words.of(key), "class", "tap", "href", words.page(url))
                .close("p");
    }

    private void hidden(Markup html) {
        html.element("h2", words.of("hidden")).element("p", words.of("about.hidden"));
        link(html, "to.log", instance.origin() + "/moderation/log");
        if (domains.isEmpty()) {
            html.element("p", words.of("about.domains.none"));
            return;
        }
        html.open("details")
                .element("summary", words.of("about.domains", domains.size()))
                .open(
                        "div",
                        "class",
                        "scroll",
                        "tabindex",
                        "0",
                        "role",
                        "region",
                        "aria-label",
                        words.of("about.domain"));
        html.open("table").open("thead").open("tr");
        for (String column : List.of("about.domain", "about.stance", "about.why")) {
            html.element("th", words.of(column), "scope", "col");
        }
        html.close("tr").close("thead").open("tbody");
        domains.stream()
                .limit(DOMAINS_MAX)
                .forEach(rule -> html.open("tr")
                        .element("th", rule.domain(), "scope", "row")
                        .element("td", what(rule))
                        .element("td", rule.publicComment(), "dir", "auto")
                        .close("tr"));
        html.close("tbody").close("table").close("div").close("details");
    }

    private String what(DomainRule rule) {
        StringBuilder what = new StringBuilder();
        if (rule.stance() != Stance.ALLOW) {
            what.append(words.of("stance." + rule.stance().name().toLowerCase(Locale.ROOT)));
        }
        for (Restriction restriction : rule.restrictions()) {
            what.append(what.isEmpty() ? "" : ", ")
                    .append(words.of("restriction."
                            + restriction.name().toLowerCase(Locale.ROOT).replace('_', '-')));
        }
        return what.toString();
    }
}
