package social.godwit.activitypub.media;

import java.nio.charset.StandardCharsets;

/** Reads numbers and marks from a file's bytes; never beyond them: what is missing reads as -1 or false. */
final class Bytes {
    private final byte[] all;

    Bytes(byte[] all) {
        this.all = all;
    }

    int length() {
        return all.length;
    }

    int u8(long at) {
        return at >= 0 && at < all.length ? all[(int) at] & 0xff : -1;
    }

    int u16(long at) {
        return at >= 0 && at + 2 <= all.length ? (u8(at) << 8) | u8(at + 1) : -1;
    }

    int u16le(long at) {
        return at >= 0 && at + 2 <= all.length ? u8(at) | (u8(at + 1) << 8) : -1;
    }

    int u24le(long at) {
        return at >= 0 && at + 3 <= all.length ? u16le(at) | (u8(at + 2) << 16) : -1;
    }

    long u32(long at) {
        return at >= 0 && at + 4 <= all.length ? ((long) u16(at) << 16) | u16(at + 2) : -1;
    }

    long u32le(long at) {
        return at >= 0 && at + 4 <= all.length ? u16le(at) | ((long) u16le(at + 2) << 16) : -1;
    }

    long u64(long at) {
        long high = u32(at);
        long low = u32(at + 4);
        return high < 0 || low < 0 || high > Integer.MAX_VALUE ? -1 : (high << 32) | low;
    }

    boolean startsWith(long at, String latin) {
        if (at < 0 || at + latin.length() > all.length) {
            return false;
        }
        for (int i = 0; i < latin.length(); i++) {
            if (u8(at + i) != latin.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String latin(long at, int count) {
        return at < 0 || at + count > all.length ? "" : new String(all, (int) at, count, StandardCharsets.ISO_8859_1);
    }

    /** Whether {@code latin} occurs anywhere in [from, to). */
    boolean contains(long from, long to, String latin) {
        long last = Math.min(to, all.length) - latin.length();
        for (long at = Math.max(from, 0); at <= last; at++) {
            if (u8(at) == latin.charAt(0) && startsWith(at, latin)) {
                return true;
            }
        }
        return false;
    }
}
