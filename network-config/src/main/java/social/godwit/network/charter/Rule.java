package social.godwit.network.charter;

import java.util.Optional;
import social.godwit.network.form.Members;
import social.godwit.network.form.Texts;

/**
 * A rule that members live by, in the order of the charter. Reports, decisions and statements of reasons cite its id, which
 * stays when the text changes.
 *
 * @param hint what is meant, at greater length
 * @param since the version of the charter in which it stands for the first time
 */
public record Rule(String id, Texts text, Optional<Texts> hint, Severity severity, long since) {
    /** How grave a breach is. */
    public enum Severity {
        ADVICE,
        MINOR,
        MAJOR,
        GRAVE
    }

    static Rule read(Members members) {
        return new Rule(
                members.id("id"),
                members.translated("text", 500),
                members.optional("hint", key -> members.translated(key, 2_000)),
                members.word("severity", Severity.class),
                members.integer("since", 1, Charter.MAX_VERSION));
    }
}
