package social.godwit.activitypub.signature;

import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Dictionaries of structured fields (RFC 8941), as far as signatures and digests need them, and stricter: a repeated key is
 * an error and not the last one's, because two readers must not see two signatures.
 *
 * <pre>
 * dictionary = member *( OWS "," OWS member )      member = key [ "=" ( inner-list / item ) ] / key parameters
 * inner-list = "(" [ item *( 1*SP item ) ] ")" parameters
 * item       = ( integer / string / token / byte-sequence / boolean ) parameters
 * parameters = *( ";" *SP key [ "=" bare-item ] )
 * </pre>
 */
final class StructuredFields {
    /** Longest field that is looked at, in characters. */
    static final int FIELD_SIZE_MAX = 8192;

    private static final int MEMBERS_MAX = 32;

    private final String text;
    private int at;

    private StructuredFields(String text) {
        this.text = text;
    }

    /** A member's value. */
    sealed interface Value {}

    /** A list in parentheses. */
    record InnerList(List<Item> items, Map<String, Bare> parameters) implements Value {
        /** The canonical text (RFC 8941, 4.1.1.1), which {@code @signature-params} repeats. */
        String serialise() {
            StringBuilder out = new StringBuilder("(");
            for (Item item : items) {
                if (out.length() > 1) {
                    out.append(' ');
                }
                out.append(item.serialise());
            }
            return appendParameters(out.append(')'), parameters).toString();
        }
    }

    /** A single value. */
    record Item(Bare bare, Map<String, Bare> parameters) implements Value {
        String serialise() {
            return appendParameters(new StringBuilder(bare.serialise()), parameters)
                    .toString();
        }
    }

    /** A value without parameters. */
    sealed interface Bare {
        String serialise();
    }

    record Whole(long value) implements Bare {
        @Override
        public String serialise() {
            return Long.toString(value);
        }
    }

    record Text(String value) implements Bare {
        @Override
        public String serialise() {
            return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    record Token(String value) implements Bare {
        @Override
        public String serialise() {
            return value;
        }
    }

    /** Bytes, kept as the canonical base64 that stood there. */
    record Bytes(String base64) implements Bare {
        byte[] value() {
            return Base64.getDecoder().decode(base64);
        }

        @Override
        public String serialise() {
            return ':' + base64 + ':';
        }
    }

    record Flag(boolean value) implements Bare {
        @Override
        public String serialise() {
            return value ? "?1" : "?0";
        }
    }

    /** Reads the dictionary that all lines of one field make together; empty when it is none. */
    static Optional<Map<String, Value>> dictionary(List<String> lines) {
        String text = String.join(", ", lines);
        if (text.length() > FIELD_SIZE_MAX) {
            return Optional.empty();
        }
        try {
            return Optional.of(new StructuredFields(text).readDictionary());
        } catch (Malformed malformed) {
            return Optional.empty();
        }
    }

    private Map<String, Value> readDictionary() throws Malformed {
        Map<String, Value> members = new LinkedHashMap<>();
        skip(" ");
        while (true) {
            String key = readKey();
            Value value;
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                value = peek() == '(' ? readInnerList() : readItem();
            } else {
                value = new Item(new Flag(true), readParameters());
            }
            if (members.put(key, value) != null || members.size() > MEMBERS_MAX) {
                throw new Malformed();
            }
            skip(" \t");
            if (at == text.length()) {
                return members;
            }
            expect(',');
            skip(" \t");
        }
    }

    private InnerList readInnerList() throws Malformed {
        expect('(');
        List<Item> items = new ArrayList<>();
        while (true) {
            int before = at;
            skip(" ");
            if (peek() == ')') {
                at++;
                return new InnerList(List.copyOf(items), readParameters());
            }
            if ((!items.isEmpty() && at == before) || items.size() == MEMBERS_MAX) {
                throw new Malformed();
            }
            items.add(readItem());
        }
    }

    private Item readItem() throws Malformed {
        return new Item(readBare(), readParameters());
    }

    private Map<String, Bare> readParameters() throws Malformed {
        Map<String, Bare> parameters = new LinkedHashMap<>();
        while (at < text.length() && text.charAt(at) == ';') {
            at++;
            skip(" ");
            String key = readKey();
            Bare value = new Flag(true);
            if (at < text.length() && text.charAt(at) == '=') {
                at++;
                value = readBare();
            }
            if (parameters.put(key, value) != null || parameters.size() > MEMBERS_MAX) {
                throw new Malformed();
            }
        }
        return Collections.unmodifiableMap(parameters);
    }

    private String readKey() throws Malformed {
        int start = at;
        while (at < text.length() && isKeyCharacter(text.charAt(at), at == start)) {
            at++;
        }
        if (at == start) {
            throw new Malformed();
        }
        return text.substring(start, at);
    }

    private static boolean isKeyCharacter(char c, boolean first) {
        return (c >= 'a' && c <= 'z')
                || c == '*'
                || (!first && ((c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.'));
    }

    private Bare readBare() throws Malformed {
        char c = peek();
        if (c == '"') {
            return new Text(readString());
        }
        if (c == ':') {
            return readBytes();
        }
        if (c == '?') {
            at++;
            char flag = peek();
            at++;
            if (flag != '0' && flag != '1') {
                throw new Malformed();
            }
            return new Flag(flag == '1');
        }
        if (c == '-' || (c >= '0' && c <= '9')) {
            return readInteger();
        }
        return readToken();
    }

    private Whole readInteger() throws Malformed {
        int start = at;
        if (peek() == '-') {
            at++;
        }
        int digits = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        // Decimals are of no use in these fields: a '.' after the digits ends as an unexpected character.
        if (at == digits || at - digits > 15) {
            throw new Malformed();
        }
        return new Whole(Long.parseLong(text, start, at, 10));
    }

    private String readString() throws Malformed {
        expect('"');
        StringBuilder value = new StringBuilder();
        while (true) {
            char c = peek();
            at++;
            if (c == '"') {
                return value.toString();
            }
            if (c == '\\') {
                c = peek();
                at++;
                if (c != '"' && c != '\\') {
                    throw new Malformed();
                }
            } else if (c < 0x20 || c > 0x7e) {
                throw new Malformed();
            }
            value.append(c);
        }
    }

    private Bytes readBytes() throws Malformed {
        expect(':');
        int end = text.indexOf(':', at);
        if (end < 0) {
            throw new Malformed();
        }
        String base64 = text.substring(at, end);
        at = end + 1;
        if (Base64s.strict(base64).isEmpty()) {
            throw new Malformed();
        }
        return new Bytes(base64);
    }

    private Token readToken() throws Malformed {
        int start = at;
        char first = peek();
        if (!(Character.isLetter(first) && first < 0x80) && first != '*') {
            throw new Malformed();
        }
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return new Token(text.substring(start, at));
    }

    private static boolean isTokenCharacter(char c) {
        return c < 0x80 && (Character.isLetterOrDigit(c) || "!#$%&'*+-.^_`|~:/".indexOf(c) >= 0);
    }

    private char peek() throws Malformed {
        if (at >= text.length()) {
            throw new Malformed();
        }
        return text.charAt(at);
    }

    private void expect(char c) throws Malformed {
        if (peek() != c) {
            throw new Malformed();
        }
        at++;
    }

    private void skip(String characters) {
        while (at < text.length() && characters.indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private static StringBuilder appendParameters(StringBuilder out, Map<String, Bare> parameters) {
        parameters.forEach((key, value) -> {
            out.append(';').append(key);
            if (!(value instanceof Flag flag && flag.value())) {
                out.append('=').append(value.serialise());
            }
        });
        return out;
    }

    private static final class Malformed extends Exception {
        Malformed() {
            super("not a structured field", null, false, false);
        }
    }
}
