package social.godwit.activitypub.gateway;

import java.util.List;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Audits;

/** The newest links of an account's chains, as its own devices are told. */
public final class Chains {
    /** An account has at most 256 devices with two chains each; keys that may not speak could make more. */
    private static final int MAX = 512;

    private Chains() {}

    /** {@code [{device, class, seq, hash, count, counts}]}, at most {@value #MAX}. */
    public static List<Json> json(List<Audits.ChainHead> chains) {
        return chains.stream().limit(MAX).map(Chains::json).toList();
    }

    private static Json json(Audits.ChainHead head) {
        return JsonObject.builder()
                .put("device", head.link().device().toString())
                .put("class", head.chain().toString())
                .put("seq", head.link().seq())
                .put("hash", head.link().hash().multibase())
                .put("count", head.count())
                .put("counts", head.counts())
                .build();
    }
}
