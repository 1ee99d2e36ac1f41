package social.godwit.instance.page;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.html.Markup;
import social.godwit.activitypub.page.Words;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance;
import social.godwit.network.charter.Governance.Clause;
import social.godwit.network.duty.Duty;
import social.godwit.network.governance.Changes;
import social.godwit.network.governance.CharterChain;
import social.godwit.network.governance.CharterChain.Pending;
import social.godwit.network.governance.Count;
import social.godwit.network.governance.Judgement;

/** Who decides in a network, what waits for a decision, and what was decided: every version with what it changed. */
record DecisionsSection(Words words, Names names, NetworkCard card, List<Duty> duties, String url) {
    /** Where the page shows what follows the last version, when more than one does. */
    static final String BRANCHES = "branches";

    private static final int PROPOSALS_MAX = 20;
    private static final int VERSIONS_MAX = 50;
    private static final int BAR = 300;

    void write(Markup html) {
        card.charter().ifPresent(charter -> {
            who(html, charter.governance());
            new DutiesSection(words, names, duties, url).write(html);
        });
        proposals(html);
        versions(html);
    }

    private ChangeText changes() {
        return new ChangeText(words, names);
    }

    private void who(Markup html, Governance governance) {
        html.element("h2", words.of("decides"));
        html.element(
                "p",
                words.of(
                        "decides.stewards",
                        governance.threshold(),
                        governance.stewards().size()));
        people(html, governance.stewards());
        if (!governance.witnesses().isEmpty()) {
            html.element("p", words.of("decides.witnesses", governance.witnessThreshold()));
            people(html, governance.witnesses());
        }
        html.open("div", "class", "scroll", "tabindex", "0", "role", "region", "aria-label", words.of("decides.table"));
        html.open("table").element("caption", words.of("decides.table"));
        html.open("thead").open("tr");
        html.element("th", words.of("decides.part"), "scope", "col")
                .element("th", words.of("decides.how"), "scope", "col");
        html.close("tr").close("thead").open("tbody");
        for (Clause clause : governance.amendments()) {
            html.open("tr")
                    .element("th", changes().part(clause.path()), "scope", "row")
                    .element("td", changes().decision(governance.decision(clause.decision()), governance))
                    .close("tr");
        }
        html.close("tbody").close("table").close("div");
        html.element("p", words.of("proposers." + social.godwit.network.form.Words.of(governance.proposers())));
        governance
                .emergency()
                .ifPresent(clause -> html.element(
                        "p",
                        words.of("decides.emergency", clause.threshold(), clause.maxHours(), clause.reportDays())));
        governance.succession().ifPresent(clause -> {
            html.element("p", words.of("decides.heirs", clause.silentDays(), clause.threshold()));
            people(html, clause.heirs());
        });
    }

    private void people(Markup html, List<Did> people) {
        html.open("ul");
        for (Did one : people) {
            html.open("li");
            names.write(html, one);
            html.close("li");
        }
        html.close("ul");
    }

    private void proposals(Markup html) {
        html.element("h2", words.of("proposals"));
        List<Pending> pending = card.chain().pending();
        if (pending.isEmpty()) {
            html.element("p", words.of("proposals.none"), "class", "note");
        } else {
            html.open("p")
                    .element("a", words.of("proposals.here"), "class", "button", "href", url + "/proposals")
                    .close("p");
        }
        pending.stream()
                .sorted((one, other) ->
                        other.act().act().at().compareTo(one.act().act().at()))
                .limit(PROPOSALS_MAX)
                .forEach(one -> proposal(html, one));
    }

    private void proposal(Markup html, Pending pending) {
        Proposal proposal = pending.proposal();
        html.open("article", "id", "proposal-" + pending.act().hash().multibase());
        html.element("h3", proposal.reason().isBlank() ? words.of("proposal") : proposal.reason(), "dir", "auto");
        html.open("p", "class", "note").text(words.of("proposal.by") + " ");
        names.write(html, pending.act().author());
        html.text(" · " + words.of("proposal.from", words.day(proposal.charter().effective())))
                .close("p");
        proposal.closes()
                .ifPresent(closes -> html.element(
                        "p", words.of(closes.isAfter(card.now()) ? "vote.open" : "vote.ended", words.exact(closes))));
        if (proposal.closes().isPresent()) {
            card.count(pending.act()).ifPresent(count -> count(html, count));
        }
        html.open("ul");
        for (Judgement.Fault fault : pending.lacks()) {
            html.element("li", words.of("lacks." + social.godwit.network.form.Words.of(fault.reason())));
        }
        html.close("ul");
        proposal.charter()
                .previous()
                .flatMap(card.chain()::version)
                .ifPresent(before -> changes().write(html, Changes.between(before, proposal.charter())));
        html.close("article");
    }

    private void count(Markup html, Count count) {
        if (count.roll().isEmpty()) {
            html.element("p", words.of("vote.noroll"));
            return;
        }
        long yes = cast(count, Choice.YES);
        long no = cast(count, Choice.NO);
        long abstain = cast(count, Choice.ABSTAIN);
        int voters = count.roll().get().size();
        html.open(
                "svg",
                "viewBox",
                "0 0 " + BAR + " 12",
                "width",
                Integer.toString(BAR),
                "height",
                "12",
                "class",
                "tally");
        html.open("title").text(words.of("vote.bar", yes, no, voters)).close("title");
        rect(html, "all", 0, BAR);
        rect(html, "yes", 0, yes * BAR / Math.max(1, voters));
        rect(html, "no", BAR - no * BAR / Math.max(1, voters), no * BAR / Math.max(1, voters));
        html.close("svg");
        html.element("p", words.of("vote.count", yes, no, abstain, voters));
        if (!count.waiting().isEmpty()) {
            html.element("p", words.of("vote.waiting", count.waiting().size()), "class", "note");
        }
    }

    /** Votes that are confirmed, and those that are not yet. */
    private static long cast(Count count, Choice choice) {
        return count.of(choice)
                + count.waiting().values().stream().filter(choice::equals).count();
    }

    private static void rect(Markup html, String kind, long x, long width) {
        html.open("rect", "class", kind, "x", Long.toString(x), "y", "0", "width", Long.toString(width), "height", "12")
                .close("rect");
    }

    private void versions(Markup html) {
        html.element("h2", words.of("versions"));
        Map<Sha256, Charter> known = new HashMap<>();
        card.chain().all().forEach(version -> known.put(version.hash(), version));
        card.chain().versions().reversed().stream()
                .limit(VERSIONS_MAX)
                .forEach(version -> version(html, version, version.previous().map(known::get)));
        branches(html, known);
    }

    /** What follows the last version when more than one does, who agreed to each, and who to more than one. */
    private void branches(Markup html, Map<Sha256, Charter> known) {
        if (!card.chain().forked()) {
            return;
        }
        html.element("h2", words.of("branches"), "id", BRANCHES).element("p", words.of("branches.text"));
        Set<Did> one = new LinkedHashSet<>();
        Set<Did> several = new LinkedHashSet<>();
        for (CharterChain branch : card.chain().branches()) {
            List<Did> agreed = branch.versions().stream()
                    .limit(1)
                    .flatMap(first -> card.evidence().approved(first.hash()).stream())
                    .toList();
            agreed.stream().filter(who -> !one.add(who)).forEach(several::add);
        }
        if (!several.isEmpty()) {
            html.element("p", words.of("branches.both"));
            people(html, List.copyOf(several));
        }
        int number = 0;
        for (CharterChain branch : card.chain().branches()) {
            number++;
            html.element("h3", words.of("branch", number));
            branch.versions().stream()
                    .limit(1)
                    .map(first -> card.evidence().approved(first.hash()))
                    .filter(agreed -> !agreed.isEmpty())
                    .forEach(agreed -> {
                        html.element("p", words.of("branch.agreed"));
                        people(
                                html,
                                agreed.stream().limit(Governance.MAX_PEOPLE).toList());
                    });
            branch.versions().stream()
                    .limit(VERSIONS_MAX)
                    .forEach(
                            version -> version(html, version, version.previous().map(known::get)));
        }
    }

    private void version(Markup html, Charter version, Optional<Charter> before) {
        boolean inForce = card.charter().filter(version::equals).isPresent();
        String title = words.of("version.title", version.version(), words.day(version.effective()));
        html.open("details").element("summary", inForce ? title + " · " + words.of("version.now") : title);
        before.ifPresentOrElse(
                older -> changes().write(html, Changes.between(older, version)),
                () -> html.element("p", words.of("version.first"), "class", "note"));
        html.close("details");
    }
}
