package social.godwit.instance.admin.web;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Rule;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.RuleReference;

/** Rules as Mastodon's admin API names them: by one id, wherever they stand. */
@ApplicationScoped
class MastodonRules {
    private final Networks networks;

    MastodonRules(Networks networks) {
        this.networks = networks;
    }

    /** The rule of that name in a charter that is hosted here, else one of the house. */
    RuleReference named(String id) {
        return charters()
                .filter(charter ->
                        charter.rules().stream().anyMatch(rule -> rule.id().equals(id)))
                .findFirst()
                .map(charter -> new RuleReference(charter.network().toString(), Long.toString(charter.version()), id))
                .orElseGet(() -> RuleReference.house(id));
    }

    /** {@code Rule}, in the words of the charter that is in force, else by its name alone. */
    JsonObject show(RuleReference reference) {
        Optional<Rule> rule = charters()
                .filter(charter -> charter.network().toString().equals(reference.charter()))
                .flatMap(charter -> charter.rules().stream())
                .filter(one -> one.id().equals(reference.rule()))
                .findFirst();
        return JsonObject.builder()
                .put("id", reference.rule())
                .put("text", rule.map(one -> one.text().in(List.of())).orElse(reference.rule()))
                .put(
                        "hint",
                        rule.flatMap(Rule::hint).map(one -> one.in(List.of())).orElse(""))
                .build();
    }

    private Stream<Charter> charters() {
        return networks.cards().stream().flatMap(card -> card.charter().stream());
    }
}
