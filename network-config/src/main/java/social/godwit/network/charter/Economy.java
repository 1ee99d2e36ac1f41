package social.godwit.network.charter;

import java.util.List;
import java.util.Optional;
import social.godwit.network.form.Members;
import social.godwit.network.form.Texts;

/** Who pays for the network: where to support it, and what must be known about its money. */
public record Economy(List<String> support, Optional<Texts> fee, Texts disclosure) {
    static Economy read(Members members) {
        List<String> support = members.texts("support", 8, 500);
        if (!support.stream().allMatch(link -> link.startsWith("https://"))) {
            throw members.fault("support", "holds something other than https addresses");
        }
        return new Economy(
                support,
                members.optional("fee", key -> members.translated(key, 300)),
                members.translated("disclosure", 2_000));
    }
}
