package social.godwit.identity.json;

import java.util.Arrays;
import social.godwit.identity.encoding.Sha256;

/** A growing byte buffer that writes strings as RFC 8785 section 3.2.2.2 wants them. */
final class JcsBuffer {
    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] bytes;
    private int length;

    JcsBuffer(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    Sha256 hash() {
        return Sha256.of(bytes, 0, length);
    }

    void one(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
    }

    /** Writes printable ASCII as it is. */
    @SuppressWarnings("deprecation") // the only String method that copies Latin-1 without a detour; right for ASCII
    void ascii(String text) {
        reserve(text.length());
        text.getBytes(0, text.length(), bytes, length);
        length += text.length();
    }

    /** Writes a string with its quotes; {@code plain} when it is known to need no escape and no encoding. */
    void string(String text, boolean plain) {
        one('"');
        if (plain) {
            ascii(text);
        } else {
            escaped(text);
        }
        one('"');
    }

    private void escaped(String text) {
        int count = text.length();
        // Most strings need no escape; each unusual character reserves what it needs.
        reserve(count);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x80 && c != '"' && c != '\\') {
                if (length == bytes.length) {
                    reserve(count - i);
                }
                bytes[length++] = (byte) c;
            } else if (c < 0x80) {
                reserve(6);
                escape(c);
            } else if (!Character.isSurrogate(c)) {
                reserve(3);
                basic(c);
            } else {
                reserve(4);
                supplementary(text, i++);
            }
        }
    }

    private void escape(char c) {
        bytes[length++] = '\\';
        switch (c) {
            case '"', '\\' -> bytes[length++] = (byte) c;
            case '\b' -> bytes[length++] = 'b';
            case '\f' -> bytes[length++] = 'f';
            case '\n' -> bytes[length++] = 'n';
            case '\r' -> bytes[length++] = 'r';
            case '\t' -> bytes[length++] = 't';
            default -> {
                bytes[length++] = 'u';
                bytes[length++] = '0';
                bytes[length++] = '0';
                bytes[length++] = HEX[c >> 4];
                bytes[length++] = HEX[c & 15];
            }
        }
    }

    private void basic(char c) {
        if (c < 0x800) {
            bytes[length++] = (byte) (0xC0 | (c >> 6));
        } else {
            bytes[length++] = (byte) (0xE0 | (c >> 12));
            bytes[length++] = (byte) (0x80 | ((c >> 6) & 0x3F));
        }
        bytes[length++] = (byte) (0x80 | (c & 0x3F));
    }

    private void supplementary(String text, int at) {
        char high = text.charAt(at);
        if (at + 1 == text.length()
                || !Character.isHighSurrogate(high)
                || !Character.isLowSurrogate(text.charAt(at + 1))) {
            throw new IllegalStateException("lone surrogate at " + at);
        }
        int point = Character.toCodePoint(high, text.charAt(at + 1));
        bytes[length++] = (byte) (0xF0 | (point >> 18));
        bytes[length++] = (byte) (0x80 | ((point >> 12) & 0x3F));
        bytes[length++] = (byte) (0x80 | ((point >> 6) & 0x3F));
        bytes[length++] = (byte) (0x80 | (point & 0x3F));
    }

    private void reserve(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
