package social.godwit.instance.client.move;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.HandedOverKey;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.Owner;

/**
 * Going on under the old address: the owner hands the new home the key of the old one, and servers that have not moved along yet get the
 * posts under the address that they know. Only for who asks for it: as long as it has the key, the new home can say anything there.
 */
public final class OldAddress {
    private static final int HOSTS_AT_ONCE = 5_000;
    private static final int NOT_FOUND = 404;

    private final Owner home;

    /** Of the account at {@code home}, its new home. */
    public OldAddress(Owner home) {
        this.home = home;
    }

    /**
     * What the new home keeps.
     *
     * @param gateway the old home
     * @param expires when it forgets the key
     * @param waiting servers that get posts under the old address
     * @param moved servers that have moved along, and are told there only of edits and deletions
     */
    public record Standing(String gateway, Instant expires, long waiting, long moved) {}

    /** Hands the key over for these followers' servers. Repeated, it lasts longer and adds servers. */
    void handOver(String keyId, RsaKeyPair pair, FollowerList before, FollowerList now, FollowerServers servers) {
        Did instance = Optional.ofNullable(
                        home.home().state().gatewayKeys().get(home.ids().home().toString()))
                .flatMap(Did::parse)
                .orElseThrow(() -> new ClientProblem(
                        home.ids().home() + " has no key that this device knows.", "Look again: godwit account show"));
        String sealed = new HandedOverKey(keyId, pair)
                .seal(instance, home.surroundings().randomness())
                .orElseThrow(() -> new ClientProblem("The key of " + home.ids().home() + " is damaged.", ""));
        List<String> hosts = hosts(before, now, servers);
        int from = 0;
        do {
            int to = Math.min(hosts.size(), from + HOSTS_AT_ONCE);
            List<Json> page = new ArrayList<>();
            hosts.subList(from, to).forEach(host -> page.add(new JsonString(host)));
            JsonObject body = JsonObject.builder()
                    .put("sealedKey", sealed)
                    .put("hosts", page)
                    .build();
            home.gateways()
                    .post(path(), "application/json", Jcs.bytes(body))
                    .orRefuse("Handing over the key of your old home");
            from = to;
        } while (from < hosts.size());
    }

    /** Servers from which nobody has come along. Those that know portable accounts need no old address, and want proofs. */
    private static List<String> hosts(FollowerList before, FollowerList now, FollowerServers servers) {
        Set<String> hosts = new LinkedHashSet<>();
        for (FollowerList.One one : before.all())
            if (!one.portable())
                Origin.ofUrl(one.inbox())
                        .filter(origin -> !knowsAccounts(servers.all().get(origin)))
                        .map(Origin::authority)
                        .ifPresent(hosts::add);
        for (FollowerList.One one : before.arrived(now)) hosts.remove(one.host());
        return List.copyOf(hosts);
    }

    private static boolean knowsAccounts(FollowerServers.@Nullable Server server) {
        return Optional.ofNullable(server)
                .flatMap(known -> Software.named(known.software()))
                .filter(software -> software.way() == Software.Way.KNOWS_ACCOUNTS)
                .isPresent();
    }

    /** What is handed over; empty: nothing, or no longer. */
    public Optional<Standing> standing() {
        GatewayAnswer answer = home.gateways().get(path(), "application/json").answer();
        if (!answer.isSuccess()) return Optional.empty();
        return Answers.json(answer.body())
                .flatMap(json -> json.string("expires")
                        .map(expires -> new Standing(
                                json.string("gateway").orElse(""),
                                Instant.parse(expires),
                                Journey.number(json, "waiting"),
                                Journey.number(json, "moved"))));
    }

    /** Takes the key back: the home forgets it. An honest one, that is: nobody can be made to forget. */
    public void takeBack() {
        GatewayAnswer answer = home.gateways().send("DELETE", path()).answer();
        if (!answer.isSuccess() && answer.status() != NOT_FOUND)
            throw new ClientProblem(
                    home.ids().home() + " does not take that (status " + answer.status() + ").", "Try again.");
    }

    private String path() {
        return "/client/v1/" + home.did() + "/old-address";
    }
}
