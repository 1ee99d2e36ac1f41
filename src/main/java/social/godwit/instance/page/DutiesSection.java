package social.godwit.instance.page;

import java.util.List;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.network.duty.Duty;
import social.godwit.network.duty.Duty.Kind;

/** What waits for signatures in a network, and of whom: everybody can see it, and so whom to remind. */
record DutiesSection(Words words, Names names, List<Duty> duties, String url) {
    private static final int SHOWN_MAX = 20;

    void write(Markup html) {
        if (!duties.isEmpty()) {
            html.element("h3", words.of("duties")).open("ul", "class", "duties");
            duties.stream()
                    .filter(duty -> duty.kind() != Kind.NEWCOMER)
                    .limit(SHOWN_MAX)
                    .forEach(duty -> duty(html, duty));
            long newcomers =
                    duties.stream().filter(duty -> duty.kind() == Kind.NEWCOMER).count();
            if (newcomers > 0) {
                html.element("li", words.of("duty.newcomers", newcomers));
            }
            html.close("ul");
        }
        html.open("p")
                .element("a", words.of("duties.here"), "class", "tap", "href", url + "/stewards")
                .close("p");
    }

    private void duty(Markup html, Duty duty) {
        html.open("li").open("p");
        html.text(words.of("duty." + social.godwit.network.form.Words.of(duty.kind())));
        if (!duty.title().isBlank()) {
            html.text(" ").element("q", duty.title(), "dir", "auto");
        }
        html.close("p").open("p", "class", "note");
        if (duty.needed() > 1) {
            html.text(words.of("duty.signed", duty.signed().size(), duty.needed()) + " ");
            people(html, duty.signed());
            html.text(" ");
        }
        html.text(words.of("duty.asked") + " ");
        people(html, duty.asked());
        duty.until().ifPresent(until -> html.text(" " + words.of("duty.until", words.exact(until))));
        html.close("p").close("li");
    }

    private void people(Markup html, List<Did> people) {
        for (int i = 0; i < people.size(); i++) {
            html.text(i == 0 ? "" : ", ");
            names.write(html, people.get(i));
        }
    }
}
