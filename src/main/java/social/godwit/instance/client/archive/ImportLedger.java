package social.godwit.instance.client.archive;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import social.godwit.instance.client.document.TimeId;
import social.godwit.instance.client.home.HomeFolder;

/**
 * The names of all that was brought along to this account with this folder, in a file of it, one a line: where an import goes
 * on that was broken off, and what one that is repeated passes over. Names are fixed by the old ids, so a lost file does no
 * harm: the gateway knows them, too.
 */
final class ImportLedger {
    private static final String FILE = "imported.names";

    private final HomeFolder home;
    private final Set<String> names = new HashSet<>();

    ImportLedger(HomeFolder home) {
        this.home = home;
        home.read(FILE).map(bytes -> new String(bytes, StandardCharsets.US_ASCII)).stream()
                .flatMap(String::lines)
                .filter(TimeId::isTimeId)
                .forEach(names::add);
    }

    boolean has(TimeId name) {
        return names.contains(name.value());
    }

    /** Remembers names of what a gateway has taken. */
    void add(Collection<TimeId> taken) {
        var lines = new StringBuilder();
        for (TimeId name : taken)
            if (names.add(name.value())) lines.append(name).append('\n');
        if (lines.length() > 0)
            home.append(FILE, FILE, lines.toString().getBytes(StandardCharsets.US_ASCII), Integer.MAX_VALUE);
    }
}
