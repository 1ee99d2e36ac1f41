package social.godwit.activitypub.gateway;

import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.Router;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.effect.Beans;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.inbox.Admission;
import social.godwit.activitypub.inbox.InboxAdmission;
import social.godwit.activitypub.media.web.OpenMedia;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.signature.RequestVerifier;
import social.godwit.activitypub.signature.SignatureVerdict;
import social.godwit.identity.Randomness;
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
                .with(gateway.devices)
                .with(gateway.outbox)
                .with((Origins) authority -> Optional.of(ORIGIN))
                .with((FederationPolicy) host -> FederationPolicy.Stance.ALLOW)
                .with((RequestVerifier) request -> Uni.createFrom().item(new SignatureVerdict.Unsigned()))
                .with((InboxAdmission) (request, account) -> Uni.createFrom().item(new Admission.Accepted()))
                .make("signature.IdentityRequests")
                .make("gateway.OwnerRequests")
                .make("gateway.Viewers")
                .make("follow.HibernateFollowStore")
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

    /** Chance, the same in every run. */
    public Randomness randomness() {
        return gateway.randomness;
    }

    private Person person(String name) {
        return people.computeIfAbsent(name, gateway::person);
    }
}
