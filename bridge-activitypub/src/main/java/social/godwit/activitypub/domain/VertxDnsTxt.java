package social.godwit.activitypub.domain;

import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.core.dns.DnsClient;
import io.vertx.core.dns.DnsClientOptions;
import io.vertx.core.dns.DnsException;
import io.vertx.core.dns.DnsResponseCode;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Asks the resolvers that the operator names, or the machine's own. What more than half of them say is the answer: one that
 * lies, or is lied to, can then neither give a domain away nor end it. Each question goes out by a port of its own.
 */
public final class VertxDnsTxt implements DnsTxt {
    /** More resolvers are not asked. */
    public static final int RESOLVERS_MAX = 5;

    private static final Duration TIMEOUT = Duration.ofSeconds(4);

    private final Vertx vertx;
    private final List<DnsClientOptions> resolvers;

    private VertxDnsTxt(Vertx vertx, List<DnsClientOptions> resolvers) {
        this.vertx = vertx;
        this.resolvers = resolvers;
    }

    /** A resolver: an IP address and a port, 53 when nothing else is said. */
    public record Resolver(InetAddress address, int port) {}

    /** Asks these resolvers; when there are none, the first that the machine's configuration names. */
    public static VertxDnsTxt of(Vertx vertx, List<Resolver> resolvers) {
        List<DnsClientOptions> options = resolvers.stream()
                .limit(RESOLVERS_MAX)
                .map(resolver ->
                        options().setHost(resolver.address().getHostAddress()).setPort(resolver.port()))
                .toList();
        return new VertxDnsTxt(vertx, options.isEmpty() ? List.of(options()) : options);
    }

    private static DnsClientOptions options() {
        return new DnsClientOptions().setQueryTimeout(TIMEOUT.toMillis()).setRecursionDesired(true);
    }

    @Override
    public Uni<Answer> ask(String name) {
        List<Uni<Answer>> answers =
                resolvers.stream().map(resolver -> ask(resolver, name)).toList();
        return Uni.join().all(answers).andFailFast().map(VertxDnsTxt::most);
    }

    private Uni<Answer> ask(DnsClientOptions resolver, String name) {
        return Uni.createFrom().deferred(() -> {
            DnsClient client = vertx.createDnsClient(resolver);
            return Uni.createFrom()
                    .completionStage(() -> client.resolveTXT(name).toCompletionStage())
                    .map(texts -> (Answer) new Answer.Records(texts))
                    .onFailure()
                    .recoverWithItem(VertxDnsTxt::failed)
                    .ifNoItem()
                    .after(TIMEOUT.plusSeconds(1))
                    .recoverWithItem(() -> new Answer.Unavailable("the resolver did not answer in time"))
                    .onTermination()
                    .invoke(() -> client.close());
        });
    }

    private static Answer failed(Throwable failure) {
        return failure instanceof DnsException dns && dns.code() == DnsResponseCode.NXDOMAIN
                ? new Answer.Records(List.of())
                : new Answer.Unavailable(
                        failure instanceof DnsException dns
                                ? "the resolver answered " + dns.code()
                                : "no resolver answered");
    }

    /** What more than half of the resolvers say, record by record. */
    static Answer most(List<Answer> answers) {
        int needed = answers.size() / 2 + 1;
        Map<String, Integer> votes = new HashMap<>();
        int heard = 0;
        Optional<Answer> failed = Optional.empty();
        for (Answer answer : answers) {
            switch (answer) {
                case Answer.Records records -> {
                    heard++;
                    Set.copyOf(records.texts()).forEach(text -> votes.merge(text, 1, Integer::sum));
                }
                case Answer.Unavailable unavailable -> failed = Optional.of(unavailable);
            }
        }
        Set<String> agreed = new TreeSet<>();
        boolean open = false;
        int silent = answers.size() - heard;
        for (Map.Entry<String, Integer> vote : votes.entrySet()) {
            if (vote.getValue() >= needed) {
                agreed.add(vote.getKey());
            } else {
                open |= vote.getValue() + silent >= needed;
            }
        }
        if (heard < needed) {
            return failed.orElseGet(() -> new Answer.Unavailable("no resolver answered"));
        }
        return agreed.isEmpty() && open
                ? new Answer.Unavailable("the resolvers do not agree")
                : new Answer.Records(new ArrayList<>(agreed));
    }
}
