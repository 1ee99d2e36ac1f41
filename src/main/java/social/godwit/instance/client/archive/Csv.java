package social.godwit.instance.client.archive;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import social.godwit.instance.client.ClientProblem;

/** Tables of text with commas (RFC 4180). */
final class Csv {
    /** The longest file, in bytes. */
    static final long BYTES_MAX = 32 << 20;

    private static final int ROWS_MAX = 200_000;
    private static final int FIELD_MAX = 4_096;
    private static final int FIELDS_MAX = 64;

    private Csv() {}

    /** All rows that are not empty. What breaks the form or the limits is a {@link ClientProblem}. */
    static List<List<String>> read(InputStream in, String name) throws IOException {
        List<List<String>> rows = new ArrayList<>();
        List<String> row = new ArrayList<>();
        var field = new StringBuilder();
        boolean quoted = false;
        boolean wasQuoted = false;
        try (var text = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder()))) {
            for (int c = text.read(); ; c = text.read()) {
                if (rows.isEmpty() && row.isEmpty() && field.isEmpty() && c == '\uFEFF') continue;
                if (quoted && c >= 0) {
                    if (c != '"') field.append((char) c);
                    else {
                        text.mark(1);
                        if (text.read() == '"') field.append('"');
                        else {
                            text.reset();
                            quoted = false;
                        }
                    }
                } else if (c == '"' && field.isEmpty() && !wasQuoted) {
                    quoted = true;
                    wasQuoted = true;
                } else if (c == ',' || c == '\n' || c < 0) {
                    row.add(field.toString().strip());
                    field.setLength(0);
                    wasQuoted = false;
                    if (c != ',') {
                        if (row.size() > 1 || !row.getFirst().isEmpty()) rows.add(List.copyOf(row));
                        row.clear();
                    }
                    if (c < 0) break;
                } else if (c != '\r') field.append((char) c);
                if (field.length() > FIELD_MAX || row.size() > FIELDS_MAX || rows.size() > ROWS_MAX)
                    throw new ClientProblem(name + " is no list that this program reads: it is too long or too wide.");
            }
        } catch (CharacterCodingException e) {
            throw new ClientProblem(name + " is not UTF-8 text.", "Is it the file that the old server gave you?", e);
        }
        return rows;
    }

    /** One row, quoted where it must be. */
    static String row(String... fields) {
        var row = new StringBuilder();
        for (int i = 0; i < fields.length; i++) {
            String field = fields[i];
            if (i > 0) row.append(',');
            boolean plain = field.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
            row.append(plain ? field : '"' + field.replace("\"", "\"\"") + '"');
        }
        return row.append('\n').toString();
    }
}
