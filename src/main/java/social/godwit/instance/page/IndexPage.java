package social.godwit.instance.page;

import java.util.List;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.page.Frame;
import social.godwit.activitypub.page.Words;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;

/** The networks that are hosted here, each with what it is about. */
record IndexPage(Instance instance, Words words, List<NetworkCard> cards) {
    /** The whole document. */
    String html() {
        return Frame.page(
                instance,
                words,
                Frame.Head.website(
                        words.of("site", words.of("networks"), Frame.host(instance)),
                        words.of("networks.text"),
                        instance.origin() + "/networks"),
                html -> {
                    html.element("h1", words.of("networks")).element("p", words.of("networks.text"), "class", "lead");
                    for (NetworkCard card : cards) {
                        String url = words.page(CardPage.url(instance, card.network()));
                        html.open("article");
                        html.open("h2")
                                .element("a", name(card), "href", url, "dir", "auto")
                                .close("h2");
                        card.charter().ifPresent(charter -> {
                            html.element("p", CardPage.text(words, charter.summary(), charter), "dir", "auto");
                            html.element(
                                    "p",
                                    words.of("members", card.members()) + " · "
                                            + words.of(
                                                    "proposals.count",
                                                    card.chain().pending().size()),
                                    "class",
                                    "note");
                        });
                        html.close("article");
                    }
                    if (cards.isEmpty()) {
                        html.element("p", words.of("networks.none"), "class", "note");
                    }
                });
    }

    private String name(NetworkCard card) {
        return card.charter()
                .map((Charter charter) -> CardPage.text(words, charter.name(), charter))
                .orElse(words.of("network.none"));
    }
}
