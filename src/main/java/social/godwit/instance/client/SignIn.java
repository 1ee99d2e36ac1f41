package social.godwit.instance.client;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.KeyBag;
import social.godwit.identity.key.KeyBagRequest;
import social.godwit.identity.key.KeyFile;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.document.ActorDocument;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/**
 * Signs in on a new device with handle and passphrase, at any gateway of the account. Only gateways that the newest actor
 * document lists are asked for the key bag, each in a question that only the instance key pinned there can read; of the bags
 * that come, all signed by the account, the newest counts.
 */
public final class SignIn {
    private static final int GATEWAYS_MAX = 16;

    private final Surroundings surroundings;
    private final Optional<Origin> only;

    /** @param only the gateway to begin at, when the person named one */
    public SignIn(Surroundings surroundings, Optional<Origin> only) {
        this.surroundings = surroundings;
        this.only = only;
    }

    /**
     * Somebody's account, before it is known whether it is this person's.
     *
     * @param actor the newest actor document that any gateway shows
     */
    public record Account(Did did, JsonObject actor) {}

    /** An account that the passphrase has opened. */
    public record Opened(Account account, KeyBag bag, KeyFile content, PassphraseKey passphrase) {}

    /** Finds the account of a handle ({@code name@host}), of a name at the named gateway ({@code name}), or of a DID. */
    public Account find(String whom) {
        Optional<Did> named = Did.parse(whom);
        if (named.isPresent())
            return account(
                    named.get(),
                    only.orElseThrow(() -> new ClientProblem(
                            "An identity does not say at which server to look.", "Add --gateway https://SERVER")));
        String handle = handle(whom.startsWith("@") ? whom.substring(1) : whom);
        Origin home = only.filter(gateway -> handle.endsWith("@" + gateway.authority()))
                .orElseGet(() -> named(handle).domain());
        Optional<Did> atHome = told(home, handle);
        Optional<Did> there = only.filter(gateway -> !gateway.equals(home)).flatMap(gateway -> told(gateway, handle));
        if (atHome.isPresent() && there.isPresent() && !atHome.equals(there))
            throw new ClientProblem(
                    home + " and " + only.get() + " say that @" + handle
                            + " is two different accounts. One of them lies.",
                    "Use your identity instead, which nobody can claim: godwit account login did:key:… --gateway ORIGIN");
        Optional<Account> beyond = atHome.isEmpty() && there.isEmpty() ? beyond(handle) : Optional.empty();
        if (beyond.isPresent()) return beyond.get();
        return account(
                atHome.or(() -> there)
                        .orElseThrow(() -> new ClientProblem(
                                only.orElse(home) + " knows no account @" + handle + " that can be signed in to.",
                                "Check the name, or name another server that keeps it: --gateway https://SERVER. A server"
                                        + " that you came to after your home was gone knows you by the name there only: godwit"
                                        + " account login NAME --gateway https://SERVER. Your identity (did:key:…) works"
                                        + " everywhere; your other devices show it: godwit account show")),
                only.orElse(home));
    }

    /** Whose a handle is, as a gateway tells; nothing when it does not know. Without another to ask it has to answer. */
    private Optional<Did> told(Origin gateway, String handle) {
        try {
            return whose(gateway, handle);
        } catch (IOException e) {
            boolean another = only.isPresent() && !only.get().equals(gateway);
            if (another) return Optional.empty();
            throw new ClientProblem(
                    gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").",
                    "Name another server that keeps your account: --gateway https://SERVER",
                    e);
        }
    }

    private String handle(String whom) {
        return whom.indexOf('@') >= 0
                ? whom
                : whom + "@"
                        + only.orElseThrow(() -> new ClientProblem(
                                        "A name alone does not say at which server to look.",
                                        "Write it like alice@example.org, or add --gateway https://SERVER"))
                                .authority();
    }

    private static OwnHandle named(String handle) {
        return OwnHandle.parse(handle)
                .orElseThrow(() -> new ClientProblem(
                        handle + " is not the address of an account.", "Write it like alice@example.org"));
    }

    /** Where the domain of a handle leads: the account's id at one of its servers, for a domain that is no server itself (FEP-2c59). */
    private Optional<Account> beyond(String handle) {
        try {
            Optional<String> actor = named(handle).actor(surroundings);
            Optional<Did> did = actor.flatMap(PortableId::parse).map(PortableId::did);
            Optional<Origin> gateway = actor.flatMap(PortableId::gatewayOf);
            return did.isPresent() && gateway.isPresent()
                    ? Optional.of(account(did.get(), gateway.get()))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Optional<Did> whose(Origin gateway, String handle) throws IOException {
        URI target =
                URI.create(gateway + "/client/v1/account?handle=" + URLEncoder.encode(handle, StandardCharsets.UTF_8));
        GatewayAnswer answer = surroundings.connection().send("GET", target, Map.of("Accept", "application/json"));
        if (answer.status() >= 500) throw new IOException("it has trouble, status " + answer.status());
        if (answer.status() == 429) throw Answers.refusal(answer, gateway, "Looking for the account");
        return answer.isSuccess()
                ? Answers.json(answer.body())
                        .flatMap(json -> json.string("did"))
                        .flatMap(Did::parse)
                : Optional.empty();
    }

    /** The newest actor document: every gateway that one of them lists is asked, so that an old one is found out. */
    private Account account(Did did, Origin begin) {
        Deque<Origin> next = new ArrayDeque<>(List.of(begin));
        Set<Origin> asked = new HashSet<>();
        Optional<PortableDocument> newest = Optional.empty();
        while (!next.isEmpty() && asked.size() < GATEWAYS_MAX) {
            Origin gateway = next.removeFirst();
            if (!asked.add(gateway)) continue;
            Optional<PortableDocument> shown = actorAt(gateway, did);
            shown.ifPresent(actor -> next.addAll(actor.gateways()));
            if (shown.isPresent() && (newest.isEmpty() || newer(shown.get(), newest.get()))) newest = shown;
        }
        return new Account(
                did,
                newest.orElseThrow(() -> new ClientProblem(
                                "None of the servers that could be asked shows this account.",
                                "Name one that keeps it: --gateway https://SERVER"))
                        .json());
    }

    private static boolean newer(PortableDocument one, PortableDocument other) {
        long difference = ActorDocument.sequence(one.json()) - ActorDocument.sequence(other.json());
        return difference != 0 ? difference > 0 : one.proofTime().isAfter(other.proofTime());
    }

    private Optional<PortableDocument> actorAt(Origin gateway, Did did) {
        try {
            GatewayAnswer answer = surroundings
                    .connection()
                    .send(
                            "GET",
                            URI.create(PortableId.of(did, "/actor").at(gateway)),
                            Map.of("Accept", "application/activity+json"));
            return answer.isSuccess()
                            && PortableDocument.read(
                                            answer.body(), surroundings.clock().instant())
                                    instanceof DocumentVerdict.Admissible(PortableDocument document)
                            && document.owner().equals(did)
                            && document.json().has("inbox")
                            && !document.gateways().isEmpty()
                    ? Optional.of(document)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Fetches the key bag with the passphrase; a {@link ClientProblem} that says what came of it at each server when none opens. */
    public Opened open(Account account, char[] typed) {
        PassphraseKey passphrase = PassphraseKey.of(typed, account.did());
        List<String> troubles = new ArrayList<>();
        List<KeyBag> bags = new ArrayList<>();
        boolean refused = false;
        for (Map.Entry<String, String> pinned :
                ActorDocument.gatewayKeys(account.actor()).entrySet()) {
            Optional<Origin> gateway = Origin.parse(pinned.getKey());
            Optional<Did> instance = Did.parse(pinned.getValue());
            if (gateway.isEmpty() || instance.isEmpty()) continue;
            switch (ask(gateway.get(), instance.get(), passphrase)) {
                case Asked.Gave(KeyBag bag) -> bags.add(bag);
                case Asked.Refused no -> refused = true;
                case Asked.Trouble(String words) -> troubles.add(words);
            }
        }
        bags.sort(Comparator.comparingLong(KeyBag::version).reversed());
        for (KeyBag bag : bags) {
            Optional<KeyFile> content = bag.open(passphrase)
                    .filter(keys -> keys.key(KeyFile.AUTHORITY)
                            .map(SigningKey::did)
                            .filter(account.did()::equals)
                            .isPresent());
            if (content.isPresent()) {
                troubles.forEach(surroundings.notices());
                return new Opened(account, bag, content.get(), passphrase);
            }
            troubles.add("A server gave out something that your passphrase does not open.");
        }
        throw new ClientProblem(
                refused
                        ? "The passphrase is wrong, or no keys are kept at your servers."
                        : "No server could give you your keys.",
                String.join(" ", troubles).isEmpty()
                        ? "Try again. Without the passphrase another device of yours can help, or your recovery kit."
                        : String.join(" ", troubles));
    }

    /** What a gateway says to the question for the bag. */
    private sealed interface Asked {
        /** A bag that the account signed. */
        record Gave(KeyBag bag) implements Asked {}

        /** Not for this passphrase. */
        record Refused() implements Asked {}

        /** It could not be asked, or may not be believed. */
        record Trouble(String words) implements Asked {}
    }

    private Asked ask(Origin gateway, Did instance, PassphraseKey passphrase) {
        SigningKey once = SigningKey.generate(surroundings.randomness());
        Optional<byte[]> question = new KeyBagRequest(
                        passphrase.account(), passphrase.fetchSecret(instance), once.did())
                .seal(instance, surroundings.randomness());
        if (question.isEmpty()) return new Asked.Trouble(gateway + " has no usable key in your profile.");
        try {
            GatewayAnswer answer = surroundings
                    .connection()
                    .send(
                            "POST",
                            URI.create(gateway + "/client/v1/keybag"),
                            Map.of("Content-Type", "application/octet-stream"),
                            question.get());
            return switch (answer.status()) {
                case 200 ->
                    KeyBagRequest.openAnswer(answer.body(), once)
                            .filter(bag -> bag.account().equals(passphrase.account()))
                            .<Asked>map(Asked.Gave::new)
                            .orElseGet(() -> new Asked.Trouble(
                                    gateway + " gave out something that you did not sign: do not trust it."));
                case 403 -> new Asked.Refused();
                case 421 ->
                    new Asked.Trouble(gateway + " is not the server that your account lists: its key is another.");
                case 429 ->
                    new Asked.Trouble("There were too many wrong passphrases at " + gateway + ": wait "
                            + answer.header("retry-after").orElse("60") + " seconds.");
                default -> new Asked.Trouble(gateway + " has trouble (status " + answer.status() + ").");
            };
        } catch (IOException e) {
            return new Asked.Trouble(gateway + " cannot be reached (" + GatewayConnection.reason(e) + ").");
        }
    }

    /** Lets this device, whose folder is empty, speak for the account. */
    public JsonObject takeOver(Opened opened, HomeFolder home, char[] passphrase) {
        KeyRing keys = KeyRing.of(opened.content(), surroundings.randomness());
        JsonObject told = new Takeover(home, keys, surroundings)
                .with(
                        opened.account().actor(),
                        only.filter(gateway ->
                                opened.account().actor().ids("gateways").contains(gateway.toString())),
                        owner -> owner.prove(opened.passphrase()),
                        () -> home.saveKeys(keys.sealed(passphrase, surroundings.randomness())));
        remember(opened, home, keys);
        return told;
    }

    /** Goes by the account's present passphrase on a device that knew an older one. */
    public void agree(Opened opened, HomeFolder home, KeyRing keys, char[] passphrase) {
        home.saveKeys(keys.sealed(passphrase, surroundings.randomness()));
        remember(opened, home, keys);
    }

    private void remember(Opened opened, HomeFolder home, KeyRing keys) {
        var copies = new RsaCopies(home, keys);
        Set<String> here = new HashSet<>();
        copies.all().forEach(copy -> here.add(copy.id()));
        for (RsaCopies.Copy copy : BagContent.copies(opened.content()))
            if (!here.contains(copy.id())) copies.keep(copy, surroundings);
        new KeyBagUpload(Owner.of(home, keys, surroundings, Optional.empty())).know(opened.bag());
    }
}
