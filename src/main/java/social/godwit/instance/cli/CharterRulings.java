package social.godwit.instance.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.ClientProblem;
import social.godwit.network.act.SignedAct;
import social.godwit.network.card.CardJson;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.form.Words;
import social.godwit.network.governance.CharterChain.Standing;
import social.godwit.network.governance.JudgedRuling;

/** {@code charter rule|reverse|appeal|answer|rulings}: what stewards decide about posts and accounts in their network's view. */
final class CharterRulings {
    private static final int SHOWN_MAX = 200;

    private CharterRulings() {}

    /** {@code charter rule}. */
    @Command(
            name = "rule",
            description =
                    "Decide about a post or an account in the network's view, as a steward, or label it, as one whose labels the"
                            + " network heeds. It touches nothing outside of that view. Everybody can see it.")
    static final class Rule extends NetworkFileCommand {
        @Parameters(
                index = "1",
                paramLabel = "SUBJECT",
                description = "A post or an account: the address of its page, its id, @name@server, or a DID.")
        private String subject = "";

        @Parameters(
                index = "2",
                paramLabel = "ACTION",
                description = "label, warn, content-warning, sensitive, limit, hide or suspend.")
        private String action = "";

        @Mixin
        private RulingOptions said = new RulingOptions();

        @Override
        Told run() {
            SignedAct act = deliberation()
                    .rule(
                            subject(subject),
                            Words.parse(Action.class, action)
                                    .orElseThrow(() -> new ClientProblem(
                                            action + " is nothing that can be done.",
                                            "Choose: label, warn, content-warning, sensitive, limit, hide or suspend")),
                            Optional.ofNullable(said.text),
                            said.rule,
                            said.facts,
                            Optional.ofNullable(said.hours).map(Duration::ofHours));
            return told(this, act.hash().multibase());
        }
    }

    /** {@code charter reverse}. */
    @Command(name = "reverse", description = "Take back what was decided about a post or an account.")
    static final class Reverse extends NetworkFileCommand {
        @Parameters(index = "1", paramLabel = "RULING", description = "The beginning of its name.")
        private String ruling = "";

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Override
        Told run() {
            JudgedRuling judged = named(this, ruling);
            deliberation().reverse(judged, reason);
            return told(this, ruling);
        }
    }

    /** {@code charter appeal}. */
    @Command(
            name = "appeal",
            description =
                    "Appeal against what was decided about you or your post. Somebody else than who decided answers.")
    static final class Appeal extends NetworkFileCommand {
        @Parameters(index = "1", paramLabel = "RULING", description = "The beginning of its name.")
        private String ruling = "";

        @Option(names = "--text", required = true, paramLabel = "TEXT", description = "Why. Everybody can see it.")
        private String text = "";

        @Override
        Told run() {
            deliberation().appeal(named(this, ruling), text);
            return told(this, ruling);
        }
    }

    /** {@code charter answer}. */
    @Command(name = "answer", description = "Answer an appeal, as a steward or a witness who did not decide.")
    static final class Answer extends NetworkFileCommand {
        @Parameters(index = "1", paramLabel = "RULING", description = "The beginning of its name.")
        private String ruling = "";

        @Option(names = "--grant", description = "It is taken back; without this it stands.")
        private boolean grant;

        @Option(names = "--text", required = true, paramLabel = "TEXT", description = "Why.")
        private String text = "";

        @Override
        Told run() {
            deliberation().answer(named(this, ruling), grant, text);
            return told(this, ruling);
        }
    }

    private static JudgedRuling named(NetworkFileCommand command, String ruling) {
        return command.file()
                .card()
                .ruling(ruling)
                .orElseThrow(() -> new ClientProblem(
                        "There is no such ruling, or there are several.",
                        "See them with: godwit charter rulings " + command.path()));
    }

    /** {@code charter rulings}. */
    @Command(
            name = "rulings",
            description = "What was decided about posts and accounts in the network's view, and why.")
    static final class Listed extends NetworkFileCommand {
        @Parameters(index = "1", arity = "0..1", paramLabel = "SUBJECT", description = "About this only.")
        private @Nullable String subject;

        @Override
        Told run() {
            String about = subject == null ? "" : subject(subject).toString();
            StringJoiner lines = new StringJoiner("\n");
            lines.setEmptyValue("Nothing was decided.");
            file().card().rulings().reversed().stream()
                    .filter(one ->
                            about.isEmpty() || one.ruling().subject().toString().equals(about))
                    .limit(SHOWN_MAX)
                    .forEach(one -> lines.add(words(one)));
            return Told.done(CardJson.rulings(file().card(), about, SHOWN_MAX), lines.toString());
        }
    }

    private static Told told(NetworkFileCommand command, String ruling) {
        JudgedRuling judged = named(command, ruling);
        JsonObject json = JsonObject.builder()
                .put("ruling", judged.act().hash().multibase())
                .put("status", Words.of(judged.status()))
                .put("cites", Words.of(judged.cites()))
                .build();
        return command.signed(json, words(judged));
    }

    private static String words(JudgedRuling judged) {
        String cites = judged.cites() == Standing.IN_FORCE
                ? ""
                : "\n  It cites a version of the charter that was not in force then (" + Words.of(judged.cites())
                        + ").";
        return judged.act().hash().multibase().substring(0, 12) + "  "
                + Words.of(judged.ruling().action()) + " "
                + judged.ruling().subject() + "\n  by the rule "
                + judged.ruling().rule() + ": "
                + judged.ruling().facts() + "\n  "
                + switch (judged.status()) {
                    case IN_FORCE -> "In force in this network's view, nowhere else.";
                    case ENDED -> "It has ended.";
                    case REVERSED -> "It was taken back.";
                    case SUGGESTED -> "A hint to the stewards; it has no effect by itself.";
                    case NOT_GRANTED ->
                        "Without effect: the charter has no such rule, label or action, or not for who signed.";
                    case FOREIGN -> "Without effect: it does not rest on a charter of this network.";
                }
                + cites + appeal(judged);
    }

    private static String appeal(JudgedRuling judged) {
        if (judged.appeal().isEmpty()) return "";
        return judged.answer().isPresent()
                ? "\n  The appeal was answered by somebody else."
                : "\n  An appeal waits for an answer"
                        + (judged.answerOwed() ? ", for longer than the charter allows." : ".");
    }
}
