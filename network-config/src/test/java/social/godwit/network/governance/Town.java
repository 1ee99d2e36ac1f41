package social.godwit.network.governance;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.act.Act;
import social.godwit.network.act.Act.Approval;
import social.godwit.network.act.Act.Ballot;
import social.godwit.network.act.Act.Ballot.Choice;
import social.godwit.network.act.Act.Founding;
import social.godwit.network.act.Act.Proposal;
import social.godwit.network.act.Act.Roll;
import social.godwit.network.act.Act.Tally;
import social.godwit.network.act.SignedAct;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.charter.FirstCharter;

/** A network to try things on: three stewards, two of whom act for all; a witness; members; and all that they say. */
final class Town {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    final SigningKey key = key(1);
    final SigningKey ann = key(2);
    final SigningKey ben = key(3);
    final SigningKey cat = key(4);
    final SigningKey witness = key(5);
    final SigningKey heir = key(6);
    final SigningKey otherHeir = key(7);
    final Did did = key.did();
    final List<SignedAct> said = new ArrayList<>();
    final Charter first;

    Town() {
        this(charter -> charter);
    }

    /** A town whose first charter is the usual one, changed. */
    Town(UnaryOperator<JsonObject> change) {
        JsonObject charter = FirstCharter.of(did, "Town", List.of(ann.did(), ben.did(), cat.did()), START);
        first = read(change.apply(charter));
        say(key, new Founding(did, START, first));
    }

    /** A town that decides rules by stewards, and how it is governed by stewards and two thirds of the members. */
    static Town voting() {
        return new Town(charter -> {
            JsonObject changed = set(charter, "governance/decisions/1/method", Json.of("both"));
            changed = set(
                    changed,
                    "governance/witnesses",
                    Json.strings(List.of(key(5).did().toString())));
            return set(changed, "governance/witnessThreshold", JsonNumber.of(1));
        });
    }

    /** A town whose two heirs together follow stewards who are silent for 60 days. */
    static Town withHeirs() {
        return new Town(charter -> set(
                charter,
                "governance/succession",
                JsonObject.builder()
                        .put("silentDays", 60)
                        .put(
                                "heirs",
                                List.of(key(6).did().toString(), key(7).did().toString()))
                        .put("threshold", 2)
                        .build()));
    }

    static SigningKey key(int number) {
        byte[] seed = new byte[32];
        Arrays.fill(seed, (byte) number);
        seed[0] = (byte) (number >> 8);
        return SigningKey.generate(count -> seed);
    }

    static List<SigningKey> members(int count) {
        List<SigningKey> members = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            members.add(key(1_000 + i));
        }
        return members;
    }

    static Instant day(int number) {
        return START.plus(Duration.ofDays(number));
    }

    static Charter read(JsonObject map) {
        return switch (Charter.read(map)) {
            case CharterReading.Read(Charter charter) -> charter;
            case CharterReading.Malformed bad -> throw new AssertionError(bad.where() + " " + bad.reason());
        };
    }

    SignedAct say(SigningKey who, Act act) {
        SignedAct signed = SignedAct.sign(act, who);
        said.add(signed);
        return signed;
    }

    /** The version after {@code before} with a part changed, in force from a day on. */
    static Charter after(Charter before, String path, Json value, Instant effective) {
        JsonObject map = before.json()
                .with("version", JsonNumber.of(before.version() + 1))
                .with("previous", Json.of(before.hash().multibase()))
                .with("effective", Json.of(ProofTime.format(effective)));
        return read(set(map, path, value));
    }

    SignedAct propose(SigningKey who, Charter next, Instant at) {
        return say(who, new Proposal(did, at, next, "because", Optional.empty(), Optional.empty()));
    }

    SignedAct propose(SigningKey who, Charter next, Instant at, List<Did> roll, Instant closes) {
        return say(who, new Proposal(did, at, next, "because", Optional.of(Roll.list(roll)), Optional.of(closes)));
    }

    void approve(SigningKey who, Sha256 subject, Instant at) {
        say(who, new Approval(did, at, subject));
    }

    /** Signs the list of voters. */
    void roll(SigningKey who, List<Did> voters, Instant at) {
        say(who, new Roll(did, at, sorted(voters)));
    }

    SignedAct vote(SigningKey who, SignedAct proposal, Choice choice, Instant at) {
        return say(who, new Ballot(did, at, proposal.hash(), choice));
    }

    void tally(SigningKey who, SignedAct proposal, List<SignedAct> ballots, Instant at) {
        say(
                who,
                new Tally(
                        did,
                        at,
                        proposal.hash(),
                        ballots.stream().map(SignedAct::hash).toList()));
    }

    Evidence evidence() {
        return Evidence.of(did, said);
    }

    CharterChain chain() {
        return CharterChain.of(evidence());
    }

    Judgement judge(SignedAct proposal) {
        return Amendment.judge(first, proposal, evidence());
    }

    /** Why the proposal is not valid; nothing when it is. */
    List<Judgement.Reason> lacks(SignedAct proposal) {
        return switch (judge(proposal)) {
            case Judgement.Valid valid -> List.of();
            case Judgement.Invalid bad ->
                bad.faults().stream().map(Judgement.Fault::reason).toList();
        };
    }

    static List<Did> dids(List<SigningKey> keys) {
        return sorted(keys.stream().map(SigningKey::did).toList());
    }

    static List<Did> sorted(List<Did> dids) {
        return dids.stream().sorted(Comparator.comparing(Did::toString)).toList();
    }

    /** A copy with the value at a path: names of members, numbers of entries. */
    static JsonObject set(JsonObject map, String path, Json value) {
        return (JsonObject) put(map, path.split("/"), 0, value);
    }

    private static Json put(Json json, String[] path, int at, Json value) {
        if (at == path.length) {
            return value;
        }
        if (json instanceof JsonArray array) {
            List<Json> items = new ArrayList<>(array.items());
            int index = Integer.parseInt(path[at]);
            if (index == items.size()) {
                items.add(value);
            } else {
                items.set(index, put(items.get(index), path, at + 1, value));
            }
            return new JsonArray(items);
        }
        JsonObject object = (JsonObject) json;
        Json inner = object.get(path[at]);
        return object.with(path[at], put(inner == null ? new JsonString("") : inner, path, at + 1, value));
    }
}
