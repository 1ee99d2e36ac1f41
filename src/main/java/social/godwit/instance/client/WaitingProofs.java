package social.godwit.instance.client;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Publisher.Facts;
import social.godwit.instance.client.document.Activities;
import social.godwit.instance.client.document.PostDocument;

/**
 * Signs what the account's gateways could not: answers to followers whose servers insist on the owner's own word,
 * permissions to quote, and following where somebody has moved to. Nothing that a gateway made is signed: the answer is derived here from the stranger's request.
 */
public final class WaitingProofs {
    private static final int MOST_AT_ONCE = 200;

    private final Owner owner;

    /** The waiting proofs of {@code owner}. */
    public WaitingProofs(Owner owner) {
        this.owner = owner;
    }

    /**
     * Signs and publishes all that waits and may be signed; says how many. An account that decides on every follower
     * signs no answer to a Follow by itself: there, accepting is the owner's command.
     */
    public int sign() {
        Gateways.From from = new Views(owner).ask("unsigned", Map.of());
        if (!from.answer().isSuccess()) return 0;
        List<Json> waiting = Answers.json(from.answer().body())
                .map(page -> page.list("orderedItems"))
                .orElse(List.of());
        if (waiting.isEmpty()) return 0;
        boolean locked =
                new Profile(owner).newest().document().get("manuallyApprovesFollowers") instanceof JsonBoolean manual
                        && manual.value();
        List<JsonObject> answers = new ArrayList<>();
        Map<String, String> remember = new LinkedHashMap<>();
        List<String> forget = new ArrayList<>();
        int answered = 0;
        Set<String> done = new LinkedHashSet<>();
        for (Json item : waiting) {
            if (answers.size() >= MOST_AT_ONCE) break;
            if (!(item instanceof JsonObject request)
                    || !done.add(request.string("id").orElse("") + " "
                            + request.string("answer").orElse(""))) continue;
            Optional<FollowedMoves.Answer> answer = answer(request, locked);
            if (answer.isEmpty()) continue;
            answered++;
            answers.addAll(answer.get().signed());
            remember.putAll(answer.get().facts().remember());
            forget.addAll(answer.get().facts().forget());
        }
        return answers.isEmpty() || !published(answers, new Facts(remember, forget)) ? 0 : answered;
    }

    private Optional<FollowedMoves.Answer> answer(JsonObject request, boolean locked) {
        return switch (request.string("type").orElse("")) {
            case "Follow" -> locked ? Optional.empty() : acceptFollow(request).map(this::alone);
            case "QuoteRequest" -> acceptQuote(request).map(this::alone);
            case "Move" -> new FollowedMoves(owner).answer(request);
            default -> Optional.empty();
        };
    }

    private FollowedMoves.Answer alone(JsonObject answer) {
        return new FollowedMoves.Answer(List.of(owner.sign(answer)), Facts.NONE);
    }

    /** A gateway that has not heard yet that an answer was signed already refuses it: nothing is lost by that. */
    private boolean published(List<JsonObject> answers, Facts facts) {
        try {
            new Publisher(owner).publishOrConflict(answers, facts);
            return true;
        } catch (Publisher.Conflict known) {
            return false;
        }
    }

    private Optional<JsonObject> acceptFollow(JsonObject follow) {
        boolean ofUs = follow.id("object")
                        .filter(object -> People.sameActor(object, owner.ids().actor()))
                        .isPresent()
                && PortableDocument.read(
                                Jcs.bytes(follow), owner.surroundings().clock().instant())
                        instanceof DocumentVerdict.Admissible;
        return ofUs
                ? Optional.of(Activities.accept(
                        owner.ids(),
                        follow.string("id").orElseThrow(),
                        follow.id("actor").orElseThrow()))
                : Optional.empty();
    }

    /**
     * What the owner's own signed post allows without being asked is allowed here, and the permission names one post of the
     * requester's server only. Who is a follower is the gateway's word: it knows, and all it could gain is one quote.
     */
    private Optional<JsonObject> acceptQuote(JsonObject request) {
        Optional<String> id = request.string("id");
        Optional<String> quoting = request.id("instrument");
        Optional<String> requester = request.id("actor");
        Optional<String> quoted = request.id("object").filter(this::allowsQuotes);
        if (id.isEmpty()
                || quoted.isEmpty()
                || quoting.isEmpty()
                || !quoting.flatMap(WaitingProofs::authority).equals(requester.flatMap(WaitingProofs::authority)))
            return Optional.empty();
        JsonObject permission =
                owner.sign(Activities.quoteAuthorization(owner.ids(), id.get(), quoting.get(), quoted.get()));
        return Optional.of(Activities.acceptQuote(owner.ids(), id.get(), requester.orElseThrow(), permission));
    }

    private static Optional<String> authority(String id) {
        return PortableId.parse(id).map(portable -> portable.did().toString()).or(() -> {
            try {
                return Optional.ofNullable(new URI(id).getRawAuthority());
            } catch (URISyntaxException bad) {
                return Optional.empty();
            }
        });
    }

    private boolean allowsQuotes(String id) {
        Optional<PortableId> post =
                PortableId.parse(id).filter(portable -> portable.did().equals(owner.did()));
        if (post.isEmpty()) return false;
        Gateways.From from = owner.gateways().get(Publisher.path(id), "application/activity+json");
        if (!from.answer().isSuccess()
                || !(PortableDocument.read(
                                from.answer().body(), owner.surroundings().now())
                        instanceof DocumentVerdict.Admissible(PortableDocument document))
                || !document.id().equals(post.get())) return false;
        return PostDocument.allowsQuotes(document.json(), owner.ids());
    }
}
