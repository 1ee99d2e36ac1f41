package social.godwit.instance.cli;

import java.util.List;
import java.util.StringJoiner;
import social.godwit.instance.client.move.Forecast;
import social.godwit.instance.client.move.Meter;

/** What a move means for the followers, in lines for people; {@code --json} has all of it. */
final class MoveLines {
    /** As many servers are named in a list; the rest is counted. */
    private static final int NAMED = 20;

    private MoveLines() {}

    static void forecast(Forecast forecast, StringJoiner lines) {
        for (Forecast.Outcome outcome : Forecast.Outcome.values()) {
            List<Forecast.Row> rows = forecast.rows().stream()
                    .filter(row -> row.outcome() == outcome)
                    .toList();
            if (rows.isEmpty()) continue;
            lines.add(outcome.words() + ": " + forecast.followers(outcome));
            for (Forecast.Row row : rows.subList(0, Math.min(NAMED, rows.size())))
                lines.add("  " + row.host() + ": " + row.followers() + " (" + row.why() + ")");
            more(rows.size(), lines);
        }
    }

    static void meter(Meter meter, boolean stragglers, StringJoiner lines) {
        lines.add("Followers who have come along: " + meter.arrived() + " of " + meter.followers() + ".");
        List<Meter.Row> incomplete =
                meter.servers().stream().filter(row -> row.missing() > 0).toList();
        for (Meter.Row row : incomplete.subList(0, Math.min(NAMED, incomplete.size())))
            lines.add("  " + row.host() + ": " + row.arrived() + " of " + row.followers() + " ("
                    + row.told().words() + (row.problem().isEmpty() ? "" : ": " + row.problem()) + ")");
        more(incomplete.size(), lines);
        if (!stragglers && !meter.stragglers().isEmpty())
            lines.add("Who is missing, and why: godwit move status --stragglers");
        if (stragglers) for (Meter.Straggler one : meter.stragglers()) lines.add("  " + one.actor() + ": " + one.why());
    }

    private static void more(int rows, StringJoiner lines) {
        if (rows > NAMED) lines.add("  and " + (rows - NAMED) + " more servers; --json names all");
    }
}
