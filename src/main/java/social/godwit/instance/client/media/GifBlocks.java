package social.godwit.instance.client.media;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import social.godwit.instance.client.ClientProblem;

/** Copies a GIF without comments, plain text and application blocks other than the one that says how often it repeats. */
final class GifBlocks {
    private static final int EXTENSION = 0x21;
    private static final int IMAGE = 0x2c;
    private static final int TRAILER = 0x3b;
    private static final int GRAPHIC_CONTROL = 0xf9;
    private static final int APPLICATION = 0xff;

    private final byte[] gif;
    private final String name;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private int at;

    private GifBlocks(byte[] gif, String name) {
        this.gif = gif;
        this.name = name;
    }

    static MediaFile withoutComments(byte[] gif, String name) {
        return new GifBlocks(gif, name).copy();
    }

    private MediaFile copy() {
        int header = 13 + colourTable(byteAt(10));
        keep(header);
        while (true) {
            int kind = byteAt(at);
            if (kind == TRAILER) {
                keep(1);
                break;
            } else if (kind == IMAGE) {
                keep(10 + colourTable(byteAt(at + 9)) + 1);
                keep(subBlocks(at));
            } else if (kind == EXTENSION) {
                extension();
            } else {
                throw damaged();
            }
        }
        int width = byteAt(6) | byteAt(7) << 8;
        int height = byteAt(8) | byteAt(9) << 8;
        return new MediaFile(kept.toByteArray(), MediaType.GIF, width, height);
    }

    private void extension() {
        int label = byteAt(at + 1);
        int length = 2 + subBlocks(at + 2);
        boolean repeats = label == APPLICATION
                && byteAt(at + 2) == 11
                && new String(gif, at + 3, Math.min(11, gif.length - at - 3), StandardCharsets.ISO_8859_1)
                        .equals("NETSCAPE2.0");
        if (label == GRAPHIC_CONTROL || repeats) keep(length);
        else at += length;
    }

    private int subBlocks(int from) {
        int position = from;
        while (byteAt(position) != 0) position += 1 + byteAt(position);
        return position + 1 - from;
    }

    private static int colourTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3 << ((flags & 7) + 1);
    }

    private void keep(int length) {
        if (at + length > gif.length) throw damaged();
        kept.write(gif, at, length);
        at += length;
    }

    private int byteAt(int position) {
        if (position >= gif.length) throw damaged();
        return gif[position] & 0xff;
    }

    private ClientProblem damaged() {
        return new ClientProblem(name + " is damaged and cannot be read as a picture.");
    }
}
