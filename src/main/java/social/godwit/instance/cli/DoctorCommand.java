package social.godwit.instance.cli;

import java.util.Map;
import picocli.CommandLine.Command;
import social.godwit.instance.client.OperatorConnection;

/** {@code doctor}. */
@Command(
        name = "doctor",
        description = "Ask a running server how it is: database, clock, disk, deliveries, reachability.")
final class DoctorCommand extends OperatorCommand {
    @Override
    Told run(OperatorConnection operator) {
        return OperatorLines.report(operator.get("/admin/v1/doctor", Map.of()));
    }
}
