package social.godwit.instance.network;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.governance.Witnessing;
import social.godwit.network.host.Networks;
import social.godwit.network.member.Members;
import social.godwit.store.InTurn;

/** What this instance owes networks whose charter names its operator's key as a witness. */
@ApplicationScoped
public class NetworkDuties {
    private static final Logger LOG = Logger.getLogger(NetworkDuties.class);

    private final Networks networks;
    private final OperatorKey operator;
    private final InstantSource clock;

    NetworkDuties(Networks networks, OperatorKey operator, InstantSource clock) {
        this.networks = networks;
        this.operator = operator;
        this.clock = clock;
    }

    /** Confirms lists of voters and ballots, as far as it has seen them. */
    public Uni<Void> witness() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        List<SignedAct> due = new ArrayList<>();
        for (NetworkCard card : networks.cards()) {
            Witnessing.due(
                            card.chain(),
                            card.evidence(),
                            (charter, decision, at) -> Members.electorate(
                                    charter, networks.memberships(card.network()), decision, card, at),
                            operator.did(),
                            now)
                    .forEach(act -> due.add(operator.sign(act)));
        }
        return InTurn.each(
                due,
                act -> networks.say(act)
                        .invoke(() -> LOG.infof(
                                "as a witness of %s: %s %s",
                                act.act().network(),
                                act.act().getClass().getSimpleName(),
                                act.hash().multibase())));
    }
}
