package social.godwit.instance.cli;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.network.Deliberation;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.form.Words;
import social.godwit.network.governance.EmergencyMeasure;

/** {@code charter emergency|report}: what stewards may do at once, and must account for. */
final class CharterEmergency {
    private CharterEmergency() {}

    /** {@code charter emergency}. */
    @Command(
            name = "emergency",
            description =
                    "Do at once what the charter allows in an emergency. It ends by itself. Without a power: agree to what"
                            + " another steward wants, or end it with --end.")
    static final class Begin extends NetworkFileCommand {
        @Parameters(
                index = "1",
                arity = "0..1",
                paramLabel = "POWER",
                description = "pause-joining, hold-newcomers or members-only.")
        private @Nullable String power;

        @Option(names = "--hours", paramLabel = "N", description = "For how long; default 24.")
        private int hours = 24;

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
        private @Nullable String reason;

        @Option(names = "--end", description = "End now, as any steward may, what is in force.")
        private boolean end;

        @Override
        Told run() {
            Deliberation deliberation = deliberation();
            Sha256 wanted;
            if (end) {
                EmergencyMeasure ended = file().card().inForce().stream()
                        .reduce((earlier, later) -> later)
                        .orElseThrow(() -> new ClientProblem("Nothing is in force by emergency."));
                wanted = ended.act().hash();
                deliberation.end(ended, why());
            } else if (power == null) {
                wanted = deliberation.measure(Optional.empty()).act().hash();
                deliberation.approve(wanted);
            } else {
                wanted = deliberation.emergency(power(power), hours, why()).hash();
            }
            // Not the newest: two of one second have no order.
            EmergencyMeasure measure = deliberation().measure(Optional.of(wanted.multibase()));
            return told(measure);
        }

        private String why() {
            if (reason == null) throw new ClientProblem("Everybody will see this. Say why.", "Add --reason TEXT");
            return reason;
        }

        private static Power power(String word) {
            return Words.parse(Power.class, word)
                    .orElseThrow(() -> new ClientProblem(
                            word + " is no power.", "Choose: pause-joining, hold-newcomers or members-only"));
        }

        private Told told(EmergencyMeasure measure) {
            Emergency wish = measure.emergency();
            String words = switch (measure.status()) {
                case IN_FORCE -> "In force until " + measure.over() + ", and then over.";
                case TOO_FEW -> "Other stewards have to agree: godwit charter emergency " + path();
                case ENDED -> "It has ended.";
                case NOT_GRANTED -> "The charter does not grant this, or not to you: it is not in force.";
                case TOO_LONG -> "The charter does not allow it for so long: it is not in force.";
                case TOO_SOON_AGAIN -> "The same was done too shortly before: it is not in force.";
            };
            return signed(
                    JsonObject.builder()
                            .put("emergency", measure.act().hash().multibase())
                            .put("power", Words.of(wish.power()))
                            .put("ends", ProofTime.format(measure.over()))
                            .put("status", Words.of(measure.status()))
                            .build(),
                    words);
        }
    }

    /** {@code charter report}. */
    @Command(name = "report", description = "Account for an emergency: what was done, and what came of it.")
    static final class Report extends NetworkFileCommand {
        @Parameters(index = "1", paramLabel = "TEXT", description = "For everybody to read.")
        private String text = "";

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "EMERGENCY",
                description = "The beginning of its name; default: the newest.")
        private @Nullable String emergency;

        @Override
        Told run() {
            Deliberation deliberation = deliberation();
            SignedAct act = deliberation.report(deliberation.measure(Optional.ofNullable(emergency)), text);
            return signed("report", act.hash().multibase(), "It is accounted for.");
        }
    }
}
