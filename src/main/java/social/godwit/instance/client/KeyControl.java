package social.godwit.instance.client;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.identity.keylog.Helpers;
import social.godwit.identity.keylog.KeyLog;
import social.godwit.identity.keylog.KeyLogEntry;
import social.godwit.identity.keylog.KeyLogEntry.DeviceRevocation;
import social.godwit.identity.keylog.KeyLogEntry.HelperSuccession;
import social.godwit.identity.keylog.KeyLogEntry.Recovery;
import social.godwit.identity.keylog.KeyLogEntry.RecoveryReplacement;
import social.godwit.identity.keylog.KeyLogEntry.Revocation;
import social.godwit.identity.keylog.KeyLogEntry.Veto;
import social.godwit.identity.keylog.Pending;

/**
 * Words on an account's key log, told to all its gateways at once: one that is gone, hostile or not listed any more cannot
 * keep a word from the others.
 */
public final class KeyControl {
    private final AccountLog log;
    private final KeyLog state;
    private final Surroundings surroundings;

    /**
     * For an account.
     *
     * @param known the first entry, where this device knows it
     */
    public KeyControl(AccountLog log, Optional<Sha256> known, Surroundings surroundings) {
        this.log = log;
        this.state = log.now(known);
        this.surroundings = surroundings;
    }

    /** For the owner's own account. */
    public static KeyControl of(Owner owner) {
        JsonObject actor = new Profile(owner).newest().document();
        return new KeyControl(
                AccountLog.of(owner.did(), actor, owner.surroundings()),
                Optional.of(owner.keys().genesis()),
                owner.surroundings());
    }

    /**
     * Which gateways have taken a word.
     *
     * @param silent those that did not answer or refused, each with the reason
     */
    public record Heard(List<String> taken, List<String> silent) {
        /** For scripts. */
        public JsonObject json() {
            return JsonObject.builder()
                    .put("taken", taken)
                    .put("silent", silent)
                    .build();
        }
    }

    /** The log as it is. */
    public KeyLog state() {
        return state;
    }

    /** Where it comes from. */
    public AccountLog log() {
        return log;
    }

    /**
     * A device may speak no more. What it published until the newest link that is known stays, or nothing of it.
     *
     * @param own this device's key: gateways show it the private chains as well
     */
    public Heard revoke(SigningKey authority, SigningKey own, Did device, boolean keep) {
        if (!state.devices().containsKey(device))
            throw new ClientProblem(
                    device + " is no device of this account.", "See which there are: godwit account device list");
        if (keep) log.askPrivateLinks(own, surroundings);
        return tell(new DeviceRevocation(state.account(), genesis(), kept(device, keep)).sign(authority, now()));
    }

    private Revocation kept(Did device, boolean keep) {
        return new Revocation(device, keep ? log.ends(device) : List.of());
    }

    /** The recovery key lets a device speak: the way for accounts whose servers keep no keys, once a device was revoked. */
    public Heard add(SigningKey recovery, Did device) {
        return tell(
                word(recovery, commitment(recovery), List.of(device), List.of(), Optional.empty(), Optional.empty()));
    }

    /** The recovery key changes nothing and says so: this cancels whatever is announced. */
    public Heard object(SigningKey recovery) {
        return tell(word(recovery, commitment(recovery), List.of(), List.of(), Optional.empty(), Optional.empty()));
    }

    /** This device objects to what helpers announce; how many announcements there are that it can object to. */
    public Heard object(SigningKey device, SigningKey authority) {
        List<JsonObject> vetoes = state.pending().stream()
                .filter(one -> one.kind() == Pending.Kind.SUCCESSION && !one.vetoed())
                .map(one ->
                        new Veto(state.account(), genesis(), one.name(), device.did()).sign(device, authority, now()))
                .toList();
        if (vetoes.isEmpty())
            throw new ClientProblem(
                    "There is nothing that this device could object to.",
                    state.pending().isEmpty()
                            ? "Nothing is announced."
                            : "Only the recovery key can stop what is announced: godwit account veto --kit FILE");
        return tell(vetoes.toArray(JsonObject[]::new));
    }

    /** The recovery key gives way to the next at once. */
    public Heard replace(SigningKey recovery, SigningKey next) {
        return tell(word(recovery, commitment(next), List.of(), List.of(), Optional.empty(), Optional.empty()));
    }

    /** The recovery key is lost: the next takes its place after {@link KeyLog#RECOVERY_NOTICE}. */
    public Heard replaceLost(SigningKey authority, SigningKey next) {
        return tell(new RecoveryReplacement(state.account(), genesis(), state.head(), commitment(next))
                .sign(authority, now()));
    }

    /** Names helpers, of whom {@code threshold} must agree; none dismisses those that there are. */
    public Heard helpers(SigningKey recovery, int threshold, List<Did> helpers) {
        if (helpers.contains(state.account())) throw new ClientProblem("You cannot be your own helper.");
        return tell(word(
                recovery,
                commitment(recovery),
                List.of(),
                List.of(),
                Optional.of(new Helpers(
                        threshold,
                        helpers.stream()
                                .map(helper -> Helpers.member(genesis(), helper))
                                .toList())),
                Optional.empty()));
    }

    /** The recovery key names the account that goes on in this one's place. */
    public Heard succeed(SigningKey recovery, Did successor, boolean keep) {
        if (keep) log.askPrivateLinks(recovery, surroundings);
        return tell(
                word(recovery, commitment(recovery), List.of(), all(keep), Optional.empty(), Optional.of(successor)));
    }

    /** A helper names the account that goes on in this one's place. Helpers see no private chains: those are closed whole. */
    public Heard help(SigningKey helper, Did successor, boolean keep) {
        if (!state.helpers().include(genesis(), helper.did()))
            throw new ClientProblem("You are no helper of this account.", "Nothing was sent.");
        List<Revocation> ends = agreed(successor).orElseGet(() -> all(keep));
        return tell(new HelperSuccession(state.account(), genesis(), state.head(), helper.did(), successor, ends)
                .sign(helper, now()));
    }

    /** What another helper has said of the same successor: only what is the same word for word counts together. */
    private Optional<List<Revocation>> agreed(Did successor) {
        return state.entries().stream()
                .filter(HelperSuccession.class::isInstance)
                .map(HelperSuccession.class::cast)
                .filter(entry -> entry.previous().equals(state.head())
                        && entry.successor().equals(successor))
                .min((one, other) -> one.hash().compareTo(other.hash()))
                .map(HelperSuccession::revoked);
    }

    /** Every device with the newest link that its owner recognises. Helpers have to agree: in one order. */
    private List<Revocation> all(boolean keep) {
        return state.devices().values().stream()
                .filter(device -> !device.revoked())
                .map(KeyLog.DeviceState::device)
                .sorted((one, other) -> one.toString().compareTo(other.toString()))
                .map(device -> kept(device, keep))
                .toList();
    }

    private JsonObject word(
            SigningKey recovery,
            Sha256 next,
            List<Did> added,
            List<Revocation> revoked,
            Optional<Helpers> helpers,
            Optional<Did> successor) {
        if (!commitment(recovery).equals(state.recoveryCommitment()))
            throw new ClientProblem(
                    "This is not the recovery key of this account.",
                    "An older one may have been replaced: godwit verify --log shows when.");
        if (state.frozen())
            throw new ClientProblem(
                    "Two contradicting words of the recovery key have been published: it can change nothing any more.",
                    "Posting and moving go on as before.");
        return new Recovery(
                        state.account(),
                        genesis(),
                        state.head(),
                        recovery.publicKey(),
                        next,
                        added,
                        revoked,
                        helpers,
                        successor)
                .signAlone(recovery, now());
    }

    private static Sha256 commitment(SigningKey key) {
        return KeyLogEntry.commitment(key.publicKey());
    }

    private Sha256 genesis() {
        return state.genesis().hash();
    }

    private Instant now() {
        return surroundings.now();
    }

    /** Whoever holds the log's word, the entry itself proves it: no request needs a signature. */
    private Heard tell(JsonObject... entries) {
        var body = new ByteArrayOutputStream();
        for (JsonObject entry : entries) {
            body.writeBytes(Jcs.bytes(entry));
            body.write('\n');
        }
        List<String> taken = new ArrayList<>();
        List<String> silent = new ArrayList<>();
        String outbox = Publisher.path(log.actor().id("outbox").orElseThrow());
        for (String gateway : log.actor().ids("gateways")) {
            Optional<String> reason =
                    Origin.parse(gateway).flatMap(origin -> refusal(origin, outbox, body.toByteArray()));
            if (reason.isEmpty()) taken.add(gateway);
            else silent.add(gateway + ": " + reason.get());
        }
        if (taken.isEmpty())
            throw new ClientProblem(
                    "None of the account's servers has taken it. " + String.join(". ", silent), "Try again later.");
        return new Heard(List.copyOf(taken), List.copyOf(silent));
    }

    private Optional<String> refusal(Origin gateway, String path, byte[] body) {
        try {
            GatewayAnswer answer = surroundings
                    .connection()
                    .send("POST", URI.create(gateway + path), Map.of("Content-Type", "application/x-ndjson"), body);
            return answer.isSuccess()
                    ? Optional.empty()
                    : Optional.of(Answers.refusal(answer, gateway, "Telling it").what());
        } catch (IOException e) {
            return Optional.of("it cannot be reached (" + GatewayConnection.reason(e) + ")");
        }
    }
}
