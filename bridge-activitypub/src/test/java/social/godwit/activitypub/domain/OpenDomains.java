package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.http.Headers;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.identity.Randomness;
import social.godwit.store.Database;

/** Brought domains over a test's database, with a DNS and web servers that say what the test wants. */
public final class OpenDomains {
    /** What the DNS answers, by the name of the record; nothing else exists. */
    public final Map<String, DnsTxt.Answer> dns = new HashMap<>();
    /** Files, by URL. */
    public final Map<String, String> files = new HashMap<>();

    public final DomainStore store;
    public final DomainProofs proofs;
    public final DomainChecks checks;
    public final BroughtOrigins origins;

    public OpenDomains(Database database, Instance instance, Randomness randomness, InstantSource clock) {
        store = new HibernateDomainStore(database);
        proofs = new DomainProofs(
                name -> Uni.createFrom().item(dns.getOrDefault(name, new DnsTxt.Answer.Records(List.of()))),
                request -> Uni.createFrom().item(file(request.uri())),
                instance);
        checks = new DomainChecks(store, proofs, randomness, clock);
        origins = new BroughtOrigins(instance, store, clock);
    }

    private RemoteOutcome file(java.net.URI uri) {
        String text = files.get(uri.toString());
        return text == null
                ? new RemoteOutcome.Failed("no such host")
                : new RemoteOutcome.Response(
                        200, Headers.none(), text.getBytes(java.nio.charset.StandardCharsets.UTF_8), uri);
    }

    /** The DNS says from now on that {@code domain} has these records. */
    public void txt(String domain, String... texts) {
        dns.put("_godwit." + domain, new DnsTxt.Answer.Records(List.of(texts)));
    }

    /** Nobody can be asked about {@code domain} from now on. */
    public void silent(String domain) {
        dns.put("_godwit." + domain, new DnsTxt.Answer.Unavailable("SERVFAIL"));
    }
}
