package social.godwit.store.record;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.key.SigningKey;

/** A gateway that signs records. */
final class RecordMaker {
    static final String INBOX = "/.well-known/apgateway/did:key:z6Mk/inbox";

    final Origin origin;
    final SigningKey key;

    RecordMaker(String origin, long seed) {
        var random = new Random(seed);
        this.origin = Origin.parse(origin).orElseThrow();
        this.key = SigningKey.generate(count -> {
            byte[] bytes = new byte[count];
            random.nextBytes(bytes);
            return bytes;
        });
    }

    static StrangerRequest request(String body) {
        return new StrangerRequest(
                Optional.of(new StrangerRequest.Head(
                        INBOX, List.of(new StrangerRequest.Field("signature", "keyId=\"k\",signature=\"s\"")))),
                body);
    }

    GatewayRecord unsigned(Did account, RecordKind kind, String subject, Instant said, Instant received, String body) {
        return GatewayRecord.ofRequest(account, origin, key.did(), kind, subject, received, said, request(body));
    }

    GatewayRecord.Signed follower(Did account, String actor, Instant said, Instant received, String body) {
        return sign(unsigned(account, RecordKind.FOLLOWER, actor, said, received, body));
    }

    GatewayRecord.Signed activity(Did account, String id, Instant at) {
        return sign(unsigned(account, RecordKind.ACTIVITY, id, at, at, "{\"id\":\"" + id + "\"}"));
    }

    GatewayRecord.Signed delivered(Did account, Sha256 document, Instant at, String... inboxes) {
        return sign(GatewayRecord.delivered(account, origin, key.did(), document, List.of(inboxes), false, at));
    }

    GatewayRecord.Signed entry(Did account, Sha256 entry, Instant at) {
        return sign(GatewayRecord.entry(account, origin, key.did(), entry, List.of(key.did()), at));
    }

    GatewayRecord.Signed sign(GatewayRecord record) {
        return record.sign(key).orElseThrow();
    }

    RecordRules.Gateway gateway() {
        return new RecordRules.Gateway(origin, key.did());
    }

    RecordRules.Pinned pinnedBy(Did account) {
        return new RecordRules.Pinned(account, Set.of(gateway()), Set.of(INBOX));
    }
}
