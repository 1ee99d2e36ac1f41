package social.godwit.instance.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import social.godwit.activitypub.domain.DnsTxt.Answer;
import social.godwit.activitypub.domain.VertxDnsTxt;

@DisplayName("TXT records, over UDP")
class VertxDnsTxtTest {
    private final Vertx vertx = Vertx.vertx();
    private final DnsStandIn one = DnsStandIn.start();
    private final DnsStandIn two = DnsStandIn.start();

    @AfterEach
    void stop() {
        one.close();
        two.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    private Answer ask(DnsStandIn... resolvers) {
        return VertxDnsTxt.of(
                        vertx,
                        Stream.of(resolvers)
                                .map(resolver ->
                                        new VertxDnsTxt.Resolver(InetAddress.getLoopbackAddress(), resolver.port()))
                                .toList())
                .ask("_godwit.alice.test")
                .await()
                .atMost(Duration.ofSeconds(30));
    }

    @Test
    void areAllRead() {
        one.txt("_godwit.alice.test", "did=a", "did=b");
        assertThat(ask(one)).isEqualTo(new Answer.Records(List.of("did=a", "did=b")));
    }

    @Test
    void areNoneWhereThereIsNoName() {
        assertThat(ask(one)).isEqualTo(new Answer.Records(List.of()));
        one.txt("_godwit.alice.test");
        assertThat(ask(one)).isEqualTo(new Answer.Records(List.of()));
    }

    @Test
    void areUnknownWhenTheResolverHasTroubleOrIsAway() {
        one.broken(true);
        assertThat(ask(one)).isInstanceOf(Answer.Unavailable.class);
        one.close();
        assertThat(ask(one)).isInstanceOf(Answer.Unavailable.class);
    }

    @Test
    void countWhenTheResolversAgree() {
        one.txt("_godwit.alice.test", "did=a");
        two.txt("_godwit.alice.test", "did=a", "did=eve");
        assertThat(ask(one, two)).isEqualTo(new Answer.Records(List.of("did=a")));
        two.broken(true);
        assertThat(ask(one, two)).isInstanceOf(Answer.Unavailable.class);
    }
}
