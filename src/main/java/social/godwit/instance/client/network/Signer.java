package social.godwit.instance.client.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import social.godwit.identity.did.Did;
import social.godwit.instance.client.ClientProblem;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Governance.Proposers;
import social.godwit.network.charter.Governance.Succession;
import social.godwit.network.charter.Label;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.form.Words;

/**
 * Whoever is about to sign, and what the charter makes of them: that in force or the newest one. An act cannot be taken away again, so
 * what would count for nothing is refused before it is signed.
 */
record Signer(NetworkFile file, Did did) {
    /** Only stewards go on. */
    void steward() {
        refuse(among(Governance::stewards), "a steward");
    }

    /** Only stewards and witnesses go on. */
    void stewardOrWitness() {
        refuse(among(Governance::stewards) || among(Governance::witnesses), "a steward or a witness");
    }

    /** Only stewards and heirs go on. */
    void stewardOrHeir() {
        refuse(among(Governance::stewards) || among(Signer::heirs), "a steward or an heir");
    }

    /** Only who may propose goes on: stewards and heirs, and members where the charter says so. */
    void proposer() {
        boolean members = governances().anyMatch(one -> one.proposers() == Proposers.MEMBERS);
        refuse(
                among(Governance::stewards) || among(Signer::heirs) || (members && joined()),
                members ? "a member" : "a steward");
    }

    /** Only who may let others in goes on: stewards, and members where the charter asks for people who vouch. */
    void doorkeeper() {
        boolean members = charters().anyMatch(one -> one.joining().vouches() > 0);
        refuse(among(Governance::stewards) || (members && joined()), members ? "a member or a steward" : "a steward");
    }

    /** Only who may do this about a post or an account goes on: stewards; and labelers, who label. */
    void moderator(Action action) {
        boolean labeler = action == Action.LABEL
                && charters()
                        .flatMap(one -> one.moderation().labelers().stream())
                        .anyMatch(one -> one.did().equals(did));
        refuse(
                labeler || among(Governance::stewards),
                action == Action.LABEL ? "a steward, or one whose labels the network heeds," : "a steward");
    }

    /** Only what this charter lets stewards do about posts and accounts, with what has to be said, goes on. */
    static void described(Charter charter, Action action, Optional<String> text) {
        if (!charter.moderation().actions().contains(action))
            throw new ClientProblem(
                    "The charter does not let anybody do this: " + Words.of(action) + ".",
                    "It has: "
                            + charter.moderation().actions().stream()
                                    .map(Words::of)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        List<String> labels = charter.labels().stream().map(Label::id).toList();
        if (action == Action.LABEL && !labels.contains(text.orElse("")))
            throw new ClientProblem(
                    text.map(name -> "The charter has no label " + name + ".").orElse("Say which label."),
                    "Add --text with one of: " + String.join(", ", labels));
        if (action == Action.CONTENT_WARNING && text.isEmpty())
            throw new ClientProblem("Say what the warning says.", "Add --text \"…\"");
    }

    /** Only what the charter grants in an emergency goes on. */
    static void granted(Charter charter, Power power, int hours) {
        var clause = charter.governance()
                .emergency()
                .filter(one -> !one.powers().isEmpty())
                .orElseThrow(() -> new ClientProblem("The charter grants nothing for emergencies."));
        if (!clause.powers().contains(power) || hours < 1 || hours > clause.maxHours())
            throw new ClientProblem(
                    "The charter does not grant " + Words.of(power) + " for " + hours + " hours.",
                    "It grants, for at most " + clause.maxHours() + " hours: "
                            + clause.powers().stream().map(Words::of).sorted().collect(Collectors.joining(", ")));
    }

    private void refuse(boolean may, String who) {
        if (!may)
            throw new ClientProblem(
                    "Only " + who + " of this network can do this. Nothing was signed.",
                    "Who decides is shown by: godwit charter show " + file.path()
                            + ". If that is old, add what is new: godwit charter fetch " + file.network() + " "
                            + file.path());
    }

    private static List<Did> heirs(Governance governance) {
        return governance.succession().map(Succession::heirs).orElse(List.of());
    }

    private boolean among(Function<Governance, List<Did>> people) {
        return governances().anyMatch(one -> people.apply(one).contains(did));
    }

    private boolean joined() {
        return file.dossier().members(file.network()).stream()
                .anyMatch(one -> one.member().equals(did));
    }

    private Stream<Governance> governances() {
        return charters().map(Charter::governance);
    }

    private Stream<Charter> charters() {
        var card = file.card();
        List<Charter> versions = card.chain().versions();
        return Stream.concat(card.charter().stream(), versions.stream().skip(Math.max(0, versions.size() - 1)));
    }
}
