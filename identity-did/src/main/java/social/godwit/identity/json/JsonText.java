package social.godwit.identity.json;

import java.nio.charset.StandardCharsets;

/** Reads the strings of a JSON text: checks UTF-8, escapes and surrogates, and copies plain ASCII in one go. */
final class JsonText {
    private final byte[] in;
    private int end;

    JsonText(byte[] in) {
        this.in = in;
    }

    /** The byte after the closing quote of the string read last. */
    int end() {
        return end;
    }

    /** Reads a key whose first byte after the quote is at {@code start}. */
    String key(int start) throws JsonParser.Refusal {
        int stop = plainEnd(start);
        if (stop < in.length && in[stop] == '"') {
            end = stop + 1;
            return CoreTerms.intern(in, start, stop);
        }
        return slow(start, stop);
    }

    /** Reads a value whose first byte after the quote is at {@code start}. */
    JsonString string(int start) throws JsonParser.Refusal {
        int stop = plainEnd(start);
        if (stop < in.length && in[stop] == '"') {
            end = stop + 1;
            return new JsonString(new String(in, start, stop - start, StandardCharsets.ISO_8859_1), true);
        }
        return new JsonString(slow(start, stop), false);
    }

    /** First byte from {@code start} that is not printable ASCII, or is a quote or backslash. */
    private int plainEnd(int start) {
        int i = start;
        while (i < in.length && in[i] >= ' ' && in[i] != '"' && in[i] != '\\') {
            i++;
        }
        return i;
    }

    private String slow(int start, int stop) throws JsonParser.Refusal {
        int i = stop;
        // Without escapes the bytes are the text: check the UTF-8 and let the library decode them.
        while (true) {
            i = plainEnd(i);
            if (i >= in.length) {
                throw new JsonParser.Refusal("unterminated string", start);
            }
            byte b = in[i];
            if (b == '"') {
                end = i + 1;
                return new String(in, start, i - start, StandardCharsets.UTF_8);
            } else if (b == '\\') {
                return escaped(start, i);
            } else if (b >= 0) {
                throw new JsonParser.Refusal("control character in a string", i);
            }
            i += sequence(i);
        }
    }

    private String escaped(int start, int firstEscape) throws JsonParser.Refusal {
        StringBuilder out = new StringBuilder(firstEscape - start + 64);
        int run = start;
        int i = firstEscape;
        while (true) {
            if (i >= in.length) {
                throw new JsonParser.Refusal("unterminated string", start);
            }
            byte b = in[i];
            if (b == '"' || b == '\\') {
                if (i > run) {
                    out.append(new String(in, run, i - run, StandardCharsets.UTF_8));
                }
                if (b == '"') {
                    end = i + 1;
                    return out.toString();
                }
                i = escape(i, out);
                run = i;
            } else if (b >= ' ') {
                i++;
            } else if (b >= 0) {
                throw new JsonParser.Refusal("control character in a string", i);
            } else {
                i += sequence(i);
            }
        }
    }

    private int escape(int at, StringBuilder out) throws JsonParser.Refusal {
        int kind = at + 1 < in.length ? in[at + 1] : -1;
        switch (kind) {
            case '"', '\\', '/' -> out.append((char) kind);
            case 'b' -> out.append('\b');
            case 'f' -> out.append('\f');
            case 'n' -> out.append('\n');
            case 'r' -> out.append('\r');
            case 't' -> out.append('\t');
            case 'u' -> {
                return unicode(at, out);
            }
            default -> throw new JsonParser.Refusal("bad escape", at);
        }
        return at + 2;
    }

    private int unicode(int at, StringBuilder out) throws JsonParser.Refusal {
        char c = hex4(at);
        if (c == 0) {
            throw new JsonParser.Refusal("NUL in a string", at);
        }
        if (!Character.isSurrogate(c)) {
            out.append(c);
            return at + 6;
        }
        boolean paired = Character.isHighSurrogate(c)
                && at + 7 < in.length
                && in[at + 6] == '\\'
                && in[at + 7] == 'u'
                && Character.isLowSurrogate(hex4(at + 6));
        if (!paired) {
            throw new JsonParser.Refusal("lone surrogate", at);
        }
        out.append(c).append(hex4(at + 6));
        return at + 12;
    }

    /** The code unit of the escape at {@code at}. */
    private char hex4(int at) throws JsonParser.Refusal {
        if (at + 6 > in.length) {
            throw new JsonParser.Refusal("bad escape", at);
        }
        int value = 0;
        for (int i = at + 2; i < at + 6; i++) {
            int digit = Character.digit(in[i], 16);
            if (digit < 0) {
                throw new JsonParser.Refusal("bad escape", at);
            }
            value = (value << 4) | digit;
        }
        return (char) value;
    }

    /** Length of the well-formed UTF-8 sequence of two to four bytes at {@code i} (Unicode table 3-7). */
    private int sequence(int i) throws JsonParser.Refusal {
        int lead = in[i] & 0xFF;
        int second = i + 1 < in.length ? in[i + 1] & 0xFF : 0;
        if (lead >= 0xC2 && lead <= 0xDF && continuation(second)) {
            return 2;
        }
        if (lead >= 0xE0 && lead <= 0xEF) {
            int low = lead == 0xE0 ? 0xA0 : 0x80;
            int high = lead == 0xED ? 0x9F : 0xBF;
            if (second >= low && second <= high && continuation(i + 2 < in.length ? in[i + 2] : 0)) {
                return 3;
            }
        }
        if (lead >= 0xF0 && lead <= 0xF4) {
            int low = lead == 0xF0 ? 0x90 : 0x80;
            int high = lead == 0xF4 ? 0x8F : 0xBF;
            if (second >= low
                    && second <= high
                    && continuation(i + 2 < in.length ? in[i + 2] : 0)
                    && continuation(i + 3 < in.length ? in[i + 3] : 0)) {
                return 4;
            }
        }
        throw new JsonParser.Refusal("invalid UTF-8", i);
    }

    private static boolean continuation(int b) {
        return (b & 0xC0) == 0x80;
    }
}
