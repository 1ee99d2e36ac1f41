package social.godwit.store.label;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;

/**
 * What an account wants labels to do for it. A document of {@code type} {@value #TYPE} that addresses nobody, in the account's own
 * repository under one id, so that it goes wherever the account goes; its newest version counts:
 *
 * <pre>{"choices": [{"of": "did:key:…", "label": "spam", "choice": "hide"}]}</pre>
 *
 * <p>Choices are about labels alone: what moderators hide stays hidden.
 */
public record LabelChoices(Map<Key, Choice> choices) {
    /** The type of the document. */
    public static final String TYPE = "LabelChoices";
    /** Most choices that count; those after them are passed over. */
    public static final int MAX = 500;
    /** The longest name of a label, in characters. */
    public static final int NAME_MAX = 500;
    /** Nothing chosen. */
    public static final LabelChoices NONE = new LabelChoices(Map.of());

    private static final String PATH = "/label-choices";

    public LabelChoices {
        choices = Map.copyOf(choices);
    }

    /**
     * A label of somebody.
     *
     * @param of the DID of an instance, of a labeler, or of a network, whose charter defines the label
     */
    public record Key(String of, String label) {}

    /** What a label does. */
    public enum Choice {
        /** What carries it is left out. */
        HIDE,
        /** What carries it is folded behind the label's name. */
        WARN,
        /** It is as if the label were not there. */
        IGNORE;

        /** The word that stands for it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** Reads the word; nothing when it is none. */
        public static Optional<Choice> parse(String word) {
            for (Choice choice : values()) {
                if (choice.word().equals(word)) {
                    return Optional.of(choice);
                }
            }
            return Optional.empty();
        }
    }

    /** The id of an account's document. */
    public static PortableId id(Did account) {
        return PortableId.of(account, PATH);
    }

    /** Reads the document; what is malformed in it is passed over. Of two choices about one label the later one counts. */
    public static LabelChoices read(JsonObject document) {
        Map<Key, Choice> choices = new LinkedHashMap<>();
        document.list("choices").stream().limit(MAX).forEach(item -> {
            if (item instanceof JsonObject one) {
                Optional<String> of = one.string("of").flatMap(Did::parse).map(Did::toString);
                Optional<String> label =
                        one.string("label").filter(name -> !name.isBlank() && name.length() <= NAME_MAX);
                Optional<Choice> choice = one.string("choice").flatMap(Choice::parse);
                if (of.isPresent() && label.isPresent() && choice.isPresent()) {
                    choices.put(new Key(of.get(), label.get()), choice.get());
                }
            }
        });
        return new LabelChoices(choices);
    }

    /** What was chosen about a label. */
    public Optional<Choice> about(String of, String label) {
        return Optional.ofNullable(choices.get(new Key(of, label)));
    }

    /** With this choice, or, where it is empty, with none about the label. */
    public LabelChoices with(Key label, Optional<Choice> choice) {
        Map<Key, Choice> changed = new LinkedHashMap<>(choices);
        choice.ifPresentOrElse(one -> changed.put(label, one), () -> changed.remove(label));
        return new LabelChoices(changed);
    }

    /** What the document has in {@code choices}, in the order of DIDs and labels. */
    public List<Json> json() {
        List<Json> items = new ArrayList<>();
        choices.entrySet().stream()
                .sorted(Map.Entry.comparingByKey(Comparator.comparing(Key::of).thenComparing(Key::label)))
                .forEach(one -> items.add(JsonObject.builder()
                        .put("of", one.getKey().of())
                        .put("label", one.getKey().label())
                        .put("choice", one.getValue().word())
                        .build()));
        return items;
    }

    /** These labels as they are for whoever chose this; ignored ones are gone. */
    public List<Label> applied(List<Label> labels) {
        List<Label> applied = new ArrayList<>();
        for (Label label : labels) {
            Optional<Choice> chosen = about(label.of(), label.name());
            if (chosen.isEmpty()) {
                applied.add(label);
            } else if (chosen.get() != Choice.IGNORE) {
                applied.add(label.with(chosen.get() == Choice.HIDE ? Label.Effect.HIDE : Label.Effect.WARN));
            }
        }
        return applied;
    }
}
