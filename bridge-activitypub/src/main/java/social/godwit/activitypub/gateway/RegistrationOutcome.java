package social.godwit.activitypub.gateway;

import java.util.List;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.http.Problem;
import social.godwit.identity.json.JsonObject;

/** What a registration comes to. */
public sealed interface RegistrationOutcome {
    /**
     * The account is registered here.
     *
     * @param fresh false when it had been before: everything is answered once more
     * @param sealedKey the RSA key's private half, sealed to the owner
     * @param receipts this gateway's receipts for what came with the registration
     * @param warnings what the owner should know
     */
    record Registered(
            Account account, boolean fresh, String sealedKey, List<JsonObject> receipts, List<String> warnings)
            implements RegistrationOutcome {
        public Registered {
            receipts = List.copyOf(receipts);
            warnings = List.copyOf(warnings);
        }
    }

    /** It is not; nothing was kept. */
    record Refused(Problem problem) implements RegistrationOutcome {}
}
