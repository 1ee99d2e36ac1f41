package social.godwit.instance.client;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Finds what the owner did earlier, so that it can be taken back: by what this device remembers, else in the outbox. */
public final class OwnActivities {
    private static final int MOST_PAGES = 100;

    private final Owner owner;
    private final Lookup lookup;

    /** Of this owner. */
    public OwnActivities(Owner owner) {
        this.owner = owner;
        this.lookup = new Lookup(owner);
    }

    /**
     * The newest activity of {@code type} about {@code object} that was not taken back, as signed, and verified again.
     *
     * @param fact under which this device remembers its id
     */
    public Optional<JsonObject> find(String fact, String type, String object) {
        Optional<String> remembered =
                Optional.ofNullable(owner.home().state().remembered().get(fact));
        return remembered.flatMap(lookup::own).or(() -> inOutbox(type, object)).filter(this::isMine);
    }

    /** Reads one of the owner's activities by its id. */
    Optional<JsonObject> byId(String id) {
        return lookup.own(id).filter(this::isMine);
    }

    private Optional<JsonObject> inOutbox(String type, String object) {
        Set<String> undone = new HashSet<>();
        Optional<JsonObject> page = lookup.own(owner.ids().ofActor("outbox"));
        for (int read = 0; read < MOST_PAGES && page.isPresent(); read++) {
            for (Json item : page.get().list("orderedItems")) {
                Optional<JsonObject> activity = switch (item) {
                    case JsonObject whole -> Optional.of(whole);
                    case JsonString id -> lookup.own(id.value());
                    default -> Optional.empty();
                };
                if (activity.isEmpty()) continue;
                String kind = activity.get().string("type").orElse("");
                if (kind.equals("Undo")) activity.get().id("object").ifPresent(id -> undone.add(compared(id)));
                boolean wanted = kind.equals(type)
                        && activity.get().id("object").map(this::compared).equals(Optional.of(compared(object)))
                        && !undone.contains(compared(activity.get().string("id").orElse("")));
                if (wanted) return activity;
            }
            page = next(page.get());
        }
        return Optional.empty();
    }

    private Optional<JsonObject> next(JsonObject page) {
        return page.string("first")
                .or(() -> page.string("next"))
                .flatMap(url -> PathAndQuery.of(url, owner.did()))
                .flatMap(path -> {
                    Gateways.From from = owner.gateways().get(path, "application/activity+json");
                    return from.answer().isSuccess()
                            ? Answers.json(from.answer().body())
                            : Optional.empty();
                });
    }

    private boolean isMine(JsonObject activity) {
        DocumentVerdict verdict = PortableDocument.read(
                Jcs.bytes(activity), owner.surroundings().clock().instant());
        return verdict instanceof DocumentVerdict.Admissible(PortableDocument document)
                && document.owner().equals(owner.did());
    }

    private String compared(String id) {
        return PortableId.parse(id).map(PortableId::canonical).orElse(id);
    }
}
