package social.godwit.activitypub.account;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.activitypub.account.ActorFacts.Reading;
import social.godwit.activitypub.remote.Handle;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/**
 * What a gateway asks of an actor document before it hosts the account: FEP-ef61 "Portable actors", and what Mastodon
 * needs to find it ({@code reference/standards.md} 4.2). The proof was checked before.
 */
public final class ActorRules {
    /** The most gateways that an account lists. */
    public static final int GATEWAYS_MAX = 10;

    private static final Set<String> TYPES = Set.of("Person", "Service", "Group", "Organization", "Application");
    private static final int PATH_LENGTH_MAX = 512;
    private static final int NAME_LENGTH_MAX = 500;

    private ActorRules() {}

    /**
     * Reads the actor document of {@code did} for the gateway {@code here}.
     *
     * @param development whether gateways may be plain HTTP, have ports and be addresses
     */
    public static Reading read(JsonObject actor, Did did, Origin here, boolean development) {
        try {
            return new Reading.Fit(facts(actor, did, here, development));
        } catch (Refusal refusal) {
            return new Reading.Unfit(refusal.detail);
        }
    }

    /** The well-formed origins that {@code actor} lists as its gateways, in their order. */
    public static List<Origin> gateways(JsonObject actor) {
        return actor.list("gateways").stream()
                .limit(GATEWAYS_MAX)
                .flatMap(item -> item instanceof JsonString text ? Origin.parse(text.value()).stream() : Stream.empty())
                .toList();
    }

    /** The instance key that {@code actor} pins for {@code gateway}: the one at the same place in {@code gatewayKeys}. */
    public static Optional<Did> pinned(JsonObject actor, Origin gateway) {
        List<Json> listed = actor.list("gateways");
        List<Json> keys = actor.list("gatewayKeys");
        for (int i = 0; i < Math.min(listed.size(), keys.size()); i++) {
            if (listed.get(i) instanceof JsonString text
                    && text.value().equals(gateway.toString())
                    && keys.get(i) instanceof JsonString key) {
                return Did.parse(key.value());
            }
        }
        return Optional.empty();
    }

    private static ActorFacts facts(JsonObject actor, Did did, Origin here, boolean development) {
        if (!TYPES.contains(actor.string("type").orElse(""))) {
            throw new Refusal("type is none of " + String.join(", ", new java.util.TreeSet<>(TYPES)));
        }
        String username = actor.string("preferredUsername").orElse("");
        Handles.problem(username).ifPresent(problem -> {
            throw new Refusal(problem);
        });
        ActorPaths paths = paths(actor, did);
        List<Origin> gateways = gateways(actor, development);
        String name = actor.string("name").orElse("");
        if (name.length() > NAME_LENGTH_MAX) {
            throw new Refusal("name is longer than " + NAME_LENGTH_MAX + " characters");
        }
        boolean open = actor.get("manuallyApprovesFollowers") instanceof JsonBoolean manual && !manual.value();
        return new ActorFacts(
                username,
                paths,
                name,
                ownHandle(actor, gateways),
                !open,
                gateways,
                foreign(actor, gateways, here),
                actor.has("movedTo"),
                warnings(actor, did, here, gateways));
    }

    private static Optional<String> ownHandle(JsonObject actor, List<Origin> gateways) {
        return actor.string("webfinger")
                .flatMap(Handle::parse)
                .filter(handle -> gateways.stream()
                        .noneMatch(gateway -> gateway.authority().equals(handle.authority())))
                .map(Handle::toString);
    }

    private static ActorPaths paths(JsonObject actor, Did did) {
        Set<String> taken = new HashSet<>();
        String own = path(Optional.of(actor.string("id").orElse("")), "id", did, taken);
        return new ActorPaths(
                own,
                path(actor.string("inbox"), "inbox", did, taken),
                path(actor.string("outbox"), "outbox", did, taken),
                optionalPath(actor, "followers", did, taken),
                optionalPath(actor, "following", did, taken),
                optionalPath(actor, "featured", did, taken),
                optionalPath(actor, "liked", did, taken));
    }

    private static Optional<String> optionalPath(JsonObject actor, String member, Did did, Set<String> taken) {
        return actor.has(member) ? Optional.of(path(actor.string(member), member, did, taken)) : Optional.empty();
    }

    private static String path(Optional<String> id, String member, Did did, Set<String> taken) {
        PortableId portable = id.flatMap(PortableId::parse)
                .filter(parsed -> parsed.did().equals(did) && parsed.fragment().isEmpty())
                .orElseThrow(() -> new Refusal(member + " is no portable id of " + did));
        if (portable.path().length() > PATH_LENGTH_MAX) {
            throw new Refusal(member + " is longer than " + PATH_LENGTH_MAX + " characters");
        }
        if (!taken.add(portable.path())) {
            throw new Refusal(member + " is the same as another of id, inbox, outbox and collections");
        }
        return portable.path();
    }

    private static List<Origin> gateways(JsonObject actor, boolean development) {
        List<Json> listed = actor.list("gateways");
        if (listed.isEmpty() || listed.size() > GATEWAYS_MAX) {
            throw new Refusal("gateways lists none, or more than " + GATEWAYS_MAX);
        }
        List<Origin> gateways = new ArrayList<>();
        for (Json item : listed) {
            Origin gateway = Optional.of(item)
                    .filter(JsonString.class::isInstance)
                    .flatMap(text -> Origin.parse(((JsonString) text).value()))
                    .filter(origin -> development || isPublic(origin))
                    .orElseThrow(
                            () -> new Refusal("every entry of gateways is a bare origin such as https://host.example,"
                                    + " without path, port, user or a slash at its end"));
            if (gateways.contains(gateway)) {
                throw new Refusal("gateways lists " + gateway + " twice");
            }
            gateways.add(gateway);
        }
        return gateways;
    }

    /** Gateways other than this one for which {@code gatewayKeys} has no key at their place. */
    private static List<Origin> foreign(JsonObject actor, List<Origin> gateways, Origin here) {
        List<Json> keys = actor.list("gatewayKeys");
        List<Origin> foreign = new ArrayList<>();
        for (int i = 0; i < gateways.size(); i++) {
            boolean pinned = i < keys.size()
                    && keys.get(i) instanceof JsonString key
                    && Did.parse(key.value()).isPresent();
            if (!pinned && !gateways.get(i).equals(here)) {
                foreign.add(gateways.get(i));
            }
        }
        return foreign;
    }

    /** Not plain HTTP, no port (Mitra and tootik do not read it), no address, no name without a dot. */
    private static boolean isPublic(Origin origin) {
        String host = origin.host();
        String last = host.substring(host.lastIndexOf('.') + 1);
        return origin.scheme().equals("https")
                && origin.port() < 0
                && host.indexOf('.') > 0
                && !last.isEmpty()
                && !last.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static List<String> warnings(JsonObject actor, Did did, Origin here, List<Origin> gateways) {
        List<String> warnings = new ArrayList<>();
        if (!gateways.contains(here)) {
            warnings.add("gateways does not list " + here + " any more: it goes on serving what it has");
        }
        if (!actor.has("followers")) {
            warnings.add("the actor names no followers collection: posts for followers cannot be addressed");
        }
        Optional<Origin> spelling = actor.string("id").flatMap(PortableId::gatewayOf);
        if (spelling.isEmpty() || !gateways.getFirst().equals(spelling.get())) {
            warnings.add("the actor's id is not spelt with its first gateway: servers that know only https ids,"
                    + " such as Mastodon, cannot take it");
        }
        if (ActorKeys.hasStrayKey(actor, did)) {
            warnings.add("an entry of assertionMethod has an id that is no fragment of the actor's id:"
                    + " Mastodon 4.7 cannot read such an actor");
        }
        return warnings;
    }

    /** Ends the reading; never leaves this class. */
    private static final class Refusal extends RuntimeException {
        private final String detail;

        Refusal(String detail) {
            super(detail, null, false, false);
            this.detail = detail;
        }
    }
}
