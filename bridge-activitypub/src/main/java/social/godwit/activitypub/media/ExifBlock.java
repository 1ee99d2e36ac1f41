package social.godwit.activitypub.media;

import java.util.Set;

/**
 * Tells whether an EXIF block is harmless: orientation, resolution and colour space say nothing of the person or the
 * place, and everything else might.
 */
final class ExifBlock {
    private static final int EXIF_POINTER = 0x8769;
    private static final int ENTRIES_MAX = 64;

    /** Orientation, resolution, chroma position, EXIF and Flashpix version, components, colour space, pixel size. */
    private static final Set<Integer> HARMLESS =
            Set.of(0x0112, 0x011a, 0x011b, 0x0128, 0x0213, 0x9000, 0x9101, 0xa000, 0xa001, 0xa002, 0xa003);

    private ExifBlock() {}

    /** Reads the TIFF structure in [start, end); a block that cannot be read is not harmless. */
    static boolean isHarmless(Bytes bytes, long start, long end) {
        boolean little = bytes.startsWith(start, "II*\0");
        if (!little && !bytes.startsWith(start, "MM\0*")) {
            return false;
        }
        long first = little ? bytes.u32le(start + 4) : bytes.u32(start + 4);
        return directory(bytes, start, end, first, little, true);
    }

    private static boolean directory(Bytes bytes, long start, long end, long offset, boolean little, boolean mayPoint) {
        long at = start + offset;
        if (offset < 8 || at + 2 > end) {
            return false;
        }
        int entries = little ? bytes.u16le(at) : bytes.u16(at);
        if (entries < 0 || entries > ENTRIES_MAX || at + 2 + 12L * entries + 4 > end) {
            return false;
        }
        for (int i = 0; i < entries; i++) {
            long entry = at + 2 + 12L * i;
            int tag = little ? bytes.u16le(entry) : bytes.u16(entry);
            if (tag == EXIF_POINTER && mayPoint) {
                long pointed = little ? bytes.u32le(entry + 8) : bytes.u32(entry + 8);
                if (!directory(bytes, start, end, pointed, little, false)) {
                    return false;
                }
            } else if (!HARMLESS.contains(tag)) {
                return false;
            }
        }
        // A second directory holds the thumbnail, which shows what was cropped away.
        long next = at + 2 + 12L * entries;
        return (little ? bytes.u32le(next) : bytes.u32(next)) == 0;
    }
}
