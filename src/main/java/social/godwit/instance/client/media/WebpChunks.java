package social.godwit.instance.client.media;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import social.godwit.instance.client.ClientProblem;

/** Drops everything from a WebP file that is not picture, colour or animation; the JDK cannot write WebP anew. */
final class WebpChunks {
    private static final Set<String> KEPT = Set.of("VP8 ", "VP8L", "VP8X", "ALPH", "ANIM", "ANMF", "ICCP");
    private static final int EXIF_AND_XMP_FLAGS = 0x0c;

    private WebpChunks() {}

    static MediaFile withoutMetadata(byte[] webp, String name) {
        var in = ByteBuffer.wrap(webp).order(ByteOrder.LITTLE_ENDIAN);
        var kept = new ByteArrayOutputStream(webp.length);
        int width = 0;
        int height = 0;
        int at = 12;
        while (at + 8 <= webp.length) {
            String kind = new String(webp, at, 4, StandardCharsets.ISO_8859_1);
            int size = in.getInt(at + 4);
            int padded = size + (size & 1);
            if (size < 0 || at + 8 + (long) size > webp.length)
                throw new ClientProblem(name + " is damaged and cannot be read as a picture.");
            if (KEPT.contains(kind)) {
                byte[] chunk = java.util.Arrays.copyOfRange(webp, at, at + 8 + padded);
                if (kind.equals("VP8X") && size >= 10) {
                    chunk[8] &= (byte) ~EXIF_AND_XMP_FLAGS;
                    width = 1 + three(chunk, 12);
                    height = 1 + three(chunk, 15);
                }
                kept.writeBytes(chunk);
            }
            at += 8 + padded;
        }
        if (kept.size() == 0) throw new ClientProblem(name + " is damaged and cannot be read as a picture.");
        var out = ByteBuffer.allocate(12 + kept.size()).order(ByteOrder.LITTLE_ENDIAN);
        out.put("RIFF".getBytes(StandardCharsets.ISO_8859_1)).putInt(4 + kept.size());
        out.put("WEBP".getBytes(StandardCharsets.ISO_8859_1)).put(kept.toByteArray());
        return new MediaFile(out.array(), MediaType.WEBP, width, height);
    }

    private static int three(byte[] bytes, int at) {
        return (bytes[at] & 0xff) | (bytes[at + 1] & 0xff) << 8 | (bytes[at + 2] & 0xff) << 16;
    }
}
