package social.godwit.activitypub.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.mutiny.Uni;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.delivery.FanOut.Place;
import social.godwit.activitypub.delivery.Outgoing.Signer;
import social.godwit.activitypub.follow.Destination;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.policy.FederationPolicy.Stance;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.RemoteActor;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocument;

class RecipientsTest {
    private static final String PUBLIC = "https://www.w3.org/ns/activitystreams#Public";

    private final List<Destination> destinations = new ArrayList<>();
    private final List<String> portable = new ArrayList<>();
    private final Map<String, ActorLookup> known = new HashMap<>();
    private final Recipients recipients = new Recipients(
            fake(AccountStore.class, "find", arguments -> Uni.createFrom().item(Optional.empty())),
            fake(
                    FollowStore.class,
                    Map.of(
                            "destinations", arguments -> Uni.createFrom().item(List.copyOf(destinations)),
                            "portable", arguments -> Uni.createFrom().item(List.copyOf(portable)))),
            fake(
                    RemoteActors.class,
                    "remembered",
                    arguments -> Uni.createFrom()
                            .item(known.getOrDefault(arguments[0], new ActorLookup.NotFound("unknown")))),
            host -> host.equals("denied.example") ? Stance.DENY : Stance.ALLOW,
            authority -> authority.equals("home.example") ? Optional.of("https://home.example") : Optional.empty(),
            new Instance("https://home.example", "1", false, true));

    @Test
    void aPublicPostGoesOnceToEachSharedInbox() {
        destinations.add(new Destination("https://a.example/inbox", "a.example", 3));
        destinations.add(new Destination("https://b.example/u/1/inbox", "b.example", 1));
        knows(actor("https://a.example/u/bob", "https://a.example/u/bob/inbox", "https://a.example/inbox"));
        assertThat(places(PUBLIC, true, "https://a.example/u/bob", PUBLIC))
                .containsExactly("https://a.example/inbox", "https://b.example/u/1/inbox");
    }

    @Test
    void aDirectMessageGoesToPersonalInboxes() {
        destinations.add(new Destination("https://b.example/inbox", "b.example", 1));
        knows(actor("https://a.example/u/bob", "https://a.example/u/bob/inbox", "https://a.example/inbox"));
        assertThat(places("https://a.example/u/bob", false, "https://a.example/u/bob"))
                .containsExactly("https://a.example/u/bob/inbox");
    }

    @Test
    void whoIsNotKnownIsLookedUpWithoutKeepingTheOthersWaiting() {
        destinations.add(new Destination("https://b.example/inbox", "b.example", 1));
        var reach = reach(PUBLIC, true, Set.of("https://c.example/u/new", "https://denied.example/u/x"), Set.of());
        assertThat(reach.spread().places()).hasSize(1);
        assertThat(reach.spread().unresolved()).containsExactly("https://c.example/u/new");
    }

    @Test
    void whoIsGoneGetsNothing() {
        known.put("https://a.example/u/bob", new ActorLookup.Gone());
        var reach = reach(PUBLIC, false, Set.of("https://a.example/u/bob"), Set.of());
        assertThat(reach.spread().places()).isEmpty();
        assertThat(reach.spread().unresolved()).isEmpty();
    }

    @Test
    @DisplayName("row 40: an inbox on our own host is never asked by HTTP")
    void ownHostIsServedWithoutARequest() {
        destinations.add(new Destination("https://home.example/inbox", "home.example", 1));
        knows(actor("https://evil.example/u/x", "https://home.example/u/x/inbox", "https://HOME.example:443/inbox"));
        var reach = reach(PUBLIC, true, Set.of("https://evil.example/u/x"), Set.of());
        assertThat(reach.spread().places()).isEmpty();
        assertThat(reach.local()).isTrue();
    }

    @ParameterizedTest
    @DisplayName("rows 34, 35 and 40: no delivery to {0}")
    @ValueSource(
            strings = {
                "http://plain.example/inbox",
                "https://user:secret@a.example/inbox",
                "https://denied.example/inbox",
                "https://DENIED.example./inbox",
                "javascript:alert(1)",
                "https:///inbox",
                "https://a.example/in\nbox",
                "https://a.example/inbox#x",
                "unix:/var/run/x",
                ""
            })
    void refusesInboxesThatAreNone(String inbox) {
        var reach = reach(PUBLIC, false, Set.of(), Set.of(inbox));
        assertThat(reach.spread().places()).isEmpty();
        assertThat(reach.local()).isFalse();
    }

    @Test
    void aPortableActorGetsItAtEachOfItsGateways() {
        String path = "/.well-known/apgateway/did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH/inbox";
        known.put("ap://p", new ActorLookup.Found(portableActor(path), false));
        assertThat(places(PUBLIC, false, "ap://p"))
                .containsExactly("https://g1.example/inbox", "https://g2.example" + path);
    }

    @Test
    void aPortableFollowerGetsItAtEachOfItsGateways() {
        String path = "/.well-known/apgateway/did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH/inbox";
        destinations.add(new Destination("https://g1.example/inbox", "g1.example", 1));
        portable.add("ap://p");
        known.put("ap://p", new ActorLookup.Found(portableActor(path), false));
        assertThat(places(PUBLIC, true)).containsExactly("https://g1.example/inbox", "https://g2.example" + path);
    }

    @Test
    void inTheSteadOfTheHomeOnlyPortableRecipientsGetIt() {
        String path = "/.well-known/apgateway/did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH/inbox";
        destinations.add(new Destination("https://a.example/inbox", "a.example", 3));
        portable.add("ap://p");
        known.put("ap://p", new ActorLookup.Found(portableActor(path), false));
        knows(actor("https://a.example/u/bob", "https://a.example/u/bob/inbox", "https://a.example/inbox"));
        Set<String> actors = Set.of("https://a.example/u/bob", "https://c.example/u/new");
        var spread = reach(PUBLIC, true, actors, Set.of(), Signer.STAND_IN).spread();
        assertThat(spread.places())
                .extracting(Place::inbox)
                .containsExactly("https://g1.example/inbox", "https://g2.example" + path);
        assertThat(spread.unresolved()).isEmpty();
    }

    private static RemoteActor portableActor(String path) {
        return new RemoteActor(
                "ap://did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH/actor",
                "ap://did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH/actor",
                Optional.of("did:key:z6MkpTHR8VNsBxYAAWHut2Geadd9jSwuBV8xRoAnwWsdvktH"),
                "Person",
                "p",
                "p@g1.example",
                "P",
                "https://g1.example" + path,
                Optional.of("https://g1.example/inbox"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of("https://g1.example", "https://g2.example"),
                true,
                List.of(),
                Instant.EPOCH,
                document("ap://x"));
    }

    private List<String> places(String to, boolean followers, String... actors) {
        return reach(to, followers, Set.copyOf(Arrays.asList(actors)), Set.of()).spread().places().stream()
                .map(Place::inbox)
                .toList();
    }

    private Recipients.Reach reach(String to, boolean followers, Set<String> actors, Set<String> inboxes) {
        return reach(to, followers, actors, inboxes, Signer.ACCOUNT);
    }

    private Recipients.Reach reach(
            String to, boolean followers, Set<String> actors, Set<String> inboxes, Signer signer) {
        var body = new Body(
                DeliveryBench.ALICE.toString(),
                "hash",
                "https://home.example/1",
                "{\"id\":\"https://home.example/1\",\"to\":[\"" + to + "\"]}",
                signer,
                Instant.EPOCH);
        return recipients
                .of(new FanOut(1, body, actors, inboxes, followers))
                .await()
                .indefinitely();
    }

    private void knows(RemoteActor actor) {
        known.put(actor.id(), new ActorLookup.Found(actor, false));
    }

    private static RemoteActor actor(String id, String inbox, String sharedInbox) {
        return new RemoteActor(
                id,
                id,
                Optional.empty(),
                "Person",
                "bob",
                "bob@a.example",
                "Bob",
                inbox,
                Optional.of(sharedInbox),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                List.of(),
                false,
                List.of(),
                Instant.EPOCH,
                document(id));
    }

    private static RemoteDocument document(String id) {
        return new RemoteDocument(id, new byte[0], URI.create("https://a.example/"));
    }

    /** An instance of {@code type} with one method; the others are not called here. */
    private static <T> T fake(Class<T> type, String method, Function<Object[], Object> answer) {
        return fake(type, Map.of(method, answer));
    }

    /** An instance of {@code type} with these methods. */
    private static <T> T fake(Class<T> type, Map<String, Function<Object[], Object>> methods) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (self, called, args) -> {
            Function<Object[], Object> answer = methods.get(called.getName());
            if (answer == null) {
                throw new UnsupportedOperationException(called.getName());
            }
            return answer.apply(args);
        }));
    }
}
