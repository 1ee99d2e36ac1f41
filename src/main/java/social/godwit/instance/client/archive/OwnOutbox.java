package social.godwit.instance.client.archive;

import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Lookup;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Views;

/** All that an owner has at the gateway, page by page. */
public final class OwnOutbox {
    /** Pages that are read at most: 20 million activities. */
    private static final int PAGES_MAX = 1_000_000;

    private final Owner owner;

    /** Of {@code owner}. */
    public OwnOutbox(Owner owner) {
        this.owner = owner;
    }

    /** The activities that are shown, newest first. */
    public void each(Consumer<JsonObject> taker) {
        Lookup lookup = new Lookup(owner);
        Optional<JsonObject> page = lookup.own(owner.ids().ofActor("outbox"));
        for (int read = 0; read < PAGES_MAX && page.isPresent(); read++) {
            for (Json item : page.get().list("orderedItems"))
                if (item instanceof JsonObject activity) taker.accept(activity);
            page = onward(page.get()).flatMap(lookup::ownPage);
        }
    }

    private static Optional<String> onward(JsonObject page) {
        return page.id("first").or(() -> page.id("next"));
    }

    /** All signed documents as they are kept, also those that are not shown any more, each once. */
    void eachDocument(Consumer<String> taker) {
        Views views = new Views(owner);
        Optional<String> after = Optional.of("");
        while (after.isPresent()) {
            JsonObject page = views.page("documents", after.get().isEmpty() ? Map.of() : Map.of("after", after.get()));
            for (Json item : page.list("documents")) if (item instanceof JsonString text) taker.accept(text.value());
            Optional<String> next = page.string("next");
            if (next.isPresent() && next.equals(after))
                throw new ClientProblem(
                        "The server answers with the same page again.", "Try another: --gateway ORIGIN");
            after = next;
        }
    }
}
