package social.godwit.activitypub.signature;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import social.godwit.identity.encoding.RsaPublicKey;

/** What a provider of RSA must answer right before it is used: one valid signature, and the same with something changed. */
final class RsaSelfTest {
    private static final String KEY =
            "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA584MeZmKf08f6vgkxMGgF/XBFRu4+Vjsc9GfxVydd6qP+tIk"
                    + "nHCGSREu7EJoBK0v4S/m0Wg9VA56oxjUuLzYLGuIyj3kJ3CuSeyygNcLwdUY2/fqoi12mINmMinpydNtaUR8kbRXhkUG"
                    + "yafsfGfA0p5j75JVzta/6Bhzu7Z+3rD9TxqhYUN9BE6a0hzI6Vd6vfiUQii8xyDFwHWa4E6/nqQbGSaVvMj0NkHfVQNZ"
                    + "N8K9w4fDfyApQx2EVO5FiPAEYahXDemMlr7sVHIUps3ib+N6vFZtsBbskKGIpFRxFt+J751fap42sRfhmY71RatRYXa8"
                    + "gUMLFC+ACIppoTwxKwIDAQAB";
    private static final String SIGNATURE =
            "OrW9c8v8lXkYHP9k1JwMe/wIVk+wTsZXPGpMzCXWNxmdNvQjqqnyqhCWzS2SERr4TjXHoXOcPjBlMb58/uU43FPOxUT+"
                    + "Q6wLmVVFDVX09JwztY01ZFaCSZEyVOk6PXh06KNkjbHI7ejPki2pmHTEviJMMmBc+uRflg9SDUSPtRdQHYGzcZs5JXiO"
                    + "gtubHKrQkrm4ZoUAzbNo24TApNAEci4mP7jD+15YcnwDJV7HMBKueROu/oqGi/3knjGRBpvwWpr0ZoYixZghCNOOSw0q"
                    + "z9RF9qfal905O41IV99owIZMU3S0FauY9zLNwjG26uGuYFet/J4uQt2mn6weY3sqYg==";

    private RsaSelfTest() {}

    static boolean passes(RsaEngine engine) {
        RsaPublicKey key = RsaPublicKey.fromPem("-----BEGIN PUBLIC KEY-----" + KEY + "-----END PUBLIC KEY-----")
                .orElseThrow();
        byte[] message = "godwit self-test".getBytes(StandardCharsets.US_ASCII);
        byte[] good = Base64.getDecoder().decode(SIGNATURE);
        byte[] wrong = good.clone();
        wrong[100] ^= 1;
        return engine.verifies(key, message, good)
                && !engine.verifies(key, message, wrong)
                && !engine.verifies(key, new byte[1], good);
    }
}
