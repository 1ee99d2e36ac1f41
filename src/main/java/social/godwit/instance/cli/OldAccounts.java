package social.godwit.instance.cli;

import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.SignIn;

/** Finds accounts that are not the one in the folder. */
final class OldAccounts {
    private OldAccounts() {}

    /**
     * Somebody's account.
     *
     * @param at a server that keeps it; empty for the one in the address
     */
    static SignIn.Account find(Godwit godwit, String whom, String at) {
        Optional<Origin> named = at.isEmpty()
                ? Optional.empty()
                : Optional.of(Origin.parse(at.endsWith("/") ? at.substring(0, at.length() - 1) : at)
                        .orElseThrow(() -> new ClientProblem(
                                at + " is not the address of a server.", "Write it like https://example.org")));
        return new SignIn(godwit.surroundings(), named).find(whom);
    }
}
