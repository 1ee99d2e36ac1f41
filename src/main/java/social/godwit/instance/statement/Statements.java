package social.godwit.instance.statement;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Locale.LanguageRange;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.instance.admin.OperatorKey;
import social.godwit.instance.session.Somebody;
import social.godwit.network.card.CharterJson;
import social.godwit.network.host.Networks;
import social.godwit.network.moderation.CaseRules;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Reasons;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.moderation.Subject;

/**
 * Statements of reasons as whom they concern reads them: in the language in which they last signed in here with a browser, else in the
 * one of the network whose steward the operator is. Who decides is shown the same beforehand.
 */
@ApplicationScoped
public class Statements {
    private static final int RANGES_LENGTH_MAX = 500;

    private final HibernateReadingLanguages languages;
    private final Networks networks;
    private final OperatorKey operator;
    private final Instance instance;
    private final InstantSource clock;

    Statements(
            HibernateReadingLanguages languages,
            Networks networks,
            OperatorKey operator,
            Instance instance,
            InstantSource clock) {
        this.languages = languages;
        this.networks = networks;
        this.operator = operator;
        this.instance = instance;
        this.clock = clock;
    }

    /** The words for the owner of a subject. */
    public Uni<Reasons> wordsFor(Subject subject) {
        Optional<Did> account = subject.kind() == Subject.Kind.DOMAIN ? Optional.empty() : Ids.did(subject.id());
        return account.map(languages::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(kept -> Reasons.in(kept.map(List::of).orElseGet(this::house)));
    }

    /** A decision's statement in these words. */
    public String of(Decision decision, Reasons words) {
        return words.of(decision, cited(decision.rule(), words.language()), instance.origin(), CaseRules.APPEAL_WINDOW);
    }

    /** The rule in the version that is cited, in this language where the charter has it. */
    private Optional<Reasons.Cited> cited(RuleReference cited, String language) {
        return Did.parse(cited.charter())
                .flatMap(networks::card)
                .flatMap(card -> card.chain().all().stream()
                        .filter(charter -> String.valueOf(charter.version()).equals(cited.version()))
                        .flatMap(charter -> charter.rules().stream()
                                .filter(rule -> rule.id().equals(cited.rule()))
                                .map(rule -> new Reasons.Cited(
                                        CharterJson.text(charter.name(), charter, List.of(language)),
                                        CharterJson.text(rule.text(), charter, List.of(language)))))
                        .findFirst());
    }

    /** A decision's statement for whom it concerns. */
    public Uni<String> of(Decision decision) {
        return wordsFor(decision.subject()).map(words -> of(decision, words));
    }

    /**
     * Keeps in which language somebody with an account here reads, as {@code Accept-Language} of a request says it; nothing when it says
     * none of ours.
     */
    public Uni<Void> reads(Somebody who, Optional<String> accept) {
        return accept.filter(header -> who.home().isEmpty())
                .flatMap(Statements::known)
                .map(language -> languages.keep(who.did(), language.getLanguage(), clock.instant()))
                .orElseGet(() -> Uni.createFrom().voidItem());
    }

    private static Optional<Locale> known(String accept) {
        if (accept.length() > RANGES_LENGTH_MAX) {
            return Optional.empty();
        }
        try {
            return Reasons.known(LanguageRange.parse(accept).stream()
                    .map(LanguageRange::getRange)
                    .toList());
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private List<String> house() {
        List<String> all = new ArrayList<>();
        networks.cards().stream()
                .flatMap(card -> card.charter().stream())
                .filter(charter -> charter.governance().stewards().contains(operator.did()))
                .forEach(charter -> all.addAll(charter.languages()));
        return all;
    }
}
