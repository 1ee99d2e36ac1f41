package social.godwit.instance.cli;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code completion}. */
@Command(
        name = "completion",
        description = "Print a script that completes commands in bash and zsh: source <(godwit completion)")
final class CompletionCommand extends ClientCommand {
    @Override
    Told run() {
        String script = AutoComplete.bash("godwit", new CommandLine(godwit()));
        return Told.done("script", script, script);
    }
}
