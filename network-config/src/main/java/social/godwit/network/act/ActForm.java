package social.godwit.network.act;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.network.act.Act.Answer;
import social.godwit.network.act.Act.Appeal;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Attestation;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Emergency;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Report;
import social.godwit.network.act.Act.Reversal;
import social.godwit.network.act.Act.Revocation;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Ruling;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.Governance.EmergencyClause.Power;
import social.godwit.network.charter.Moderation.Action;
import social.godwit.network.form.Malformation;
import social.godwit.network.form.Members;
import social.godwit.network.moderation.Subject;
import social.godwit.network.verification.Credential;

/** The strict form of acts. */
final class ActForm {
    private ActForm() {}

    static ActReading read(PortableDocument document) {
        if (!document.type().equals(ContentId.NETWORK_ACT)) {
            return new ActReading.Other();
        }
        Optional<JsonObject> map = document.json().object("act");
        if (map.isEmpty()) {
            return new ActReading.Malformed("no act in it");
        }
        try {
            Act act = Members.whole(map.get(), "/act", members -> {
                if (!members.did("by").equals(document.owner())) {
                    throw members.fault("by", "is not whose document it is");
                }
                return read(members);
            });
            check(document, act);
            return new ActReading.Signed(
                    new SignedAct(document.owner(), act, ContentId.hash(map.get()), document.json()));
        } catch (Malformation fault) {
            return new ActReading.Malformed(fault.where() + " " + fault.reason());
        }
    }

    private static void check(PortableDocument document, Act act) {
        require(
                document.json()
                        .string("network")
                        .equals(Optional.of(act.network().toString())),
                "/network",
                "is not the act's");
        require(document.visibility() == Visibility.PUBLIC, "/to", "is not everybody");
        require(!act.at().isAfter(document.proofTime()), "/act/at", "is after the proof");
        require(
                (act instanceof Founding) == document.owner().equals(act.network()),
                "/act/type",
                "is said by the network itself when it is founded, and never again");
        require(
                !(act instanceof Attestation attestation)
                        || attestation.credential().issuer().equals(document.owner()),
                "/act/credential/issuer",
                "is not who attests it");
    }

    private static void require(boolean good, String where, String reason) {
        if (!good) {
            throw new Malformation(where, reason);
        }
    }

    private static Act read(Members members) {
        String type = members.text("type", 40);
        Did network = members.did("network");
        Instant at = members.time("at");
        return switch (type) {
            case "Founding" -> new Founding(network, at, first(members, network));
            case "Proposal" -> proposal(members, network, at);
            case "Roll" -> new Roll(network, at, roll(members));
            case "Approval" -> new Approval(network, at, members.hash("subject"));
            case "Ballot" ->
                new Ballot(network, at, members.hash("proposal"), members.word("choice", Ballot.Choice.class));
            case "Tally" ->
                new Tally(network, at, members.hash("proposal"), members.hashes("ballots", Act.MAX_BALLOTS));
            case "Emergency" ->
                new Emergency(
                        network,
                        at,
                        members.hash("charter"),
                        members.word("power", Power.class),
                        members.time("ends"),
                        members.text("reason", Act.MAX_TEXT));
            case "Report" -> new Report(network, at, members.hash("emergency"), members.text("text", Act.MAX_TEXT));
            case "Attestation" -> new Attestation(network, at, credential(members, network));
            case "Revocation" -> new Revocation(network, at, members.hash("credential"));
            case "Ruling" -> ruling(members, network, at);
            case "Reversal" -> new Reversal(network, at, members.hash("ruling"), members.text("reason", Act.MAX_TEXT));
            case "Appeal" -> new Appeal(network, at, members.hash("ruling"), members.text("text", Act.MAX_TEXT));
            case "Answer" ->
                new Answer(
                        network,
                        at,
                        members.hash("appeal"),
                        members.flag("granted"),
                        members.text("text", Act.MAX_TEXT));
            default -> throw members.fault("type", "is not known here");
        };
    }

    private static Proposal proposal(Members members, Did network, Instant at) {
        Charter charter = charter(members, network);
        if (charter.version() == 1) {
            throw members.fault("charter", "is a first version, which only a founding brings");
        }
        Optional<Sha256> roll = members.optional("roll", members::hash);
        Optional<Instant> closes = members.optional("closes", members::time);
        if (roll.isPresent() != closes.isPresent()) {
            throw members.fault("closes", "goes together with roll");
        }
        return new Proposal(network, at, charter, members.text("reason", Act.MAX_TEXT), roll, closes);
    }

    private static Ruling ruling(Members members, Did network, Instant at) {
        Subject subject = Subject.parse(members.text("subject", Subject.ID_MAX + 10))
                .filter(one -> one.kind() != Subject.Kind.DOMAIN)
                .orElseThrow(() -> members.fault("subject", "is neither account:ID nor post:ID"));
        Action action = members.word("action", Action.class);
        Optional<String> text = members.optional("text", key -> members.text(key, Ruling.TEXT_MAX));
        boolean worded = action == Action.LABEL || action == Action.CONTENT_WARNING || action == Action.WARN;
        if (worded != text.isPresent()) {
            throw members.fault("text", worded ? "is missing" : "belongs to a label or a warning");
        }
        Optional<Instant> ends = members.optional("ends", members::time);
        if (ends.filter(end -> !end.isAfter(at)).isPresent()) {
            throw members.fault("ends", "is not after at");
        }
        return new Ruling(
                network,
                at,
                members.hash("charter"),
                subject,
                action,
                text,
                members.id("rule"),
                members.text("facts", Act.MAX_TEXT),
                ends);
    }

    private static Charter first(Members members, Did network) {
        Charter charter = charter(members, network);
        if (charter.version() != 1) {
            throw members.fault("charter", "is not a first version");
        }
        return charter;
    }

    private static Charter charter(Members members, Did network) {
        return switch (Charter.read(members.raw("charter"))) {
            case CharterReading.Read(Charter charter) when charter.network().equals(network) -> charter;
            case CharterReading.Read other -> throw members.fault("charter/network", "is not the act's");
            case CharterReading.Malformed bad -> throw members.fault("charter" + bad.where(), bad.reason());
        };
    }

    /** Only its issuer attests it: {@link #check} compares. */
    private static Credential credential(Members members, Did network) {
        return switch (Credential.read(members.raw("credential"))) {
            case Credential.Reading.Read(Credential credential)
            when credential.network().equals(network) -> credential;
            case Credential.Reading.Read other -> throw members.fault("credential", "is for another network");
            case Credential.Reading.Malformed bad -> throw members.fault("credential" + bad.where(), bad.reason());
        };
    }

    /** In one order only, so that equal lists are equal bytes. */
    private static List<Did> roll(Members members) {
        List<Did> dids = members.dids("members", 0, Act.MAX_ROLL);
        for (int i = 1; i < dids.size(); i++) {
            if (dids.get(i - 1).toString().compareTo(dids.get(i).toString()) >= 0) {
                throw members.fault("members", "is not in order");
            }
        }
        return dids;
    }
}
