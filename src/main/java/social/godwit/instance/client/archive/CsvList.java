package social.godwit.instance.client.archive;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import social.godwit.instance.client.ClientProblem;

/**
 * A list that the old server gave in CSV: whom one follows, blocks or mutes, which servers, who is on which list, what is
 * bookmarked. As Mastodon writes them; snac2, GoToSocial and others write the same.
 *
 * @param rows without the heading
 * @param account the column with the address
 */
record CsvList(Part part, List<List<String>> rows, int account) {
    private static final String ADDRESS = "account address";

    /** Tells by the heading, the file's name or the content what list it is; a {@link ClientProblem} when nothing tells. */
    static CsvList of(String name, List<List<String>> rows, Optional<Part> as) {
        List<String> heading = rows.isEmpty()
                ? List.of()
                : rows.getFirst().stream()
                        .map(field -> field.toLowerCase(Locale.ROOT))
                        .toList();
        boolean headed = heading.contains(ADDRESS)
                || heading.contains("list name")
                || heading.contains("#domain")
                || heading.equals(List.of("domain"))
                || heading.contains("#uri");
        Part part = as.or(() -> byHeading(heading))
                .or(() -> byName(name))
                .or(() -> byContent(rows))
                .orElseThrow(() -> new ClientProblem(
                        "What " + name + " is a list of, it does not say.",
                        "Say it: --as follows, blocks, mutes, domains, lists or bookmarks"));
        int otherwise = part == Part.LISTS ? 1 : 0;
        int account = heading.contains(ADDRESS) ? heading.indexOf(ADDRESS) : otherwise;
        return new CsvList(part, headed ? rows.subList(1, rows.size()) : rows, account);
    }

    private static Optional<Part> byHeading(List<String> heading) {
        if (heading.contains("hide notifications")) return Optional.of(Part.MUTES);
        if (heading.contains("show boosts")) return Optional.of(Part.FOLLOWS);
        if (heading.contains("list name")) return Optional.of(Part.LISTS);
        if (heading.contains("#domain") || heading.equals(List.of("domain"))) return Optional.of(Part.DOMAINS);
        return heading.contains("#uri") ? Optional.of(Part.BOOKMARKS) : Optional.empty();
    }

    private static Optional<Part> byName(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
        if (name.contains("domain")) return Optional.of(Part.DOMAINS);
        if (name.contains("block")) return Optional.of(Part.BLOCKS);
        if (name.contains("mute")) return Optional.of(Part.MUTES);
        if (name.contains("follow")) return Optional.of(Part.FOLLOWS);
        if (name.contains("bookmark")) return Optional.of(Part.BOOKMARKS);
        return name.contains("list") ? Optional.of(Part.LISTS) : Optional.empty();
    }

    private static Optional<Part> byContent(List<List<String>> rows) {
        if (rows.isEmpty()) return Optional.empty();
        if (rows.stream().allMatch(row -> row.getFirst().startsWith("https://"))) return Optional.of(Part.BOOKMARKS);
        boolean lists = rows.stream()
                .allMatch(row -> row.size() == 2
                        && !row.getFirst().contains("@")
                        && row.get(1).contains("@"));
        return lists ? Optional.of(Part.LISTS) : Optional.empty();
    }
}
