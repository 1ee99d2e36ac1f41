package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.network.ProfileLinks;

/** {@code account links}. */
@Command(
        name = "links",
        description = "Whether the pages that your profile links to point back to it (rel=\"me\"), and if not, why.")
final class AccountLinks extends OwnerCommand {
    @Override
    Told run(Owner owner) {
        List<ProfileLinks.Checked> checked = new ProfileLinks(owner).check();
        StringJoiner lines = new StringJoiner("\n");
        for (ProfileLinks.Checked one : checked) lines.add(one.link() + "  " + one.words());
        return Told.done(
                JsonObject.builder()
                        .put(
                                "links",
                                checked.stream()
                                        .map(one -> JsonObject.builder()
                                                .put("link", one.link())
                                                .put("verified", one.verified())
                                                .put("detail", one.words())
                                                .build())
                                        .toList())
                        .build(),
                checked.isEmpty()
                        ? "Your profile has no links. Add one with: godwit account update --field \"Blog=https://…\""
                        : lines.toString());
    }
}
