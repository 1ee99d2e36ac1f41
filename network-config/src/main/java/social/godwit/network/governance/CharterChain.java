package social.godwit.network.governance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.encoding.Sha256;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.governance.Judgement.Invalid;
import social.godwit.network.governance.Judgement.Valid;

/**
 * The versions of a network's charter that the evidence makes valid. Where it makes two versions valid after one, nobody is right
 * by arriving first: the chain ends there, and both are shown as branches.
 *
 * @param versions valid, in their order, each after the one before; empty when the network has no founding, or two
 * @param branches what follows the last version when more than one does, oldest act first
 * @param pending proposals after the last version that are not valid, or not yet
 */
public record CharterChain(List<Charter> versions, List<CharterChain> branches, List<Pending> pending) {
    /** Most proposals after one version that are looked at; stewards' and heirs' come first. */
    public static final int MAX_PROPOSALS = 64;

    /** Forks within forks that are followed. */
    private static final int MAX_DEPTH = 8;

    /** A proposal and what it lacks. */
    public record Pending(SignedAct act, List<Judgement.Fault> lacks) {
        /** The proposal. */
        public Proposal proposal() {
            return act.as(Proposal.class).orElseThrow();
        }
    }

    /** Where a version that somebody cites stands. */
    public enum Standing {
        /** It is in force. */
        IN_FORCE,
        /** It is valid and will be. */
        NOT_YET,
        /** A later one is in force. */
        SUPERSEDED,
        /** It is one of the branches of a fork. */
        FORKED,
        /** It is not known here: whoever cites it knows more, or invents it. */
        UNKNOWN
    }

    /** Works out the chain. */
    public static CharterChain of(Evidence evidence) {
        List<Charter> firsts = evidence.foundings().stream()
                .map(act -> act.as(Founding.class).orElseThrow().charter())
                .distinct()
                .toList();
        return firsts.size() == 1
                ? from(firsts.getFirst(), evidence, 0)
                : new CharterChain(List.of(), branches(firsts, evidence, 1), List.of());
    }

    private static List<CharterChain> branches(List<Charter> firsts, Evidence evidence, int depth) {
        return depth > MAX_DEPTH
                ? List.of()
                : firsts.stream().map(first -> from(first, evidence, depth)).toList();
    }

    private static CharterChain from(Charter first, Evidence evidence, int depth) {
        List<Charter> versions = new ArrayList<>();
        versions.add(first);
        while (true) {
            Charter current = versions.getLast();
            Map<Sha256, Charter> valid = new HashMap<>();
            List<Charter> order = new ArrayList<>();
            List<Pending> pending = new ArrayList<>();
            for (SignedAct act : proposals(current, evidence)) {
                switch (Amendment.judge(current, act, evidence)) {
                    case Valid good -> {
                        Charter next = act.as(Proposal.class).orElseThrow().charter();
                        if (valid.putIfAbsent(next.hash(), next) == null) {
                            order.add(next);
                        }
                    }
                    case Invalid bad -> pending.add(new Pending(act, bad.faults()));
                }
            }
            if (order.size() == 1) {
                versions.add(order.getFirst());
                continue;
            }
            return new CharterChain(List.copyOf(versions), branches(order, evidence, depth + 1), List.copyOf(pending));
        }
    }

    private static List<SignedAct> proposals(Charter current, Evidence evidence) {
        List<SignedAct> all = evidence.about(current.hash(), Proposal.class);
        List<SignedAct> first = new ArrayList<>();
        List<SignedAct> others = new ArrayList<>();
        for (SignedAct act : all) {
            boolean known = current.governance().stewards().contains(act.author())
                    || current.governance()
                            .succession()
                            .filter(clause -> clause.heirs().contains(act.author()))
                            .isPresent();
            (known ? first : others).add(act);
        }
        first.addAll(others);
        return first.subList(0, Math.min(first.size(), MAX_PROPOSALS));
    }

    /** All valid versions, those of branches too. */
    public List<Charter> all() {
        List<Charter> all = new ArrayList<>(versions);
        branches.forEach(branch -> all.addAll(branch.all()));
        return List.copyOf(all);
    }

    /** Whether two versions follow one. */
    public boolean forked() {
        return !branches.isEmpty();
    }

    /** The version that holds at this time: the last one that has taken effect. */
    public Optional<Charter> inForce(Instant now) {
        return versions.stream()
                .filter(version -> !version.effective().isAfter(now))
                .reduce((earlier, later) -> later);
    }

    /** The version with this hash, wherever it stands. */
    public Optional<Charter> version(Sha256 hash) {
        return all().stream().filter(version -> version.hash().equals(hash)).findFirst();
    }

    /** Where the version stands that a decision, a ballot or another server cites. */
    public Standing standing(Sha256 cited, Instant now) {
        Optional<Charter> version =
                versions.stream().filter(one -> one.hash().equals(cited)).findFirst();
        if (version.isEmpty()) {
            return version(cited).isPresent() ? Standing.FORKED : Standing.UNKNOWN;
        }
        if (version.get().effective().isAfter(now)) {
            return Standing.NOT_YET;
        }
        return inForce(now).equals(version) ? Standing.IN_FORCE : Standing.SUPERSEDED;
    }
}
