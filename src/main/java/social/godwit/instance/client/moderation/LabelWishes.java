package social.godwit.instance.client.moderation;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.document.Activities;
import social.godwit.store.label.LabelChoices;
import social.godwit.store.label.LabelChoices.Choice;

/** What labels do for the owner: the labels that the account meets, and what it chose about them. */
public final class LabelWishes {
    private final Owner owner;

    /** Of {@code owner}. */
    public LabelWishes(Owner owner) {
        this.owner = owner;
    }

    /** A label as the account's server tells of it; {@code choice} is empty where nothing was chosen. */
    public record Met(
            LabelChoices.Key key,
            String kind,
            String owner,
            String title,
            String meaning,
            String effect,
            Optional<Choice> choice,
            JsonObject json) {}

    /** What the account's server says. */
    public record Known(Did instance, List<Met> labels, LabelChoices choices, Optional<Instant> signed) {}

    /** The labels at the first server that answers. */
    public Known known() {
        Gateways.From from = owner.gateways()
                .get("/moderation/v1/accounts/" + owner.did() + "/labels", "application/json")
                .orRefuse("Reading labels");
        JsonObject answer = Answers.object(from.answer(), from.gateway());
        return new Known(
                answer.string("instance")
                        .flatMap(Did::parse)
                        .orElseThrow(() -> new ClientProblem(from.gateway() + " does not say who it is.")),
                answer.list("labels").stream()
                        .filter(JsonObject.class::isInstance)
                        .map(item -> met((JsonObject) item))
                        .toList(),
                LabelChoices.read(answer),
                answer.string("signed").flatMap(ProofTime::parse));
    }

    private static Met met(JsonObject json) {
        return new Met(
                new LabelChoices.Key(
                        json.string("of").orElse(""), json.string("label").orElse("")),
                json.string("kind").orElse(""),
                json.string("owner").orElse(""),
                json.string("title").orElse(""),
                json.string("meaning").orElse(""),
                json.string("effect").orElse(""),
                json.string("choice").flatMap(Choice::parse),
                json);
    }

    /**
     * Chooses what a label does; empty: what its definition says.
     *
     * @param of a DID, {@code here} for the account's server, the name of whoever's it is; empty: whoever has a label of this name
     */
    public LabelChoices.Key choose(String label, Optional<String> of, Optional<Choice> choice) {
        Known known = known();
        LabelChoices.Key key = key(known, label, of);
        if (label.isBlank() || label.length() > LabelChoices.NAME_MAX)
            throw new ClientProblem("This is not the name of a label.");
        LabelChoices next = known.choices().with(key, choice);
        if (next.choices().size() > LabelChoices.MAX)
            throw new ClientProblem(
                    "You have chosen about " + LabelChoices.MAX + " labels, and more do not count.",
                    "Give up a choice first: godwit account labels set LABEL default");
        JsonObject document =
                Activities.labelChoices(owner.ids(), next, owner.surroundings().now());
        JsonObject signed =
                known.signed().map(before -> owner.signAfter(document, before)).orElseGet(() -> owner.sign(document));
        JsonObject update = owner.sign(Activities.update(
                owner.ids(), owner.newName(), owner.surroundings().now(), signed));
        new Publisher(owner).publish(List.of(update), Publisher.Facts.NONE);
        return key;
    }

    private static LabelChoices.Key key(Known known, String label, Optional<String> of) {
        if (of.isPresent()) {
            if (of.get().equals("here"))
                return new LabelChoices.Key(known.instance().toString(), label);
            Optional<Did> did = Did.parse(of.get());
            if (did.isPresent()) return new LabelChoices.Key(did.get().toString(), label);
        }
        List<Met> found = known.labels().stream()
                .filter(one -> one.key().label().equals(label)
                        && of.filter(name -> !one.owner().equals(name)).isEmpty())
                .toList();
        if (found.isEmpty())
            throw new ClientProblem(
                    "You meet no label " + label + " here.",
                    "See them with: godwit account labels. Of somebody whom your server does not know: --of DID");
        if (found.size() > 1)
            throw new ClientProblem(
                    "Several have a label " + label + ".",
                    "Say whose with --of: "
                            + String.join(
                                    ", ",
                                    found.stream()
                                            .map(one -> one.key().of() + " (" + one.owner() + ")")
                                            .toList()));
        return found.getFirst().key();
    }
}
