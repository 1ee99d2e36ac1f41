package social.godwit.instance.admin.web;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.identity.did.Did;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonNull;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.network.moderation.CaseFile;
import social.godwit.network.moderation.CaseStore;
import social.godwit.network.moderation.CaseStore.Entry;
import social.godwit.network.moderation.DecisionForm;
import social.godwit.network.moderation.RuleReference;
import social.godwit.network.staff.Member;

/** Cases as Mastodon's admin API shows an {@code Admin::Report}. */
@ApplicationScoped
class MastodonCases {
    private static final int ENTRIES = 100;

    private final CaseStore cases;
    private final AccountStore accounts;
    private final MastodonPeople people;
    private final MastodonRules rules;
    private final EvidenceReaders readers;
    private final Instance instance;

    MastodonCases(
            CaseStore cases,
            AccountStore accounts,
            MastodonPeople people,
            MastodonRules rules,
            EvidenceReaders readers,
            Instance instance) {
        this.cases = cases;
        this.accounts = accounts;
        this.people = people;
        this.rules = rules;
        this.readers = readers;
        this.instance = instance;
    }

    /**
     * What a case says.
     *
     * @param entries the first and the latest of what happened
     * @param category what it is about: as a moderator said last, else as its first report says
     */
    record Gist(List<Entry> entries, String category, List<RuleReference> rules) {
        private static Gist of(CaseFile file, List<Entry> entries) {
            Gist unsorted = new Gist(entries, "", List.of());
            Optional<JsonObject> sorted = unsorted.last("sorted").map(Entry::details);
            List<JsonObject> reports = unsorted.reports();
            return new Gist(
                    entries,
                    sorted.or(() -> reports.stream().findFirst())
                            .flatMap(one -> one.string("category"))
                            .orElse(file.category().word()),
                    sorted.map(one -> one.list("rules").stream().map(JsonObject.class::cast))
                            .orElseGet(() -> reports.stream().flatMap(one -> one.object("rule").stream()))
                            .map(DecisionForm::readRule)
                            .distinct()
                            .toList());
        }

        private List<JsonObject> reports() {
            return entries.stream()
                    .filter(entry -> entry.type().equals("reported"))
                    .map(Entry::details)
                    .toList();
        }

        private Optional<Entry> last(String type) {
            return entries.reversed().stream()
                    .filter(entry -> entry.type().equals(type))
                    .findFirst();
        }
    }

    /** What a case says, to work with; nobody is shown it. */
    Uni<Gist> gist(CaseFile file) {
        return cases.timeline(file.subject(), 0, ENTRIES)
                .chain(first -> cases.timeline(file.subject(), Math.max(ENTRIES, file.entries() - ENTRIES), ENTRIES)
                        .map(latest -> Gist.of(
                                file,
                                Stream.concat(first.stream(), latest.stream()).toList())));
    }

    /** A case as a report; that {@code reader} was shown it is written down where that matters. */
    Uni<JsonObject> show(CaseFile file, Member reader) {
        return gist(file)
                .call(gist -> readers.timeline(file.subject(), reader, gist.entries()))
                .chain(gist -> show(file, gist));
    }

    /** Who has to do with a case. */
    private record Parties(JsonObject from, JsonObject about, Json assigned, Json takenBy) {}

    private Uni<JsonObject> show(CaseFile file, Gist gist) {
        String reporter = gist.reports().stream()
                .findFirst()
                .flatMap(one -> one.string("reporter"))
                .orElse(instance.origin() + "/actor");
        return people.show(reporter)
                .chain(from -> people.show(file.subject().id())
                        .chain(about -> moderator(file.assignee())
                                .chain(assigned -> moderator(
                                                resolved(file, gist).map(Entry::by))
                                        .map(by -> new Parties(from, about, assigned, by)))))
                .map(parties -> report(file, gist, parties));
    }

    private static Optional<Entry> resolved(CaseFile file, Gist gist) {
        return file.status() == CaseFile.Status.OPEN ? Optional.empty() : gist.last("resolved");
    }

    private JsonObject report(CaseFile file, Gist gist, Parties parties) {
        Optional<JsonObject> first = gist.reports().stream().findFirst();
        Instant began = gist.entries().isEmpty()
                ? file.waitingSince()
                : gist.entries().getFirst().at();
        return JsonObject.builder()
                .put("id", MastodonPeople.id(file.subject().id()))
                .put("action_taken", file.status() == CaseFile.Status.RESOLVED)
                .put(
                        "action_taken_at",
                        resolved(file, gist)
                                .<Json>map(one -> new JsonString(MastodonPeople.time(one.at())))
                                .orElseGet(JsonNull::new))
                .put("category", gist.category())
                .put("comment", first.flatMap(one -> one.string("comment")).orElse(""))
                .put("forwarded", gist.last("forwarded").isPresent())
                .put("created_at", MastodonPeople.time(began))
                .put("updated_at", MastodonPeople.time(file.changedAt()))
                .put("account", parties.from())
                .put("target_account", parties.about())
                .put("assigned_account", parties.assigned())
                .put("action_taken_by_account", parties.takenBy())
                .put("statuses", MastodonPosts.of(gist.reports(), parties.about()))
                .put("rules", gist.rules().stream().map(rules::show).toList())
                .build();
    }

    /** A moderator, unless it is the operator, who has no account. */
    private Uni<Json> moderator(Optional<String> did) {
        return did.flatMap(Did::parse)
                .map(accounts::find)
                .orElseGet(() -> Uni.createFrom().item(Optional.empty()))
                .chain(account -> account.isEmpty()
                        ? Uni.createFrom().item(new JsonNull())
                        : people.show(account.get().actorId()));
    }
}
