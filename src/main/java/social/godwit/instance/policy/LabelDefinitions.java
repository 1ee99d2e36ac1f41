package social.godwit.instance.policy;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.identity.did.Did;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Label;
import social.godwit.network.host.Networks;
import social.godwit.store.label.Label.Effect;

/**
 * What labels mean and do for whoever has not chosen, as the charters in force of hosted networks define them: of a labeler those
 * that heed it, of this instance also those that name its operator as a steward. A label that no charter defines says its name.
 */
@ApplicationScoped
public class LabelDefinitions {
    private final Networks networks;
    private final InstanceKeys keys;
    private final OperatorKey operator;

    LabelDefinitions(Networks networks, InstanceKeys keys, OperatorKey operator) {
        this.networks = networks;
        this.keys = keys;
        this.operator = operator;
    }

    /** A label and the charter that defines it. */
    public record Definition(Charter charter, Label label) {}

    /** This instance as a labeler. */
    public Did instance() {
        return keys.did();
    }

    /** The labels of this instance, or of a labeler, that charters define; where several do, the one that does most. */
    public List<Definition> of(Did labeler) {
        return networks.cards().stream()
                .flatMap(card -> card.charter().stream())
                .filter(charter -> speaks(labeler, charter))
                .flatMap(charter -> charter.labels().stream().map(label -> new Definition(charter, label)))
                .sorted(Comparator.comparing((Definition one) -> one.label().effect())
                        .reversed())
                .toList();
    }

    private boolean speaks(Did labeler, Charter charter) {
        boolean named = charter.moderation().labelers().stream()
                .anyMatch(one -> one.did().equals(labeler));
        boolean own =
                labeler.equals(keys.did()) && charter.governance().stewards().contains(operator.did());
        return named || own;
    }

    /** The definition of one label. */
    public Optional<Definition> of(Did labeler, String name) {
        return of(labeler).stream().filter(one -> one.label().id().equals(name)).findFirst();
    }

    /** What a label does in timelines: to warn and to fold are one there. */
    public static Effect effect(Label.Effect effect) {
        return switch (effect) {
            case INFORM -> Effect.INFORM;
            case BLUR -> Effect.BLUR;
            case WARN, FOLD -> Effect.WARN;
            case HIDE -> Effect.HIDE;
        };
    }
}
