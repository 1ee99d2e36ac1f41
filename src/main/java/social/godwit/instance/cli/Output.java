package social.godwit.instance.cli;

import java.io.PrintWriter;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;

/** Where commands print: results on standard output, everything else on standard error, so that pipes stay clean. */
final class Output {
    private final PrintWriter out;
    private final PrintWriter err;
    private final boolean json;

    Output(PrintWriter out, PrintWriter err, boolean json) {
        this.out = out;
        this.err = err;
        this.json = json;
    }

    /** The result of a command. */
    void tell(Told told) {
        if (json) out.println(new String(Jcs.bytes(told.json()), java.nio.charset.StandardCharsets.UTF_8));
        else if (!told.words().isEmpty()) out.println(Terminal.harmless(told.words()));
        out.flush();
    }

    /** Something that happens on the way. */
    void notice(String words) {
        err.println(Terminal.harmless(words));
        err.flush();
    }

    /** A failure. With {@code --json} scripts get it as an object, too. */
    void tell(ClientProblem problem, boolean details) {
        if (json) {
            var object = JsonObject.builder().put("error", problem.what());
            object.putIfPresent("next", problem.next());
            out.println(new String(Jcs.bytes(object.build()), java.nio.charset.StandardCharsets.UTF_8));
            out.flush();
        } else {
            err.println(Terminal.harmless(problem.what()));
            problem.next().ifPresent(next -> err.println(Terminal.harmless(next)));
        }
        if (details && problem.getCause() != null) problem.getCause().printStackTrace(err);
        err.flush();
    }
}
