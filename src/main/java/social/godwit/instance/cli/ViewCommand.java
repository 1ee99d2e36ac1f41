package social.godwit.instance.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Views;

/** A command that shows one page of what the owner's server keeps for the owner. */
abstract class ViewCommand extends OwnerCommand {
    @Option(names = "--before", paramLabel = "MARK", description = "Go on where an earlier page ended.")
    private @Nullable String before;

    @Option(names = "--limit", paramLabel = "N", description = "How many (default ${DEFAULT-VALUE}).")
    private int limit = 20;

    /** The view's name. */
    abstract String view();

    /** What to say when there is nothing. */
    abstract String nothing();

    /** Which page was asked for. */
    final Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("limit", Integer.toString(limit));
        if (before != null) parameters.put("before", before);
        return parameters;
    }

    @Override
    Told run(Owner owner) {
        JsonObject page = new Views(owner).page(view(), parameters());
        return Told.done(page, Lines.page(page, nothing()));
    }
}
