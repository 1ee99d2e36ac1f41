package social.godwit.identity.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Recursive descent over bytes, bounded by {@link JsonLimits}; used once. */
final class JsonParser {
    /** Longest number literal; longer ones only cost time. */
    private static final int MAX_NUMBER = 64;

    private final byte[] in;
    private final JsonLimits limits;
    private final JsonText text;
    private int at;
    private int depth;
    private int values;

    private String[] keyStack = new String[32];
    private Json[] valueStack = new Json[32];
    private int stacked;

    JsonParser(byte[] in, JsonLimits limits) {
        this.in = in;
        this.limits = limits;
        this.text = new JsonText(in);
    }

    Json document() throws Refusal {
        if (in.length >= 3 && (in[0] & 0xFF) == 0xEF && (in[1] & 0xFF) == 0xBB && (in[2] & 0xFF) == 0xBF) {
            throw new Refusal("byte order mark", 0);
        }
        space();
        Json value = value();
        space();
        if (at < in.length) {
            throw new Refusal("text after the value", at);
        }
        return value;
    }

    private Json value() throws Refusal {
        if (++values > limits.maxValues()) {
            throw new Refusal("more than " + limits.maxValues() + " values", at);
        }
        return switch (peek()) {
            case '{' -> object();
            case '[' -> array();
            case '"' -> string();
            case 't' -> word("true", new JsonBoolean(true));
            case 'f' -> word("false", new JsonBoolean(false));
            case 'n' -> word("null", JsonNull.NULL);
            default -> number();
        };
    }

    private Json object() throws Refusal {
        int start = at++;
        enter(start);
        int base = stacked;
        space();
        if (peek() == '}') {
            at++;
        } else {
            do {
                space();
                int keyAt = at;
                if (peek() != '"') {
                    throw new Refusal("expected a key", at);
                }
                String key = text.key(at + 1);
                at = text.end();
                if (limits.exactTerms() && CoreTerms.misspelt(key)) {
                    throw new Refusal("key differs from a core term by case only", keyAt);
                }
                space();
                expect(':');
                space();
                int slot = push(key, keyAt, base);
                Json value = value();
                valueStack[slot] = value;
                space();
            } while (comma('}'));
        }
        depth--;
        return object(start, base);
    }

    private JsonObject object(int start, int base) throws Refusal {
        String[] keys = Arrays.copyOfRange(keyStack, base, stacked);
        Json[] members = Arrays.copyOfRange(valueStack, base, stacked);
        stacked = base;
        int[] order = new int[keys.length];
        boolean sorted = KeyOrder.sort(keys, order);
        if (KeyOrder.duplicate(keys, order) >= 0) {
            throw new Refusal("duplicate key", start);
        }
        return new JsonObject(keys, members, sorted ? null : order, start, at);
    }

    private int push(String key, int keyAt, int base) throws Refusal {
        if (stacked - base >= limits.maxMembers()) {
            throw new Refusal("more than " + limits.maxMembers() + " members", keyAt);
        }
        grow();
        keyStack[stacked] = key;
        return stacked++;
    }

    private Json array() throws Refusal {
        int start = at++;
        enter(start);
        int base = stacked;
        space();
        if (peek() == ']') {
            at++;
        } else {
            do {
                space();
                Json value = value();
                grow();
                valueStack[stacked++] = value;
                space();
            } while (comma(']'));
        }
        depth--;
        JsonArray array = new JsonArray(Arrays.asList(Arrays.copyOfRange(valueStack, base, stacked)));
        stacked = base;
        return array;
    }

    private void grow() {
        if (stacked == valueStack.length) {
            keyStack = Arrays.copyOf(keyStack, stacked * 2);
            valueStack = Arrays.copyOf(valueStack, stacked * 2);
        }
    }

    private void enter(int start) throws Refusal {
        if (++depth > limits.maxDepth()) {
            throw new Refusal("nested deeper than " + limits.maxDepth(), start);
        }
    }

    private Json string() throws Refusal {
        JsonString string = text.string(at + 1);
        at = text.end();
        return string;
    }

    private Json word(String word, Json value) throws Refusal {
        for (int i = 0; i < word.length(); i++) {
            if (at + i >= in.length || in[at + i] != word.charAt(i)) {
                throw new Refusal("not a JSON value", at);
            }
        }
        at += word.length();
        return value;
    }

    private Json number() throws Refusal {
        int start = at;
        boolean integer = true;
        if (at < in.length && in[at] == '-') {
            at++;
        }
        int whole = digits(start);
        if (whole > 1 && in[at - whole] == '0') {
            throw new Refusal("leading zero", start);
        }
        if (at < in.length && in[at] == '.') {
            at++;
            digits(start);
            integer = false;
        }
        if (at < in.length && (in[at] == 'e' || in[at] == 'E')) {
            at++;
            if (at < in.length && (in[at] == '+' || in[at] == '-')) {
                at++;
            }
            digits(start);
            integer = false;
        }
        if (at - start > MAX_NUMBER) {
            throw new Refusal("number too long", start);
        }
        String literal = new String(in, start, at - start, StandardCharsets.ISO_8859_1);
        JsonNumber number = JsonNumber.ofLiteral(literal, integer);
        if (number == null) {
            throw new Refusal("number outside I-JSON", start);
        }
        return number;
    }

    private int digits(int start) throws Refusal {
        int from = at;
        while (at < in.length && in[at] >= '0' && in[at] <= '9') {
            at++;
        }
        if (at == from) {
            throw new Refusal("not a JSON value", start);
        }
        return at - from;
    }

    private boolean comma(char close) throws Refusal {
        int next = peek();
        at++;
        if (next == ',') {
            return true;
        }
        if (next == close) {
            return false;
        }
        throw new Refusal("expected , or " + close, at - 1);
    }

    private void expect(char wanted) throws Refusal {
        if (peek() != wanted) {
            throw new Refusal("expected " + wanted, at);
        }
        at++;
    }

    private int peek() throws Refusal {
        if (at >= in.length) {
            throw new Refusal("unexpected end", at);
        }
        return in[at];
    }

    private void space() {
        while (at < in.length && (in[at] == ' ' || in[at] == '\n' || in[at] == '\r' || in[at] == '\t')) {
            at++;
        }
    }

    /** Why the text is refused; carries no stack because strangers provoke it at will. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1;

        final String reason;
        final int offset;

        Refusal(String reason, int offset) {
            super(reason, null, false, false);
            this.reason = reason;
            this.offset = offset;
        }
    }
}
