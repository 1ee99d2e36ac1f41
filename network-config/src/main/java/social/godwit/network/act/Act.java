package social.godwit.network.act;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.form.Words;
import social.godwit.network.moderation.Subject;
import social.godwit.network.verification.Credential;

/**
 * What somebody says in a network's affairs: a closed map with its {@code type}, the {@code network} and the time {@code at},
 * which its author claims and which is never after the proof's.
 */
public sealed interface Act {
    /** Most members on one roll. */
    int MAX_ROLL = 12_000;

    /** Most ballots on one tally; more take several. */
    int MAX_BALLOTS = 12_000;

    /** Longest reason or report, in characters. */
    int MAX_TEXT = 4_000;

    /** Whose affair. */
    Did network();

    /** When its author says that it was said; whole seconds. */
    Instant at();

    /** The closed map, but for {@code by}, its author, which comes in when it is signed. */
    JsonObject json();

    /** The network begins, with the first version of its charter. The only act that the network's own key signs. */
    record Founding(Did network, Instant at, Charter charter) implements Act {
        @Override
        public JsonObject json() {
            return map(this).put("charter", charter.json()).build();
        }
    }

    /**
     * A next version of the charter, open to approval or vote.
     *
     * @param roll hash of the list of those who may vote, see {@link Roll#list}; nothing when nobody votes
     * @param closes until when votes count; there exactly with a roll
     */
    record Proposal(
            Did network, Instant at, Charter charter, String reason, Optional<Sha256> roll, Optional<Instant> closes)
            implements Act {
        public Proposal {
            if (roll.isPresent() != closes.isPresent()) {
                throw new IllegalArgumentException("roll and closes go together");
            }
        }

        @Override
        public JsonObject json() {
            return map(this)
                    .put("charter", charter.json())
                    .put("reason", reason)
                    .putIfPresent("roll", roll.map(Sha256::multibase))
                    .putIfPresent("closes", closes.map(ProofTime::format))
                    .build();
        }
    }

    /**
     * Who may vote, as its author found it at the time {@code at}.
     *
     * @param members in the order of their text, each once
     */
    record Roll(Did network, Instant at, List<Did> members) implements Act {
        public Roll {
            members = List.copyOf(members);
        }

        /** What a proposal names: alike whoever made the list. */
        public Sha256 list() {
            return list(members);
        }

        /** The same of any list. */
        public static Sha256 list(List<Did> members) {
            return Jcs.hash(
                    Json.strings(members.stream().map(Did::toString).sorted().toList()));
        }

        @Override
        public JsonObject json() {
            return map(this)
                    .put("members", members.stream().map(Did::toString).toList())
                    .build();
        }
    }

    /** A steward, or an heir, is for it. */
    record Approval(Did network, Instant at, Sha256 subject) implements Act {
        @Override
        public JsonObject json() {
            return map(this).put("subject", subject.multibase()).build();
        }
    }

    /** A vote on a proposal. Whoever votes again replaces the vote, as long as the vote is open. */
    record Ballot(Did network, Instant at, Sha256 proposal, Choice choice) implements Act {
        /** For, against, or there without a choice. */
        public enum Choice {
            YES,
            NO,
            ABSTAIN
        }

        @Override
        public JsonObject json() {
            return map(this)
                    .put("proposal", proposal.multibase())
                    .put("choice", Words.of(choice))
                    .build();
        }
    }

    /** The ballots that its author had seen when the vote closed. */
    record Tally(Did network, Instant at, Sha256 proposal, List<Sha256> ballots) implements Act {
        public Tally {
            ballots = List.copyOf(ballots);
        }

        @Override
        public JsonObject json() {
            return map(this)
                    .put("proposal", proposal.multibase())
                    .put("ballots", ballots.stream().map(Sha256::multibase).toList())
                    .build();
        }
    }

    /** A steward wants an emergency power used. */
    record Emergency(Did network, Instant at, Sha256 charter, Power power, Instant ends, String reason) implements Act {
        @Override
        public JsonObject json() {
            return map(this)
                    .put("charter", charter.multibase())
                    .put("power", Words.of(power))
                    .put("ends", ProofTime.format(ends))
                    .put("reason", reason)
                    .build();
        }
    }

    /** A steward accounts for the use of an emergency power. */
    record Report(Did network, Instant at, Sha256 emergency, String text) implements Act {
        @Override
        public JsonObject json() {
            return map(this)
                    .put("emergency", emergency.multibase())
                    .put("text", text)
                    .build();
        }
    }

    /** An issuer says something about an account. */
    record Attestation(Did network, Instant at, Credential credential) implements Act {
        @Override
        public JsonObject json() {
            return map(this).put("credential", credential.json()).build();
        }
    }

    /** An issuer takes a credential back. */
    record Revocation(Did network, Instant at, Sha256 credential) implements Act {
        @Override
        public JsonObject json() {
            return map(this).put("credential", credential.multibase()).build();
        }
    }

    /**
     * Something is done about an account or a post in the network's view; nothing of it touches the account or its documents.
     *
     * @param charter hash of the version that it rests on
     * @param subject an account or a post
     * @param text the label's id, the content warning or the words of the warning; nothing for the other actions
     * @param rule id of the rule that was broken
     * @param facts what happened, for the one affected
     * @param ends when it is over by itself
     */
    record Ruling(
            Did network,
            Instant at,
            Sha256 charter,
            Subject subject,
            Action action,
            Optional<String> text,
            String rule,
            String facts,
            Optional<Instant> ends)
            implements Act {
        /** Longest text, in characters. */
        public static final int TEXT_MAX = 500;

        @Override
        public JsonObject json() {
            return map(this)
                    .put("charter", charter.multibase())
                    .put("subject", subject.toString())
                    .put("action", Words.of(action))
                    .putIfPresent("text", text)
                    .put("rule", rule)
                    .put("facts", facts)
                    .putIfPresent("ends", ends.map(ProofTime::format))
                    .build();
        }
    }

    /** A ruling is taken back. */
    record Reversal(Did network, Instant at, Sha256 ruling, String reason) implements Act {
        @Override
        public JsonObject json() {
            return map(this)
                    .put("ruling", ruling.multibase())
                    .put("reason", reason)
                    .build();
        }
    }

    /** Whoever is concerned by a ruling does not agree. */
    record Appeal(Did network, Instant at, Sha256 ruling, String text) implements Act {
        @Override
        public JsonObject json() {
            return map(this).put("ruling", ruling.multibase()).put("text", text).build();
        }
    }

    /** An appeal is decided, by somebody else than who ruled. */
    record Answer(Did network, Instant at, Sha256 appeal, boolean granted, String text) implements Act {
        @Override
        public JsonObject json() {
            return map(this)
                    .put("appeal", appeal.multibase())
                    .put("granted", granted)
                    .put("text", text)
                    .build();
        }
    }

    private static JsonObject.Builder map(Act act) {
        return JsonObject.builder()
                .put("type", act.getClass().getSimpleName())
                .put("network", act.network().toString())
                .put("at", ProofTime.format(act.at()));
    }
}
