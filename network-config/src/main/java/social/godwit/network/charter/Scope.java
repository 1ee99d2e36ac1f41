package social.godwit.network.charter;

import java.util.List;
import social.godwit.network.form.Members;

/**
 * What the network is about.
 *
 * @param topics at most 32 words, such as {@code birds}
 * @param adult whether adult content belongs here
 * @param minimumAge of its members, in years; 0: none
 */
public record Scope(List<String> topics, boolean adult, int minimumAge) {
    static Scope read(Members members) {
        return new Scope(members.texts("topics", 32, 64), members.flag("adult"), members.small("minimumAge", 0, 99));
    }
}
