package social.godwit.instance.client.move;

import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Multikey;
import social.godwit.identity.encoding.RsaPublicKey;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.ClientProblem;

/**
 * How far a move has come; on the disk after every step, and what {@code move status --json} prints.
 *
 * @param json {@code door}, {@code from}, {@code to} (origins), {@code username}, {@code state}, {@code begun}, {@code back} (whether it takes an
 *     earlier move back); then, as they come: {@code paused} (why it does not go on), {@code oldActor}, {@code oldKeyId} and {@code oldKey}
 *     (Multikey) as the followers' servers know them, {@code introduction} (id of the activity that tells of the new actor), {@code move} (the
 *     Move as it was signed), {@code handOver} (whether the new home gets the old one's key), {@code switched}, {@code announced}, {@code again} (when servers with a lock may be told once more)
 */
public record Journey(JsonObject json) {

    /** The kinds of a move between homes. */
    public enum Door {
        /** The old home works and helps. */
        LIVE,
        /** The old home is asked nothing, and is no server of the account any more. */
        HOSTILE,
        /** The old home does not answer. */
        DEAD
    }

    /** What is done, in this order. */
    public enum State {
        /** Decided, and nothing done. */
        PLANNED("nothing has changed", true),
        /** All that is needed is there, and the followers are written down. */
        CHECKED("nothing has changed", true),
        /** The new home has everything. */
        COPIED("the new server keeps your account too; your home is still the old one", true),
        /** The new home is home. */
        SWITCHED("your home is the new one; servers that know only addresses look for you at the old one", true),
        /** The followers' servers are being told: the point of no return, for some take one Move in seven days. */
        ANNOUNCING("some servers have been told: their people follow your new address", false),
        /** All servers that answer have been told. */
        DONE("everything is done", true),
        /** Given up, or taken back. */
        ROLLED_BACK("taken back: your home is the old one", true);

        private final String words;
        private final boolean safeToStop;

        State(String words, boolean safeToStop) {
            this.words = words;
            this.safeToStop = safeToStop;
        }

        /** How things are now, for people. */
        public String words() {
            return words;
        }

        /** Whether it does no harm to leave it so. */
        public boolean safeToStop() {
            return safeToStop;
        }

        /** Whether nothing is left to do at once. */
        public boolean isEnd() {
            return this == DONE || this == ROLLED_BACK;
        }
    }

    /** A move that is decided on. */
    static Journey planned(Door door, Origin from, Origin to, String username, boolean back, Instant now) {
        return new Journey(JsonObject.builder()
                        .put("door", door.name().toLowerCase(Locale.ROOT))
                        .put("from", from.toString())
                        .put("to", to.toString())
                        .put("username", username)
                        .put("begun", now.toString())
                        .put("back", back)
                        .build())
                .at(State.PLANNED);
    }

    /** Reads what was written; empty when it is damaged. */
    static Optional<Journey> of(JsonObject json) {
        Journey journey = new Journey(json);
        try {
            journey.state();
            journey.door();
            journey.from();
            journey.to();
            return Optional.of(journey);
        } catch (IllegalArgumentException | ClientProblem damaged) {
            return Optional.empty();
        }
    }

    /** Which kind of move. */
    public Door door() {
        return Door.valueOf(text("door").toUpperCase(Locale.ROOT));
    }

    /** The home that is left. */
    public Origin from() {
        return origin("from");
    }

    /** The home that is moved to. */
    public Origin to() {
        return origin("to");
    }

    /** The last thing that is done. */
    public State state() {
        return State.valueOf(text("state"));
    }

    /** Why it does not go on; empty when it does. */
    public String paused() {
        return text("paused");
    }

    /** Whether this takes an earlier move back. */
    public boolean back() {
        return json.get("back") instanceof JsonBoolean flag && flag.value();
    }

    /** The old home's key. */
    RsaPublicKey oldKey() {
        if (Multikey.parse(text("oldKey")).orElse(null) instanceof RsaPublicKey key) return key;
        throw damaged();
    }

    /** A member; empty when it is not there yet. */
    public String text(String member) {
        return json.string(member).orElse("");
    }

    /** A time; empty when it has not come. */
    public Optional<Instant> time(String member) {
        return json.string(member).map(Instant::parse);
    }

    /** When servers that take one move in seven days take the next; empty: now, as far as this move is concerned. */
    public Optional<Instant> lockedUntil(Instant now) {
        return time("announced")
                .map(told -> told.plus(Software.GOTOSOCIAL.lock(true)))
                .filter(now::isBefore);
    }

    Journey at(State next) {
        return with("state", next.name()).without("paused").safe(next.safeToStop());
    }

    Journey with(String member, String value) {
        return new Journey(json.with(member, new JsonString(value)));
    }

    Journey without(String member) {
        return new Journey(json.without(member));
    }

    private Journey safe(boolean safeToStop) {
        return new Journey(json.with("safeToStop", new JsonBoolean(safeToStop)));
    }

    private Origin origin(String member) {
        return Origin.parse(text(member)).orElseThrow(Journey::damaged);
    }

    static ClientProblem damaged() {
        return new ClientProblem(
                "The file of this move is damaged.",
                "Move it away and begin again: what is done already is found out.");
    }

    static long number(JsonObject json, String member) {
        return json.get(member) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }
}
