package social.godwit.activitypub.remote;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import social.godwit.activitypub.http.RemoteUris;
import social.godwit.activitypub.listing.Cursor;
import social.godwit.activitypub.media.ByteRange;
import social.godwit.activitypub.media.HashlinkPath;
import social.godwit.activitypub.vocabulary.Emojis;
import social.godwit.activitypub.vocabulary.Ids;

/** Actors, addresses and names by strangers: none may throw, and addresses of an actor are at its own host. */
class RemoteFuzzTest {
    private static final Instant NOW = Instant.parse("2026-11-26T12:00:00Z");

    @FuzzTest(maxDuration = "60s")
    void actors(byte[] data) {
        var document = new RemoteDocument("https://far.test/users/bob", data, URI.create("https://far.test/users/bob"));
        if (ActorReader.read(document, NOW) instanceof ActorReader.Reading.Actor(RemoteActor actor)) {
            assertThat(RemoteUris.sameOrigin(actor.inbox(), document.id())).isTrue();
            actor.outbox()
                    .ifPresent(url -> assertThat(RemoteUris.sameOrigin(url, document.id()))
                            .isTrue());
        }
    }

    @FuzzTest(maxDuration = "60s")
    void names(byte[] data) {
        String text = new String(data, StandardCharsets.UTF_8);
        Handle.parse(text)
                .ifPresent(handle -> assertThat(Handle.parse(handle.acct())).contains(handle));
        RemoteUris.parse(text).ifPresent(uri -> {
            assertThat(uri.getHost()).isNotEmpty();
            assertThat(uri.getRawUserInfo()).isNull();
            assertThat(RemoteUris.sameOrigin(text, text)).isTrue();
        });
        if (Ids.usable(text)) {
            assertThat(Ids.compared(Ids.compared(text))).isEqualTo(Ids.compared(text));
            Ids.origin(text);
            Ids.host(text);
        }
        Cidr.parse(text);
        Cursor.parse(text);
        Emojis.reaction(text);
        HashlinkPath.parse(text);
        if (ByteRange.parse(text, 1_000) instanceof ByteRange.Asked.Part(ByteRange range)) {
            assertThat(range.first()).isBetween(0L, 999L);
            assertThat(range.last()).isBetween(range.first(), 999L);
        }
    }
}
