package social.godwit.network.host.web;

import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.proof.ProofTime;
import social.godwit.network.card.CardJson;
import social.godwit.network.card.NetworkCard;
import social.godwit.network.charter.Charter;
import social.godwit.network.charter.CharterReading;
import social.godwit.network.duty.Duty;
import social.godwit.network.host.Networks;
import social.godwit.network.member.Newcomer;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.document.VersionRank;

/**
 * {@code /networks}: which networks are hosted here, each on one page, its charter, and every signed document that it follows from,
 * so that nobody has to take this server's word. Texts come in the reader's languages ({@code Accept-Language}).
 */
@Path("/networks")
@Produces("application/json")
public class NetworksResource {
    /** As long as cards stay as they are, see {@link Networks#refresh}. */
    private static final String SHORT = "public, max-age=5";

    private static final int EMERGENCIES_MAX = 20;
    private static final int NEWCOMERS_MAX = 50;
    private static final int DRAFT_BYTES_MAX = 2 * Charter.MAX_BYTES;

    private final Networks networks;

    NetworksResource(Networks networks) {
        this.networks = networks;
    }

    /** All networks, each with its name and its charter's hash. */
    @GET
    public Response all(@Context HttpHeaders headers) {
        List<String> languages = ReaderLanguages.of(headers);
        List<JsonObject> cards = networks.cards().stream()
                .map(card -> CardJson.of(card, languages))
                .toList();
        return ok(JsonObject.builder().put("networks", cards).build());
    }

    /** One network on one page. */
    @GET
    @Path("/{network}")
    public Response card(@PathParam("network") String network, @Context HttpHeaders headers) {
        return found(
                network,
                card -> Optional.of(JsonObject.builder()
                        .putAll(CardJson.of(card, ReaderLanguages.of(headers)))
                        .put("number", networks.number(card.network()))
                        .putIfPresent("ends", networks.ends(card.network()).map(ProofTime::format))
                        .putIfPresent("joined", networks.joined(card.network()).map(Sha256::multibase))
                        .build()));
    }

    /** A version of the charter as it was signed: the one in force, or the one with that number. */
    @GET
    @Path("/{network}/charter")
    public Response charter(
            @PathParam("network") String network, @QueryParam("version") @DefaultValue("0") long version) {
        return found(
                network,
                card -> (version == 0
                                ? card.charter()
                                : card.chain().versions().stream()
                                        .filter(one -> one.version() == version)
                                        .findFirst())
                        .map(Charter::json));
    }

    /** Signed documents in the order in which they came here, up to {@link Networks#PAGE}, and after which number to go on. */
    @GET
    @Path("/{network}/documents")
    public Uni<Response> documents(
            @PathParam("network") String network, @QueryParam("after") @DefaultValue("0") long after) {
        Optional<Did> did =
                Did.parse(network).filter(known -> networks.card(known).isPresent());
        return did.isEmpty()
                ? Uni.createFrom().item(notFound())
                : networks.acts(did.get(), after)
                        .map(acts -> ok(JsonObject.builder()
                                .put("network", network)
                                .put("documents", parsed(acts.documents()))
                                .put("next", acts.next())
                                .build()));
    }

    /**
     * Who joined, of the accounts that are kept here: their signed {@code Join}s, newest first, and before which mark to go on; no
     * {@code next} at the end.
     */
    @GET
    @Path("/{network}/members")
    public Uni<Response> members(
            @PathParam("network") String network, @QueryParam("before") @DefaultValue("") String before) {
        Optional<Did> did =
                Did.parse(network).filter(known -> networks.card(known).isPresent());
        Optional<VersionRank> mark = VersionRank.parse(before);
        return did.isEmpty() || (mark.isEmpty() && !before.isEmpty())
                ? Uni.createFrom().item(notFound())
                : networks.joins(did.get(), mark)
                        .map(page -> ok(JsonObject.builder()
                                .put("network", network)
                                .put(
                                        "documents",
                                        parsed(page.items().stream()
                                                .map(StoredDocument::bytes)
                                                .toList()))
                                .putIfPresent("next", page.next().map(VersionRank::toString))
                                .build()));
    }

    /** With what an account joined, if it did, and whether it counts as a member by now. */
    @GET
    @Path("/{network}/members/{account}")
    public Uni<Response> membership(@PathParam("network") String network, @PathParam("account") String account) {
        Optional<Did> did =
                Did.parse(network).filter(known -> networks.card(known).isPresent());
        Optional<Did> member = Did.parse(account);
        return did.isEmpty() || member.isEmpty()
                ? Uni.createFrom().item(notFound())
                : networks.joinedWith(did.get(), member.get()).map(joined -> {
                    JsonObject.Builder json = JsonObject.builder()
                            .put("network", network)
                            .put("account", account)
                            .put("counts", counts(did.get(), member.get()));
                    joined.ifPresent(document -> json.put("joined", document.json()));
                    return fresh(json.build());
                });
    }

    private boolean counts(Did network, Did account) {
        return networks.members(network).values().stream()
                .anyMatch(one -> one.member().equals(account));
    }

    /**
     * How many members have to vouch for a newcomer ({@code needed}), and for whom fewer do: how many these are, and the
     * {@value #NEWCOMERS_MAX} for whom most do, the newest first.
     */
    @GET
    @Path("/{network}/newcomers")
    public Response newcomers(@PathParam("network") String network) {
        return Did.parse(network)
                .flatMap(networks::card)
                .map(card -> {
                    List<Newcomer> all = networks.newcomers(card.network());
                    return fresh(JsonObject.builder()
                            .put("network", network)
                            .put(
                                    "needed",
                                    card.charter()
                                            .map(charter -> charter.joining().vouches())
                                            .orElse(0))
                            .put("waiting", all.size())
                            .put(
                                    "newcomers",
                                    all.stream()
                                            .limit(NEWCOMERS_MAX)
                                            .map(Newcomer::json)
                                            .toList())
                            .build());
                })
                .orElseGet(NetworksResource::notFound);
    }

    /** Who may vote by now, as far as this server knows. */
    @GET
    @Path("/{network}/roll")
    public Response roll(@PathParam("network") String network) {
        return found(
                network,
                card -> Optional.of(JsonObject.builder()
                        .put("network", network)
                        .put(
                                "members",
                                networks.voters(card.network()).stream()
                                        .map(Did::toString)
                                        .toList())
                        .build()));
    }

    /**
     * What waits for signatures, of whom and of how many; and the newest {@value #EMERGENCIES_MAX} wishes to use an emergency power,
     * whatever came of them.
     */
    @GET
    @Path("/{network}/duties")
    public Response duties(@PathParam("network") String network) {
        return Did.parse(network)
                .flatMap(networks::card)
                .map(card -> fresh(JsonObject.builder()
                        .put("network", network)
                        .put(
                                "duties",
                                networks.duties(card.network()).stream()
                                        .map(Duty::json)
                                        .toList())
                        .put("emergencies", CardJson.emergencies(card, EMERGENCIES_MAX))
                        .build()))
                .orElseGet(NetworksResource::notFound);
    }

    /** In which networks hosted here how many signatures of an account are waited for. */
    @GET
    @Path("/duties")
    public Response duties(@QueryParam("account") @DefaultValue("") String account, @Context HttpHeaders headers) {
        List<String> languages = ReaderLanguages.of(headers);
        Optional<Did> asked = Did.parse(account);
        List<JsonObject> all = networks.cards().stream()
                .sorted(Comparator.comparing(card -> card.network().toString()))
                .flatMap(card -> asked.stream().flatMap(did -> owed(card, did, languages).stream()))
                .toList();
        return fresh(JsonObject.builder().put("networks", all).build());
    }

    private Optional<JsonObject> owed(NetworkCard card, Did account, List<String> languages) {
        long count = networks.duties(card.network()).stream()
                .filter(duty -> duty.asked().contains(account))
                .count();
        return count == 0
                ? Optional.empty()
                : Optional.of(JsonObject.builder()
                        .put("network", card.network().toString())
                        .putIfPresent("name", card.name(languages))
                        .put("duties", count)
                        .build());
    }

    /**
     * What is wrong with a version of a charter in its form, {@code where} and for what {@code reason}; an empty object when it can be
     * read. Nothing is kept.
     */
    @POST
    @Path("/{network}/draft")
    @Consumes("application/json")
    public Response draft(@PathParam("network") String network, InputStream body) throws IOException {
        byte[] bytes = body.readNBytes(DRAFT_BYTES_MAX + 1);
        JsonObject.Builder fault = JsonObject.builder();
        if (bytes.length > DRAFT_BYTES_MAX
                || !(StrictJson.read(bytes, JsonLimits.DOCUMENT) instanceof JsonReading.Read(JsonObject charter))) {
            fault.put("where", "").put("reason", "is no JSON object of at most " + DRAFT_BYTES_MAX + " bytes");
        } else if (Charter.read(charter) instanceof CharterReading.Malformed bad) {
            fault.put("where", bad.where()).put("reason", bad.reason());
        }
        return fresh(fault.build());
    }

    /** What is vouched for about an account: claim, issuer, dates, and the credential, for checking it oneself. */
    @GET
    @Path("/{network}/verified/{account}")
    public Response verified(@PathParam("network") String network, @PathParam("account") String account) {
        return found(network, card -> Did.parse(account).map(did -> CardJson.verified(card, did)));
    }

    /**
     * What was ruled about accounts and posts in this network's view, with rule, facts and what came of it, the newest first, at most
     * {@link Networks#PAGE}; with {@code about} only what concerns that id, {@code account:…} or {@code post:…}.
     */
    @GET
    @Path("/{network}/rulings")
    public Response rulings(@PathParam("network") String network, @QueryParam("about") @DefaultValue("") String about) {
        return found(network, card -> Optional.of(CardJson.rulings(card, about, Networks.PAGE)));
    }

    private Response found(String network, Function<NetworkCard, Optional<JsonObject>> shown) {
        return Did.parse(network)
                .flatMap(networks::card)
                .flatMap(shown)
                .map(NetworksResource::ok)
                .orElseGet(NetworksResource::notFound);
    }

    private static List<Json> parsed(List<byte[]> documents) {
        List<Json> parsed = new ArrayList<>(documents.size());
        for (byte[] document : documents) {
            if (StrictJson.read(document, JsonLimits.DOCUMENT) instanceof JsonReading.Read(Json json)) {
                parsed.add(json);
            }
        }
        return parsed;
    }

    private static Response ok(JsonObject json) {
        return Response.ok(Jcs.bytes(json))
                .header("Cache-Control", SHORT)
                .header("Vary", "Accept, Accept-Language")
                .header("Access-Control-Allow-Origin", "*")
                .build();
    }

    /** What nobody is to keep. */
    private static Response fresh(JsonObject json) {
        return Response.ok(Jcs.bytes(json)).header("Cache-Control", "no-store").build();
    }

    /** RFC 9457. */
    private static Response notFound() {
        JsonObject problem = JsonObject.builder()
                .put("type", "urn:godwit:problem:network")
                .put("status", 404)
                .put("title", "Not Found")
                .put("detail", "This network is not hosted here, or has no such version.")
                .build();
        return Response.status(404)
                .type("application/problem+json")
                .entity(Jcs.bytes(problem))
                .build();
    }
}
