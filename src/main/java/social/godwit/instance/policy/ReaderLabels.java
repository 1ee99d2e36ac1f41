package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.label.Readers;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.session.Somebody;
import social.godwit.network.card.CharterJson;
import social.godwit.network.charter.Charter;
import social.godwit.network.host.Networks;
import social.godwit.network.label.Labeler;
import social.godwit.network.label.LabelerStore;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.label.Label.Effect;
import social.godwit.store.label.LabelChoices;
import social.godwit.store.label.LabelChoices.Choice;

/**
 * The labels that somebody with an account here meets: of this instance, of the labelers that it heeds, and of the networks that
 * the account joined, with what each does and what the account chose.
 */
@ApplicationScoped
public class ReaderLabels {
    /** Most labels of those that stand on something and that no charter defines. */
    private static final int MAX = 1_000;

    private final NetworkFederationPolicy policy;
    private final LabelDefinitions definitions;
    private final LabelerStore labelers;
    private final Networks networks;
    private final Readers readers;
    private final Instance instance;

    ReaderLabels(
            NetworkFederationPolicy policy,
            LabelDefinitions definitions,
            LabelerStore labelers,
            Networks networks,
            Readers readers,
            Instance instance) {
        this.policy = policy;
        this.definitions = definitions;
        this.labelers = labelers;
        this.networks = networks;
        this.readers = readers;
        this.instance = instance;
    }

    /** A label as people read it: in whose name, called how, meaning what; both texts empty where nobody defines it. */
    private record Shown(String kind, String owner, String title, String meaning, Effect effect) {}

    /**
     * {@code {instance, labels: [{of, kind, owner, label, title, meaning, effect, choice}], choices, signed}}: {@code kind} is
     * {@code instance}, {@code labeler}, {@code network} or {@code gone} (it was chosen about, and is met here no more), {@code
     * choices} and {@code signed} are the document's, from which the next version is made.
     *
     * @param languages of the reader, best first
     */
    public Uni<JsonObject> of(Somebody account, List<String> languages) {
        return labelers.all()
                .chain(heeded -> readers.document(account.did()).map(document -> {
                    LabelChoices chosen = document.map(StoredDocument::json)
                            .map(LabelChoices::read)
                            .orElse(LabelChoices.NONE);
                    Map<LabelChoices.Key, Shown> labels = labels(account, heeded, languages);
                    chosen.choices()
                            .keySet()
                            .forEach(key -> labels.putIfAbsent(
                                    key, new Shown("gone", key.of(), key.label(), "", Effect.INFORM)));
                    return JsonObject.builder()
                            .put("instance", definitions.instance().toString())
                            .put("labels", json(labels, chosen))
                            .put("choices", chosen.json())
                            .putIfPresent(
                                    "signed",
                                    document.map(one -> one.proofTime().toString()))
                            .build();
                }));
    }

    private Map<LabelChoices.Key, Shown> labels(Somebody account, List<Labeler> heeded, List<String> languages) {
        Map<LabelChoices.Key, Shown> labels = new LinkedHashMap<>();
        Did here = definitions.instance();
        String host = Origin.parse(instance.origin()).orElseThrow().authority();
        defined(labels, "instance", here, host, languages);
        heeded.forEach(one -> defined(labels, "labeler", one.did(), one.origin().authority(), languages));
        Map<String, String> names = new LinkedHashMap<>();
        names.put(here.toString(), host);
        heeded.forEach(one -> names.put(one.did().toString(), one.origin().authority()));
        policy.labels().stream()
                .sorted(Comparator.comparing(one -> one.name()))
                .limit(MAX)
                .forEach(one -> labels.putIfAbsent(
                        new LabelChoices.Key(one.of(), one.name()),
                        new Shown(
                                one.of().equals(here.toString()) ? "instance" : "labeler",
                                names.getOrDefault(one.of(), one.of()),
                                one.name(),
                                "",
                                one.effect())));
        networks.cards().stream()
                .filter(card -> networks.members(card.network()).containsKey(account.subject()))
                .flatMap(card -> card.charter().stream())
                .forEach(charter -> ofNetwork(labels, charter, languages));
        return labels;
    }

    private void defined(
            Map<LabelChoices.Key, Shown> labels, String kind, Did of, String owner, List<String> languages) {
        definitions
                .of(of)
                .forEach(one -> labels.putIfAbsent(
                        new LabelChoices.Key(of.toString(), one.label().id()),
                        shown(kind, owner, one.charter(), one.label(), languages)));
    }

    private static void ofNetwork(Map<LabelChoices.Key, Shown> labels, Charter charter, List<String> languages) {
        charter.labels()
                .forEach(label -> labels.putIfAbsent(
                        new LabelChoices.Key(charter.network().toString(), label.id()),
                        shown(
                                "network",
                                CharterJson.text(charter.name(), charter, languages),
                                charter,
                                label,
                                languages)));
    }

    private static Shown shown(
            String kind,
            String owner,
            Charter charter,
            social.godwit.network.charter.Label label,
            List<String> languages) {
        return new Shown(
                kind,
                owner,
                CharterJson.text(label.name(), charter, languages),
                CharterJson.text(label.meaning(), charter, languages),
                LabelDefinitions.effect(label.effect()));
    }

    private static List<Json> json(Map<LabelChoices.Key, Shown> labels, LabelChoices chosen) {
        List<Json> items = new ArrayList<>();
        labels.forEach((key, shown) -> items.add(JsonObject.builder()
                .put("of", key.of())
                .put("kind", shown.kind())
                .put("owner", shown.owner())
                .put("label", key.label())
                .put("title", shown.title())
                .put("meaning", shown.meaning())
                .put("effect", shown.effect().name().toLowerCase(Locale.ROOT))
                .putIfPresent("choice", chosen.about(key.of(), key.label()).map(Choice::word))
                .build()));
        return items;
    }
}
