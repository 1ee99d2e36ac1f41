package social.godwit.instance.client.domain;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Answers;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayAnswer;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.Gateways;
import social.godwit.instance.client.Owner;

/** The domains that an owner has proven to a server, the first of the account's that answers. */
public final class OwnDomains {
    private static final String UNPROVEN = "urn:godwit:problem:domain-unproven";

    private final Owner owner;

    /** The domains of {@code owner}. */
    public OwnDomains(Owner owner) {
        this.owner = owner;
    }

    /** The TXT record that proves a domain. */
    public record Proof(String name, String text) {
        /** For {@code domain}, and the account {@code did}. */
        public static Proof of(String domain, Did did) {
            return new Proof("_godwit." + ascii(domain), "did=" + did);
        }

        /** In words that say what to do with it. */
        public String words() {
            return "Where you manage the domain, add this record:\n\n  type  TXT\n  name  " + name + "\n  text  " + text
                    + "\n\nIt takes minutes, sometimes an hour, until everybody sees it.";
        }
    }

    /**
     * A domain as a server has it.
     *
     * @param standing {@code proven}; {@code missing}: the record is gone, and the name is answered until {@code until}; {@code
     *     ended}
     * @param elsewhere whether your profile names another server for it
     */
    public record Standing(String name, String origin, String standing, boolean elsewhere, String until) {
        static Standing read(JsonObject json) {
            return new Standing(
                    json.string("name").orElse(""),
                    json.string("origin").orElse(""),
                    json.string("standing").orElse(""),
                    json.get("elsewhere") instanceof JsonBoolean elsewhere && elsewhere.value(),
                    json.string("until").orElse(""));
        }
    }

    /** Asks the server to look for the proof; a {@link ClientProblem} says which record to add when it is not there. */
    public Standing add(String domain) {
        Gateways.From from = owner.gateways().send("PUT", path(domain));
        refuseUnproven(from.answer(), from.gateway(), domain, owner.did());
        return Standing.read(
                Answers.object(from.orRefuse("Bringing your domain").answer(), from.gateway()));
    }

    /** Turns a server's word that a domain is not proven into what to do; passes over everything else. */
    public static void refuseUnproven(GatewayAnswer answer, Origin gateway, String domain, Did did) {
        if (!answer.isSuccess() && isUnproven(answer))
            throw new ClientProblem(
                    gateway + " does not see yet that " + domain + " is yours.",
                    Proof.of(domain, did).words() + " Then run the same command again.");
    }

    private static boolean isUnproven(GatewayAnswer answer) {
        return Answers.json(answer.body())
                .flatMap(json -> json.string("type"))
                .filter(UNPROVEN::equals)
                .isPresent();
    }

    /** All that the server has. */
    public List<Standing> list() {
        Gateways.From from = owner.gateways().get(path(""), "application/json").orRefuse("Reading your domains");
        return Answers.object(from.answer(), from.gateway()).list("domains").stream()
                .filter(JsonObject.class::isInstance)
                .map(json -> Standing.read((JsonObject) json))
                .toList();
    }

    /** Lets the server stop answering for a domain. */
    public void remove(String domain) {
        owner.gateways().send("DELETE", path(domain)).orRefuse("Giving up the domain");
    }

    /** Where a domain points. */
    public sealed interface Pointing {
        /** To the instance with this key. */
        record To(String instance) implements Pointing {}

        /** To nothing that is a server for portable accounts, or that answers for the domain. */
        record Nowhere(String reason) implements Pointing {}
    }

    /** Asks the domain itself which instance it points to. */
    public Pointing pointing(Origin origin) {
        try {
            GatewayAnswer answer = owner.surroundings()
                    .connection()
                    .send("GET", URI.create(origin + "/.well-known/apgateway"), Map.of("Accept", "application/json"));
            Optional<String> instance = answer.isSuccess()
                    ? Answers.json(answer.body()).flatMap(json -> json.string("instance"))
                    : Optional.empty();
            return instance.<Pointing>map(Pointing.To::new)
                    .orElseGet(() -> new Pointing.Nowhere("no server there answers for it"));
        } catch (IOException e) {
            return new Pointing.Nowhere(GatewayConnection.reason(e));
        }
    }

    private String path(String domain) {
        String all = "/client/v1/" + owner.did() + "/own-domains";
        return domain.isEmpty() ? all : all + "/" + ascii(domain);
    }

    /** A domain in the spelling of the DNS. */
    public static String ascii(String domain) {
        return Origin.ofUrl("https://" + domain.strip())
                .filter(origin -> origin.port() < 0 && origin.host().contains("."))
                .map(Origin::host)
                .orElseThrow(() -> new ClientProblem(domain + " is not a domain.", "Write it like alice.example"));
    }

    /** Where a server answers under a domain: by the scheme and the port that it has itself. */
    public static Origin originAt(Origin server, String domain) {
        return new Origin(server.scheme(), ascii(domain), server.port());
    }
}
