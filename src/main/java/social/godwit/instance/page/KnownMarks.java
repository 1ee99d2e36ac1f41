package social.godwit.instance.page;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.page.ProfileMarks;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.host.Networks;
import social.godwit.network.verification.Credential;
import social.godwit.network.verification.Vouched;

/** What the networks that are hosted here vouch for, and which pages point back. */
@ApplicationScoped
class KnownMarks implements ProfileMarks {
    private static final int BADGES_MAX = 10;

    private final Networks networks;
    private final ProfileLinks links;
    private final People people;
    private final Instance instance;

    KnownMarks(Networks networks, ProfileLinks links, People people, Instance instance) {
        this.networks = networks;
        this.links = links;
        this.people = people;
        this.instance = instance;
    }

    @Override
    public Uni<Marks> of(Account account, JsonObject actor, Words pages) {
        Words words = SitePages.withOwn(pages);
        Map<Credential, NetworkCard> valid = valid(account);
        return links.of(account, actor, words)
                .chain(known -> people.called(
                                valid.keySet().stream().map(Credential::issuer).toList(), words)
                        .map(names -> {
                            List<Badge> badges = new ArrayList<>();
                            valid.forEach((credential, card) -> badges.add(badge(credential, card, names, words)));
                            return new Marks(badges, known);
                        }));
    }

    /** What holds now, in networks that have rules in force. */
    private Map<Credential, NetworkCard> valid(Account account) {
        Map<Credential, NetworkCard> valid = new LinkedHashMap<>();
        for (NetworkCard card : networks.cards()) {
            if (card.charter().isEmpty()) {
                continue;
            }
            card.vouched().getOrDefault(account.did(), List.of()).stream()
                    .filter(vouched -> vouched.standing() == Vouched.Standing.VALID)
                    .limit(BADGES_MAX)
                    .forEach(vouched -> valid.put(vouched.credential(), card));
        }
        return valid;
    }

    private Badge badge(Credential credential, NetworkCard card, Names names, Words words) {
        String key = "badge." + social.godwit.network.form.Words.of(credential.claim());
        Charter charter = card.charter().orElseThrow();
        return new Badge(
                words.of(key),
                words.of(key + ".means", credential.detail().orElse("")),
                names.of(credential.issuer()),
                CardPage.text(words, charter.name(), charter),
                CardPage.url(instance, card.network()),
                credential.from(),
                credential.until());
    }
}
