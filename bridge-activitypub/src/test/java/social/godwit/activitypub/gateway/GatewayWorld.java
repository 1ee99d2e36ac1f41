package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.gateway.web.TrustedProxies;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.InboxAdmission;
import social.godwit.activitypub.media.web.OpenMedia;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.remote.Cidr;
import social.godwit.activitypub.signature.IncomingRequest;
import social.godwit.activitypub.signature.RequestVerifier;
import social.godwit.activitypub.signature.SignatureProfile;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.identity.Randomness;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.SigningKey;
import social.godwit.store.document.OpenRepositories;
import social.godwit.store.testing.TestDatabase;

/** All of the gateway but other servers, for tests over HTTP: people by name, and the beans that the routes need. */
public final class GatewayWorld {
    /** The origin that the gateway answers for, whatever host it is asked by. */
    public static final String ORIGIN = Person.HERE;

    private final TestGateway gateway;
    private final Map<String, Person> people = new HashMap<>();
    private final Beans beans;

    public GatewayWorld(TestDatabase database) {
        gateway = new TestGateway(database, true, 31);
        beans = new Beans()
                .with(database.database())
                .with(gateway.clock)
                .with(new Instance(ORIGIN, "test", false, true))
                .with(gateway.keys)
                .with(gateway.accounts)
                .with(gateway.repositories)
                .with(OpenRepositories.audits(database.database()))
                .with(gateway.registrations)
                .with(gateway.domains)
                .with(gateway.brought.origins)
                .with(gateway.devices)
                .with(gateway.outbox)
                .with(new TrustedProxies(List.of(Cidr.parse("127.0.0.2").orElseThrow())))
                .with((Origins) authority -> Optional.of(ORIGIN))
                .with((FederationPolicy) host -> FederationPolicy.Stance.ALLOW)
                .with((RequestVerifier) (request, at) -> Uni.createFrom().item(bySigner(request)))
                .with((InboxAdmission) (request, account) -> Uni.createFrom().item(new Admission.Accepted()))
                .make("signature.IdentityRequests")
                .make("gateway.OwnerRequests")
                .make("gateway.Viewers")
                .make("follow.HibernateFollowStore")
                .make("follow.SoleGateway")
                .make("note.HibernateNoteStore")
                .make("interaction.HibernateInteractionStore")
                .make("interaction.HibernateCollectedStore")
                .make("inbox.HibernateReceivedStore")
                .make("collection.HibernateObjectCollectionStore")
                .make("collection.ReadRules")
                .make("collection.Collections")
                .make("collection.ObjectCollections")
                .make("gateway.Documents");
    }

    /** Who sent a request, its header {@code test-signer} says, if it has a signature at all. */
    private static SignatureVerdict bySigner(IncomingRequest request) {
        return request.headers()
                .first("test-signer")
                .<SignatureVerdict>map(actor ->
                        new SignatureVerdict.Signed(actor, actor + "#key", SignatureProfile.CAVAGE, Instant.EPOCH))
                .orElseGet(SignatureVerdict.Unsigned::new);
    }

    /** Everything that routes are made of. */
    public Beans beans() {
        return beans;
    }

    /** Adds the routes of media. */
    public void routeMedia(Router router) {
        OpenMedia.route(beans, gateway.database.database(), gateway.clock, router);
    }

    /** The actor document of {@code name}, who need not be registered. */
    public JsonObject actor(String name) {
        return person(name).actor();
    }

    /** Registers {@code name}. */
    public void register(String name) {
        gateway.register(Person.bytes(actor(name)));
    }

    /** Registers {@code name}, whose actor document lists these other gateways after this one. */
    public void register(String name, String... others) {
        List<String> gateways = new ArrayList<>(List.of(ORIGIN));
        gateways.addAll(List.of(others));
        gateway.register(Person.bytes(person(name).actor(actor -> actor.with("gateways", Json.strings(gateways)))));
    }

    /** Registers {@code name}, whose actor document lists the device's key under this fragment and nothing of a key log. */
    public void registerListing(String name, String list, String fragment) {
        Person person = person(name);
        gateway.register(Person.bytes(person.actor(actor -> actor.with(
                list, new JsonArray(List.of(person.listing(person.device, person.id("/actor") + "#" + fragment)))))));
    }

    /** The owner publishes an actor document that lists no such key. */
    public void dropListing(String name) {
        Person person = person(name);
        JsonObject actor = person.actor(document -> document.with("sequence", JsonNumber.of(1)));
        gateway.post(person, Person.bytes(person.activity("Update", actor).build()));
    }

    /** Registers {@code name} with the key log of one device. */
    public void registerWithDevice(String name) {
        Person person = person(name);
        List<JsonObject> batch = new ArrayList<>(List.of(person.actor()));
        batch.addAll(person.logBeginning());
        batch.add(person.firstCheckpoint(List.copyOf(batch)));
        gateway.register(Person.bytes(batch));
    }

    /** The owner revokes the device, with the account's own key. */
    public OutboxOutcome revoke(String name, SigningKey device) {
        return gateway.post(person(name), Person.bytes(person(name).revocation(device)));
    }

    /** The owner adds a device, with the account's own key. */
    public OutboxOutcome add(String name, SigningKey device) {
        return gateway.post(person(name), Person.bytes(person(name).addition(device)));
    }

    /** The recovery key adds a device. */
    public OutboxOutcome recover(String name, SigningKey device) {
        return gateway.post(person(name), Person.bytes(person(name).recovery(List.of(device.did()))));
    }

    /** A post without a device's checkpoint. */
    public OutboxOutcome postAlone(String name) {
        return gateway.post(person(name), Person.bytes(create(name, "public")));
    }

    /** The device of {@code name}. */
    public SigningKey device(String name) {
        return person(name).device;
    }

    /** Writes down that {@code actor} follows {@code name}. */
    public void follow(String name, String actor) {
        String host = URI.create(actor).getHost();
        gateway.database.execute(
                "insert into follower (account, actor, spelling, inbox, shared_inbox, host, follow_id, follow_key, accepted,"
                        + " since) values ('" + key(name).did() + "', '" + actor + "', '" + actor + "', 'https://"
                        + host
                        + "/inbox', 'https://" + host + "/inbox', '" + host + "', '" + actor + "#f', '" + actor
                        + "#f', true, now())");
    }

    /** A fresh post for {@code public} or {@code self}. */
    public JsonObject create(String name, String audience) {
        Person person = person(name);
        return person.create(audience.equals("public") ? Person.PUBLIC : person.id("/actor"));
    }

    /** The request path of a part of the account. */
    public String path(String name, String path) {
        return person(name).id(path).substring(ORIGIN.length());
    }

    /** The key of {@code name}. */
    public SigningKey key(String name) {
        return person(name).key;
    }

    /** What the gateway's clock says. */
    public Instant now() {
        return gateway.clock.instant();
    }

    /** The DNS says from now on that {@code domain} is {@code name}'s. */
    public void prove(String domain, String name) {
        gateway.brought.txt(domain, "did=" + key(name).did());
    }

    /** Lets time pass. */
    public void later(Duration time) {
        gateway.clock.advance(time);
    }

    /** Chance, the same in every run. */
    public Randomness randomness() {
        return gateway.randomness;
    }

    private Person person(String name) {
        return people.computeIfAbsent(name, gateway::person);
    }
}
