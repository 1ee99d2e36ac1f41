package social.godwit.activitypub.gateway;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.vocabulary.QuoteStamp;
import social.godwit.activitypub.vocabulary.Types;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * What a gateway refuses of an owner though the document is admissible, because other servers would misread it: a portable
 * document cannot be altered on its way, so what must not arrive must not be sent. (Hidden recipients and stray keys are
 * inadmissible everywhere and never come this far.)
 */
final class ContentRules {
    /** What a link may begin with: what browsers and servers open harmlessly, and ids of other networks (FEP-fffd). */
    private static final Set<String> LINK_SCHEMES = Set.of(
            "http",
            "https",
            "hl",
            "ap",
            "ap+ef61",
            "did",
            "acct",
            "mailto",
            "xmpp",
            "matrix",
            "magnet",
            "nostr",
            "at",
            "diaspora",
            "ssb",
            "gemini",
            "ipfs",
            "geo",
            "tel");

    private ContentRules() {}

    /**
     * Why a document is refused; empty when it is not.
     *
     * @param document an activity as its owner posted it
     * @param actor the account's actor, the only one that it may publish
     */
    static Optional<String> problem(JsonObject document, PortableId actor) {
        return walk(document, actor, "");
    }

    private static Optional<String> walk(JsonObject object, PortableId actor, String where) {
        boolean ownActor = object.string("id")
                .flatMap(PortableId::parse)
                .filter(actor::equals)
                .isPresent();
        if (!ownActor && object.has("inbox") && object.has("outbox")) {
            return Optional.of(where + "an actor other than the account's own cannot be published here");
        }
        if (object.has("publicKeyPem") && object.has("inbox")) {
            return Optional.of(where + "an actor is no key: list keys in publicKey and assertionMethod");
        }
        if (object.has("privateKeyPem") || object.has("privateKeyMultibase") || object.has("secretKeyMultibase")) {
            return Optional.of(where + "a private key must never be published");
        }
        if (Types.of(object).equals(QuoteStamp.TYPE)) {
            Optional<String> fault = QuoteStamp.fault(object, actor.canonical());
            if (fault.isPresent()) {
                return fault.map(text -> where + text);
            }
        }
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            String key = member.getKey();
            if (key.equals("proof") || key.equals("@context")) {
                continue;
            }
            Optional<String> problem = value(key, member.getValue(), actor, where + key + ": ");
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(String key, Json value, PortableId actor, String where) {
        return switch (value) {
            case JsonObject object -> walk(object, actor, where);
            case JsonArray array ->
                array.items().stream()
                        .map(item -> value(key, item, actor, where))
                        .flatMap(Optional::stream)
                        .findFirst();
            case JsonString text
            when isLink(key) && !isHarmless(text.value()) ->
                Optional.of(where + "is no link that others may be sent to");
            default -> Optional.empty();
        };
    }

    private static boolean isLink(String key) {
        return key.equals("url") || key.equals("href") || key.equals("icon") || key.equals("image");
    }

    private static boolean isHarmless(String link) {
        int colon = link.indexOf(':');
        return colon > 0 && LINK_SCHEMES.contains(link.substring(0, colon).toLowerCase(Locale.ROOT));
    }
}
