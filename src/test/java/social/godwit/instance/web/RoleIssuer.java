package social.godwit.instance.web;

import java.nio.file.Path;
import java.util.List;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.OperatorConnection;

/** Somebody whom a charter names to vouch for roles. */
final class RoleIssuer {
    private RoleIssuer() {}

    /** The operator of the instance whose data lie in this folder, as {@code verification.issuers} has it. */
    static JsonObject operator(Path folder) {
        return JsonObject.builder()
                .put(
                        "did",
                        OperatorConnection.key(folder.resolve("data/operator.key"))
                                .did()
                                .toString())
                .put("claims", List.of("role"))
                .build();
    }
}
