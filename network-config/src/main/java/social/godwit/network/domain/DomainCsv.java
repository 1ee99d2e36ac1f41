package social.godwit.network.domain;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Lists of domains as Mastodon exports and imports them: CSV (RFC 4180) with the columns {@code #domain}, {@code #severity}
 * ({@code noop}, {@code silence}, {@code suspend}), {@code #reject_media}, {@code #reject_reports}, {@code #public_comment},
 * {@code #obfuscate}. A list without a heading is one domain a line, all of them {@code suspend}. Pure.
 */
public final class DomainCsv {
    /** The longest list, in lines. */
    public static final int LINES_MAX = 100_000;

    private static final String HEADING = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate";

    private DomainCsv() {}

    /**
     * What a list says.
     *
     * @param rules one per domain; the last line about a domain counts
     * @param faults lines that say nothing that can be followed, with the reason; at most 100
     */
    public record Reading(List<DomainRule> rules, List<String> faults) {
        public Reading {
            rules = List.copyOf(rules);
            faults = List.copyOf(faults);
        }
    }

    /** Reads a list. */
    public static Reading read(String csv, Instant now) {
        Map<String, DomainRule> rules = new LinkedHashMap<>();
        List<String> faults = new ArrayList<>();
        List<List<String>> lines = lines(csv);
        Map<String, Integer> columns = columns(lines);
        for (int i = columns.isEmpty() ? 0 : 1; i < lines.size(); i++) {
            List<String> line = lines.get(i);
            if (i >= LINES_MAX) {
                fault(faults, i, "the list is longer than " + LINES_MAX + " lines; the rest is left out");
                break;
            }
            String written =
                    cell(line, columns, "domain").orElse(line.getFirst()).strip();
            if (written.isEmpty()) {
                continue;
            }
            Optional<String> domain = DomainRule.domain(written);
            Optional<Stance> stance = stance(cell(line, columns, "severity").orElse("suspend"));
            if (domain.isEmpty() || stance.isEmpty()) {
                fault(faults, i, domain.isEmpty() ? written + " is no domain" : "no such severity");
                continue;
            }
            rules.put(
                    domain.get(),
                    new DomainRule(
                            domain.get(),
                            stance.get(),
                            restrictions(line, columns),
                            "",
                            clipped(cell(line, columns, "public_comment").orElse("")),
                            now,
                            Optional.empty()));
        }
        return new Reading(List.copyOf(rules.values()), faults);
    }

    /** Writes rules as a list; rules that cannot be said in it (approval of follows alone) are left out. */
    public static String write(List<DomainRule> rules) {
        StringBuilder csv = new StringBuilder(HEADING).append('\n');
        for (DomainRule rule : rules) {
            boolean media = rule.restrictions().contains(Restriction.REJECT_MEDIA);
            boolean reports = rule.restrictions().contains(Restriction.REJECT_REPORTS);
            if (rule.stance() == Stance.ALLOW && !media && !reports) {
                continue;
            }
            csv.append(rule.domain())
                    .append(',')
                    .append(
                            switch (rule.stance()) {
                                case ALLOW -> "noop";
                                case LIMIT -> "silence";
                                case DENY -> "suspend";
                            })
                    .append(',')
                    .append(media)
                    .append(',')
                    .append(reports)
                    .append(',')
                    .append(quoted(rule.publicComment()))
                    .append(",false\n");
        }
        return csv.toString();
    }

    private static Optional<Stance> stance(String severity) {
        return switch (severity.strip().toLowerCase(Locale.ROOT)) {
            case "suspend", "" -> Optional.of(Stance.DENY);
            case "silence" -> Optional.of(Stance.LIMIT);
            case "noop" -> Optional.of(Stance.ALLOW);
            default -> Optional.empty();
        };
    }

    private static Set<Restriction> restrictions(List<String> line, Map<String, Integer> columns) {
        Set<Restriction> restrictions = EnumSet.noneOf(Restriction.class);
        if (isTrue(cell(line, columns, "reject_media"))) {
            restrictions.add(Restriction.REJECT_MEDIA);
        }
        if (isTrue(cell(line, columns, "reject_reports"))) {
            restrictions.add(Restriction.REJECT_REPORTS);
        }
        return restrictions;
    }

    private static boolean isTrue(Optional<String> cell) {
        return cell.filter(text -> text.strip().equalsIgnoreCase("true")).isPresent();
    }

    private static Map<String, Integer> columns(List<List<String>> lines) {
        Map<String, Integer> columns = new LinkedHashMap<>();
        if (!lines.isEmpty()) {
            List<String> first = lines.getFirst();
            for (int i = 0; i < first.size(); i++) {
                String name = first.get(i).strip().toLowerCase(Locale.ROOT);
                columns.put(name.startsWith("#") ? name.substring(1) : name, i);
            }
        }
        return columns.containsKey("domain") ? columns : Map.of();
    }

    private static Optional<String> cell(List<String> line, Map<String, Integer> columns, String name) {
        Integer at = columns.get(name);
        return at == null || at >= line.size() ? Optional.empty() : Optional.of(line.get(at));
    }

    /** A cell that begins like a formula is quoted with a blank before it, so that no spreadsheet runs it. */
    private static String quoted(String text) {
        String safe = text.isEmpty() || "=+-@".indexOf(text.charAt(0)) < 0 ? text : " " + text;
        return safe.chars().anyMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r')
                ? '"' + safe.replace("\"", "\"\"") + '"'
                : safe;
    }

    private static String clipped(String text) {
        return text.length() > DomainRule.COMMENT_MAX ? text.substring(0, DomainRule.COMMENT_MAX) : text;
    }

    private static void fault(List<String> faults, int line, String why) {
        if (faults.size() < 100) {
            faults.add("line " + (line + 1) + ": " + why);
        }
    }

    private static List<List<String>> lines(String csv) {
        List<List<String>> lines = new ArrayList<>();
        List<String> line = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean inQuotes = false;
        for (int i = 0; i < csv.length() && lines.size() <= LINES_MAX; i++) {
            char c = csv.charAt(i);
            if (inQuotes) {
                boolean escaped = c == '"' && i + 1 < csv.length() && csv.charAt(i + 1) == '"';
                if (escaped) {
                    cell.append(c);
                    i++;
                } else if (c == '"') {
                    inQuotes = false;
                } else {
                    cell.append(c);
                }
            } else if (c == '"' && cell.isEmpty()) {
                inQuotes = true;
            } else if (c == ',' || c == '\n') {
                line.add(cell.toString());
                cell.setLength(0);
                if (c == '\n') {
                    lines.add(List.copyOf(line));
                    line.clear();
                }
            } else if (c != '\r' && c != '\uFEFF') {
                cell.append(c);
            }
        }
        if (!cell.isEmpty() || !line.isEmpty()) {
            line.add(cell.toString());
            lines.add(List.copyOf(line));
        }
        return lines;
    }
}
