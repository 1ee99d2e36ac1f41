package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.remote.GuardedClient;
import social.godwit.activitypub.remote.RemoteOutcome;
import social.godwit.activitypub.remote.RemoteRequest;
import social.godwit.identity.did.Did;

/**
 * Looks for a domain's proof: TXT records first; only where there are none that name an account, the file {@value #FILE} at
 * the domain, which nobody else can write while the name points to the owner's own web server. Once the name points to an
 * instance, no file is believed: the instance would prove itself. No Godwit serves that path, none asks itself for it, and no
 * redirect is followed to it.
 */
@ApplicationScoped
public class DomainProofs {
    static final String FILE = "/.well-known/godwit-did";
    private static final int FILE_SIZE_MAX = 4 * 1024;

    private final DnsTxt dns;
    private final GuardedClient client;
    private final Instance instance;

    DomainProofs(DnsTxt dns, GuardedClient client, Instance instance) {
        this.dns = dns;
        this.client = client;
        this.instance = instance;
    }

    /** Looks now. */
    public Uni<DomainProof> look(DomainName name) {
        return dns.ask(name.proofName()).flatMap(answer -> switch (answer) {
            case DnsTxt.Answer.Unavailable unavailable ->
                Uni.createFrom().item(new DomainProof.Unknown(unavailable.reason()));
            case DnsTxt.Answer.Records records -> {
                Set<Did> accounts = DomainProof.accounts(records.texts());
                yield accounts.isEmpty() ? file(name) : Uni.createFrom().item(new DomainProof.Shown(accounts, false));
            }
        });
    }

    private Uni<DomainProof> file(DomainName name) {
        URI uri = URI.create(name.origin(instance) + FILE);
        return client.send(RemoteRequest.get(uri, "text/plain").bodySizeMax(FILE_SIZE_MAX))
                .map(outcome -> outcome instanceof RemoteOutcome.Response response
                                && response.status() == 200
                                && response.uri().equals(uri)
                        ? DomainProof.accounts(new String(response.body(), StandardCharsets.UTF_8)
                                .lines()
                                .toList())
                        : Set.<Did>of())
                .map(accounts -> accounts.isEmpty() ? new DomainProof.None() : new DomainProof.Shown(accounts, true));
    }
}
