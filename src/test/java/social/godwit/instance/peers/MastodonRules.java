package social.godwit.instance.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What Mastodon documents about whom it believes, taken at its strictest: draft-cavage signatures only, no proofs, a key
 * in the cache before any question, actor equals signer, objects on their author's host, and a Move that is signed by
 * whom it moves, to a target fetched afresh that names the old address, at most once in seven days.
 */
final class MastodonRules {
    private static final Duration SKEW = Duration.ofHours(1);
    private static final Duration SIGNED_FOR = Duration.ofMinutes(5);
    private static final Duration MOVE_LOCK = Duration.ofDays(7);
    private static final Pattern PARAMETER = Pattern.compile("([a-zA-Z]+)=\"([^\"]*)\"");

    private final Outside outside;
    private final String origin;
    private final Set<Habit> habits;
    private final Map<String, Known> actors = new LinkedHashMap<>();
    private final Map<String, String> ownerOfKey = new HashMap<>();
    private final Map<String, Set<String>> follows = new LinkedHashMap<>();
    private final Map<String, String> asked = new HashMap<>();
    private final Map<String, Instant> moveLocks = new HashMap<>();
    private final Map<String, String> actorOfHandle = new HashMap<>();
    private final Map<String, JsonNode> notes = new LinkedHashMap<>();
    private int made;

    /** What some servers do otherwise. */
    enum Habit {
        /** A move locks the address that it leads to as well, so that the way back has to wait, too (GoToSocial). */
        LOCKS_BOTH_ADDRESSES,
        /** A target that is known already is not asked for again. */
        TRUSTS_ITS_CACHE,
        /** Another actor under a handle that is known is the same account, at whatever address (Mastodon from 4.6): there is nothing to move. */
        GOES_BY_HANDLES
    }

    /** What the rules need of the world. */
    interface Outside {
        Instant now();

        /** The document at a URL, asked for now; empty when there is no answer or no document. */
        Optional<JsonNode> fetch(String url);

        /** Sends a local user's activity. */
        void send(String user, String inbox, ObjectNode activity);
    }

    /** A request to an inbox. Names of fields are in lower case. */
    record Request(String path, Map<String, String> fields, byte[] body) {}

    /** What became of a request: the status, and why. */
    record Outcome(int status, String why) {}

    private record Known(String id, JsonNode document, Map<String, PublicKey> keys, boolean gone) {}

    /** Rules of a server at {@code origin}, whose users are {@code ORIGIN/users/NAME}. */
    MastodonRules(String origin, Outside outside, Habit... habits) {
        this.origin = origin;
        this.outside = outside;
        this.habits = Set.of(habits);
    }

    /** Looks an actor up now and remembers what is said; whether there was one. */
    synchronized boolean look(String actor) {
        return refresh(actor).isPresent();
    }

    /** The actor under an id as it was seen last. */
    synchronized JsonNode known(String actor) {
        return actors.get(actor).document();
    }

    /** Lets this time pass for whatever is locked. */
    synchronized void pass(Duration time) {
        moveLocks.replaceAll((actor, since) -> since.minus(time));
    }

    /** Makes a local user want to follow an actor. */
    synchronized void follow(String user, String actor) {
        Known known = refresh(actor).orElseThrow(() -> new IllegalStateException("no actor at " + actor));
        ObjectNode follow = activity("Follow", "#follows/" + ++made, user).put("object", known.id());
        asked.put(follow.path("id").asText(), known.id());
        outside.send(user, inbox(known), follow);
    }

    /** Whether a local user's follow of an actor was accepted and still stands. */
    synchronized boolean follows(String user, String actor) {
        return follows.getOrDefault(user, Set.of()).contains(actor);
    }

    /** The note under an id that was delivered and taken, if any. */
    synchronized Optional<JsonNode> note(String id) {
        return Optional.ofNullable(notes.get(id));
    }

    /** Takes a POST to an inbox. */
    synchronized Outcome receive(Request request) {
        JsonNode activity;
        try {
            activity = FedifyPeer.JSON.readTree(request.body());
        } catch (IOException broken) {
            return new Outcome(400, "not JSON");
        }
        String type = activity.path("type").asText();
        String actor = id(activity.path("actor"));
        boolean ownEnd = actor.equals(id(activity.path("object"))) && (type.equals("Delete") || type.equals("Update"));
        if (ownEnd && !actors.containsKey(actor)) {
            return new Outcome(202, "an " + type + " of an actor never heard of: not looked at");
        }
        Optional<String> signer = signer(request);
        if (signer.isEmpty()) {
            return new Outcome(401, "signature not verified");
        }
        if (!signer.get().equals(actor)) {
            return new Outcome(202, "ignored: " + signer.get() + " signed for " + actor);
        }
        return new Outcome(202, apply(type, actor, activity));
    }

    private String apply(String type, String actor, JsonNode activity) {
        return switch (type) {
            case "Accept" -> accept(actor, activity.path("object"));
            case "Create" -> create(actor, activity.path("object"));
            case "Update" -> update(actor, activity.path("object"));
            case "Delete" -> delete(actor, id(activity.path("object")));
            case "Move" -> move(actor, activity);
            default -> "nothing to do for " + type;
        };
    }

    private String accept(String actor, JsonNode object) {
        String follow = id(object);
        if (!actor.equals(asked.get(follow))) {
            return "ignored: no such follow was sent to " + actor;
        }
        String user = follow.substring((origin + "/users/").length(), follow.indexOf('#'));
        follows.computeIfAbsent(user, any -> new LinkedHashSet<>()).add(actor);
        return user + " follows " + actor;
    }

    private String create(String actor, JsonNode note) {
        String id = id(note);
        boolean wanted = follows.values().stream().anyMatch(followed -> followed.contains(actor));
        if (!host(id).equals(host(actor)) || !id(note.path("attributedTo")).equals(actor)) {
            return "ignored: " + id + " is not of " + actor + "'s host";
        }
        if (!wanted) {
            return "ignored: nobody here follows " + actor;
        }
        notes.put(id, note);
        return "shown: " + id;
    }

    private String update(String actor, JsonNode object) {
        if (object.isObject() && actor.equals(id(object))) {
            know(object);
            return "profile updated";
        }
        if (notes.containsKey(id(object))
                && id(notes.get(id(object)).path("attributedTo")).equals(actor)) {
            notes.put(id(object), object);
            return "edited: " + id(object);
        }
        return "ignored: nothing known under " + id(object);
    }

    private String delete(String actor, String object) {
        if (object.equals(actor)) {
            Known known = actors.get(actor);
            actors.put(actor, new Known(actor, known.document(), known.keys(), true));
            follows.values().forEach(followed -> followed.remove(actor));
            return "account deleted, with the follows of it";
        }
        JsonNode note = notes.get(object);
        if (note == null || !id(note.path("attributedTo")).equals(actor)) {
            return "ignored: not known, or another's";
        }
        notes.remove(object);
        return "deleted: " + object;
    }

    private String move(String actor, JsonNode activity) {
        String object = id(activity.path("object"));
        String target = id(activity.path("target"));
        if (!object.equals(actor)) {
            return "ignored: a Move of another";
        }
        if (habits.contains(Habit.GOES_BY_HANDLES)) {
            return "looked at: " + refresh(target).map(Known::id).orElse("nobody");
        }
        boolean both = habits.contains(Habit.LOCKS_BOTH_ADDRESSES);
        if (isLocked(actor) || both && isLocked(target)) {
            return "ignored: moved less than seven days ago";
        }
        Optional<Known> fresh = Optional.ofNullable(actors.get(target))
                .filter(known -> habits.contains(Habit.TRUSTS_ITS_CACHE))
                .or(() -> refresh(target));
        if (fresh.isEmpty() || fresh.get().gone() || !aliases(fresh.get()).contains(actor)) {
            return "ignored: " + target + " cannot be had, or does not name " + actor;
        }
        moveLocks.put(actor, outside.now());
        if (both) {
            moveLocks.put(target, outside.now());
        }
        List<String> movers = leaving(actor);
        for (String user : movers) {
            undo(user, actor);
            follow(user, target);
        }
        return movers.size() + " follow " + target;
    }

    private List<String> leaving(String actor) {
        List<String> leaving = new ArrayList<>();
        follows.forEach((user, followed) -> {
            if (followed.remove(actor)) {
                leaving.add(user);
            }
        });
        return leaving;
    }

    /** A handle counts when its host names it and this actor; if it was another's before, its followers follow this one. */
    private void goByHandle(Known known) {
        String handle = known.document().path("webfinger").asText();
        if (!habits.contains(Habit.GOES_BY_HANDLES) || handle.indexOf('@') < 0) {
            return;
        }
        String question = "https://" + handle.substring(handle.indexOf('@') + 1)
                + "/.well-known/webfinger?resource=acct:" + handle;
        boolean confirmed = outside.fetch(question)
                .filter(jrd -> jrd.path("subject").asText().equals("acct:" + handle))
                .filter(jrd -> jrd.findValuesAsText("href").contains(known.id()))
                .isPresent();
        String before = confirmed ? actorOfHandle.put(handle, known.id()) : null;
        if (before != null && !before.equals(known.id())) {
            leaving(before).forEach(user -> follow(user, known.id()));
        }
    }

    private boolean isLocked(String actor) {
        return moveLocks.containsKey(actor)
                && outside.now().isBefore(moveLocks.get(actor).plus(MOVE_LOCK));
    }

    private void undo(String user, String actor) {
        ObjectNode undo = activity("Undo", "#undos/" + ++made, user);
        undo.putObject("object")
                .put("type", "Follow")
                .put("actor", origin + "/users/" + user)
                .put("object", actor);
        outside.send(user, inbox(actors.get(actor)), undo);
    }

    private ObjectNode activity(String type, String name, String user) {
        return FedifyPeer.JSON
                .createObjectNode()
                .put("@context", "https://www.w3.org/ns/activitystreams")
                .put("id", origin + "/users/" + user + name)
                .put("type", type)
                .put("actor", origin + "/users/" + user);
    }

    /** The actor whose key, in the cache or asked for, made the signature. */
    private Optional<String> signer(Request request) {
        Map<String, String> parameters = new HashMap<>();
        Matcher matcher = PARAMETER.matcher(request.fields().getOrDefault("signature", ""));
        while (matcher.find()) {
            parameters.put(matcher.group(1), matcher.group(2));
        }
        String keyId = parameters.getOrDefault("keyId", "");
        List<String> signed = List.of(parameters.getOrDefault("headers", "date").split(" "));
        boolean covers = signed.containsAll(List.of("date", "digest", "(request-target)"));
        String digest = PeerRequest.digest(request.body());
        if (keyId.isEmpty() || !covers || !digest.equals(request.fields().get("digest")) || !inTime(request)) {
            return Optional.empty();
        }
        Optional<Known> cached = Optional.ofNullable(ownerOfKey.get(keyId)).map(actors::get);
        if (cached.isPresent() && verifies(cached.get().keys().get(keyId), request, signed, parameters)) {
            return cached.filter(known -> !known.gone()).map(Known::id);
        }
        return refresh(keyId.split("#", 2)[0])
                .filter(known -> known.keys().containsKey(keyId))
                .filter(known -> verifies(known.keys().get(keyId), request, signed, parameters))
                .map(Known::id);
    }

    private boolean inTime(Request request) {
        try {
            Instant date = ZonedDateTime.parse(
                            request.fields().getOrDefault("date", ""), DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            Instant now = outside.now();
            return !date.isAfter(now.plus(SKEW))
                    && !now.isAfter(date.plus(SIGNED_FOR).plus(SKEW));
        } catch (DateTimeParseException broken) {
            return false;
        }
    }

    private static boolean verifies(
            PublicKey key, Request request, List<String> signed, Map<String, String> parameters) {
        var base = new ArrayList<String>();
        for (String name : signed) {
            String value = name.equals("(request-target)")
                    ? "post " + request.path()
                    : request.fields().getOrDefault(name, "");
            base.add(name + ": " + value);
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key);
            signature.update(String.join("\n", base).getBytes(StandardCharsets.UTF_8));
            return signature.verify(Base64.getDecoder().decode(parameters.getOrDefault("signature", "")));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            return false;
        }
    }

    /** Asks for an actor now and remembers it; one that was deleted here stays so. */
    private Optional<Known> refresh(String url) {
        return outside.fetch(url)
                .filter(document -> url.equals(id(document)))
                .filter(document -> !inboxOf(document).isEmpty())
                .map(this::know);
    }

    private Known know(JsonNode document) {
        String id = id(document);
        Map<String, PublicKey> keys = new LinkedHashMap<>();
        for (JsonNode key : each(document.path("publicKey"))) {
            String keyId = id(key);
            if (keyId.startsWith(id) && id(key.path("owner")).equals(id)) {
                publicKey(key.path("publicKeyPem").asText()).ifPresent(read -> keys.put(keyId, read));
            }
        }
        boolean gone = actors.containsKey(id) && actors.get(id).gone();
        var known = new Known(id, document, keys, gone);
        actors.put(id, known);
        keys.keySet().forEach(keyId -> ownerOfKey.put(keyId, id));
        goByHandle(known);
        return known;
    }

    private static Set<String> aliases(Known known) {
        var aliases = new LinkedHashSet<String>();
        each(known.document().path("alsoKnownAs")).forEach(alias -> aliases.add(id(alias)));
        return aliases;
    }

    private static String inbox(Known known) {
        return inboxOf(known.document());
    }

    private static String inboxOf(JsonNode document) {
        return document.path("inbox").asText();
    }

    private static Iterable<JsonNode> each(JsonNode value) {
        return value.isArray() ? value : value.isMissingNode() ? List.of() : List.of(value);
    }

    private static String id(JsonNode value) {
        return value.isArray()
                ? StreamSupport.stream(value.spliterator(), false)
                        .findFirst()
                        .map(MastodonRules::id)
                        .orElse("")
                : value.isObject() ? value.path("id").asText() : value.asText();
    }

    private static String host(String id) {
        return URI.create(id).getAuthority();
    }

    private static Optional<PublicKey> publicKey(String pem) {
        try {
            byte[] der = Base64.getMimeDecoder().decode(pem.replaceAll("-----[A-Z ]+-----", ""));
            return Optional.of(KeyFactory.getInstance("RSA").generatePublic(new X509EncodedKeySpec(der)));
        } catch (GeneralSecurityException | IllegalArgumentException broken) {
            return Optional.empty();
        }
    }
}
