package social.godwit.instance.cli;

import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Reports;

/** {@code report}. */
@Command(name = "report", description = "Tell the moderators of your server about somebody, or about their posts.")
final class ReportCommand extends OwnerCommand {
    @Parameters(index = "0", paramLabel = "WHO", description = "@name@server, or the profile's address.")
    private String who = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "POST", description = "Posts that show it.")
    private List<String> posts = List.of();

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "What is wrong.")
    private String reason = "";

    @Option(
            names = "--forward",
            description = "Tell the moderators of the other server as well. They will see that it was you.")
    private boolean forward;

    @Override
    Told run(Owner owner) {
        Reports.Reported reported = new Reports(owner).report(who, posts, reason, forward);
        return Told.done(
                "activity",
                reported.activity(),
                "Reported " + reported.person().handle() + " to the moderators of your server"
                        + (forward ? " and of theirs." : "."));
    }
}
