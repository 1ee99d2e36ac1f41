package social.godwit.instance.client.media;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the one EXIF value that must survive the loss of EXIF: which way up the camera was held. */
final class JpegOrientation {
    private static final int EXIF = 0xffe1;
    private static final int SCAN = 0xffda;
    private static final int ORIENTATION = 0x0112;

    private JpegOrientation() {}

    /** 1 to 8 as EXIF counts them; 1, upright, when the file says nothing that can be understood. */
    static int of(byte[] jpeg) {
        var file = ByteBuffer.wrap(jpeg);
        int at = 2;
        while (at + 4 <= jpeg.length) {
            int marker = file.getShort(at) & 0xffff;
            int length = file.getShort(at + 2) & 0xffff;
            if (marker == SCAN || marker >>> 8 != 0xff || length < 2) return 1;
            if (marker == EXIF && at + 2 + length <= jpeg.length && length > 16 && file.getInt(at + 4) == 0x45786966)
                return inTiff(file.slice(at + 10, length - 8));
            at += 2 + length;
        }
        return 1;
    }

    private static int inTiff(ByteBuffer tiff) {
        if (tiff.limit() < 8) return 1;
        tiff.order(tiff.getShort(0) == 0x4949 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 8 || directory > tiff.limit() - 2) return 1;
        int entries = tiff.getShort(directory) & 0xffff;
        for (int i = 0; i < entries; i++) {
            int entry = directory + 2 + 12 * i;
            if (entry + 12 > tiff.limit()) return 1;
            if ((tiff.getShort(entry) & 0xffff) != ORIENTATION) continue;
            int value = tiff.getShort(entry + 8) & 0xffff;
            return value >= 1 && value <= 8 ? value : 1;
        }
        return 1;
    }
}
