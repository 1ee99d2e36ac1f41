package social.godwit.instance.policy;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.instanceactor.InstanceKeys;
import social.godwit.activitypub.interaction.ModeratorNotes;
import social.godwit.activitypub.notification.Notification;
import social.godwit.activitypub.notification.NotificationStore;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.encoding.Sha256;
import social.godwit.instance.statement.Statements;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.Decision;
import social.godwit.network.moderation.Event.Addressee;
import social.godwit.network.moderation.Reasons;
import social.godwit.network.moderation.Subject;
import social.godwit.store.InTurn;

/**
 * Brings what is decided and what moderators write to those whom it concerns. People here read it among their notifications;
 * others get a note, and only when a moderator writes one.
 */
@ApplicationScoped
public class CaseMail {
    private static final int REPORTERS_MAX = 20;
    private static final int TIMELINE_MAX = 1_000;

    private final AccountStore accounts;
    private final NotificationStore notifications;
    private final ModeratorNotes notes;
    private final CaseStore cases;
    private final InstanceKeys keys;
    private final Statements statements;
    private final InstantSource clock;

    CaseMail(
            AccountStore accounts,
            NotificationStore notifications,
            ModeratorNotes notes,
            CaseStore cases,
            InstanceKeys keys,
            Statements statements,
            InstantSource clock) {
        this.accounts = accounts;
        this.notifications = notifications;
        this.notes = notes;
        this.cases = cases;
        this.keys = keys;
        this.statements = statements;
        this.clock = clock;
    }

    /** Tells the one affected, who has an account here, what was decided or taken back; in the transaction of the decision. */
    Uni<Void> tell(Decision decision) {
        return decision.reversed().isPresent()
                ? tell(decision, ":reversed", words -> words.takenBack(decision))
                : tell(decision, "", words -> statements.of(decision, words));
    }

    /** Tells the one who appealed, who has an account here, that the decision stands; in the transaction of the answer. */
    Uni<Void> upheld(Decision decision, String answer) {
        return tell(decision, ":upheld", words -> words.upheld(decision, answer));
    }

    private Uni<Void> tell(Decision decision, String what, Function<Reasons, String> text) {
        if (decision.subject().kind() != Subject.Kind.ACCOUNT) {
            return Uni.createFrom().voidItem();
        }
        return own(decision.subject().id())
                .chain(account -> account.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : statements
                                .wordsFor(decision.subject())
                                .chain(words ->
                                        notify(account.get(), "decision:" + decision.id() + what, text.apply(words))));
    }

    /**
     * Delivers a moderator's words to the subject of a case or to those who reported it.
     *
     * @return how many got it, of how many
     */
    public Uni<Delivered> send(Subject subject, Addressee to, String text) {
        return addressees(subject, to)
                .chain(all -> InTurn.map(all, actor -> send(actor, subject, text)))
                .map(sent ->
                        new Delivered((int) sent.stream().filter(one -> one).count(), sent.size()));
    }

    /** How many of those to whom something goes have it. */
    public record Delivered(int got, int of) {}

    private Uni<Set<String>> addressees(Subject subject, Addressee to) {
        if (to == Addressee.SUBJECT) {
            return Uni.createFrom().item(subject.kind() == Subject.Kind.ACCOUNT ? Set.of(subject.id()) : Set.of());
        }
        return cases.find(subject)
                .chain(file -> cases.timeline(
                        subject, Math.max(0, file.map(CaseFile::entries).orElse(0) - TIMELINE_MAX), TIMELINE_MAX))
                .map(CaseMail::reporters);
    }

    /** Who reported last, and so waits for an answer. */
    private static Set<String> reporters(List<CaseStore.Entry> timeline) {
        Set<String> reporters = new LinkedHashSet<>();
        for (CaseStore.Entry entry : timeline.reversed()) {
            if (entry.type().equals("reported") && reporters.size() < REPORTERS_MAX) {
                entry.details().string("reporter").filter(Ids::usable).ifPresent(reporters::add);
            }
        }
        return reporters;
    }

    private Uni<Boolean> send(String actor, Subject subject, String text) {
        return own(Ids.compared(actor))
                .chain(account -> account.isEmpty()
                        ? notes.send(actor, text)
                        : notify(account.get(), key(subject, text, clock.instant()), text)
                                .replaceWith(true));
    }

    /** The same words in the same case once an hour: common words are for more than one time. */
    private static String key(Subject subject, String text, Instant now) {
        return "message:" + now.truncatedTo(ChronoUnit.HOURS) + ":"
                + Sha256.of((subject + "\n" + text).getBytes(StandardCharsets.UTF_8))
                        .multibase();
    }

    private Uni<Optional<Account>> own(String id) {
        return Ids.did(id)
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .map(found ->
                        found.filter(account -> account.actor().canonical().equals(id)));
    }

    private Uni<Void> notify(Account account, String key, String text) {
        Instant now = clock.instant();
        return notifications.tell(
                account.did(),
                new Notification(
                        key,
                        Notification.Type.MODERATION,
                        keys.actorId(),
                        Optional.empty(),
                        keys.actorId() + "#" + key,
                        Optional.of(text),
                        now));
    }
}
