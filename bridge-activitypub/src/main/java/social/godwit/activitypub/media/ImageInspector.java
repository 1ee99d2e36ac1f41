package social.godwit.activitypub.media;

import java.util.Set;
import social.godwit.activitypub.media.Inspection.Reason;

/** Walks through the blocks of PNG, JPEG, GIF and WebP files: size, frames, metadata, and that nothing follows the end. */
final class ImageInspector {
    private static final String STRIP = ": strip it (re-encode the picture) before uploading";
    private static final Set<String> PNG_TEXT_HARMLESS = Set.of("Software", "Title");

    private final Bytes bytes;
    private final MediaLimits limits;

    ImageInspector(Bytes bytes, MediaLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    Inspection png() {
        long width = bytes.u32(16);
        long height = bytes.u32(20);
        if (!bytes.startsWith(12, "IHDR")) {
            return broken("a PNG begins with IHDR");
        }
        long frames = 1;
        long at = 8;
        while (at + 12 <= bytes.length()) {
            long length = bytes.u32(at);
            String type = bytes.latin(at + 4, 4);
            long data = at + 8;
            if (length < 0 || data + length + 4 > bytes.length()) {
                return broken("the PNG is cut off");
            }
            switch (type) {
                case "acTL" -> frames = bytes.u32(data);
                case "eXIf" -> {
                    if (!ExifBlock.isHarmless(bytes, data, data + length)) {
                        return metadata("the PNG holds EXIF data" + STRIP);
                    }
                }
                case "tEXt", "zTXt", "iTXt" -> {
                    if (!PNG_TEXT_HARMLESS.contains(keyword(data, length))) {
                        return metadata("the PNG holds text (" + type + ")" + STRIP);
                    }
                }
                case "IEND" -> {
                    return data + 4 == bytes.length()
                            ? sized(MediaFormat.PNG, width, height, frames)
                            : broken("bytes follow the end of the PNG");
                }
                default -> {
                    // Pixels, palette, colour space.
                }
            }
            at = data + length + 4;
        }
        return broken("the PNG has no end");
    }

    private String keyword(long data, long length) {
        int end = 0;
        while (end < Math.min(length, 79) && bytes.u8(data + end) != 0) {
            end++;
        }
        return bytes.latin(data, end);
    }

    Inspection jpeg() {
        long width = -1;
        long height = -1;
        long at = 2;
        while (at + 2 <= bytes.length()) {
            if (bytes.u8(at) != 0xff) {
                return broken("the JPEG is damaged");
            }
            int marker = bytes.u8(at + 1);
            if (marker == 0xff) {
                at++;
                continue;
            }
            if (marker == 0xd9) {
                return at + 2 == bytes.length()
                        ? sized(MediaFormat.JPEG, width, height, 1)
                        : broken("bytes follow the end of the JPEG");
            }
            long length = bytes.u16(at + 2);
            if (length < 2 || at + 2 + length > bytes.length()) {
                return broken("the JPEG is cut off");
            }
            long data = at + 4;
            long end = at + 2 + length;
            if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 && marker != 0xc8 && marker != 0xcc) {
                height = bytes.u16(data + 1);
                width = bytes.u16(data + 3);
            } else if (marker == 0xe1) {
                boolean harmless = bytes.startsWith(data, "Exif\0\0") && ExifBlock.isHarmless(bytes, data + 6, end);
                if (!harmless) {
                    return metadata("the JPEG holds EXIF or XMP data" + STRIP);
                }
            } else if (marker == 0xed) {
                return metadata("the JPEG holds IPTC data" + STRIP);
            } else if (marker == 0xfe) {
                return metadata("the JPEG holds a comment" + STRIP);
            }
            at = marker == 0xda ? afterScan(end) : end;
        }
        return broken("the JPEG has no end");
    }

    /** Skips entropy-coded data: the next 0xff that neither escapes a byte nor marks a restart. */
    private long afterScan(long from) {
        long at = from;
        while (at + 1 < bytes.length()) {
            if (bytes.u8(at) == 0xff) {
                int next = bytes.u8(at + 1);
                if (next != 0 && (next < 0xd0 || next > 0xd7)) {
                    return at;
                }
                at++;
            }
            at++;
        }
        return bytes.length();
    }

    Inspection gif() {
        long width = bytes.u16le(6);
        long height = bytes.u16le(8);
        long at = 13 + colourTable(bytes.u8(10));
        long frames = 0;
        while (at < bytes.length()) {
            int block = bytes.u8(at);
            if (block == 0x3b) {
                return at + 1 == bytes.length()
                        ? sized(MediaFormat.GIF, width, height, frames)
                        : broken("bytes follow the end of the GIF");
            } else if (block == 0x2c) {
                frames++;
                at = afterBlocks(at + 10 + colourTable(bytes.u8(at + 9)) + 1);
            } else if (block == 0x21) {
                int label = bytes.u8(at + 1);
                if (label == 0xfe || (label == 0xff && bytes.startsWith(at + 3, "XMP DataXMP"))) {
                    return metadata("the GIF holds a comment or XMP data" + STRIP);
                }
                at = afterBlocks(at + 2);
            } else {
                return broken("the GIF is damaged");
            }
        }
        return broken("the GIF has no end");
    }

    private static long colourTable(int flags) {
        return (flags & 0x80) == 0 ? 0 : 3L << ((flags & 7) + 1);
    }

    private long afterBlocks(long from) {
        long at = from;
        while (at < bytes.length()) {
            int size = bytes.u8(at);
            at += 1 + size;
            if (size == 0) {
                return at;
            }
        }
        return bytes.length();
    }

    Inspection webp() {
        if (bytes.u32le(4) + 8 + (bytes.u32le(4) & 1) != bytes.length()) {
            return broken("the WebP file is cut off, or bytes follow its end");
        }
        long width = -1;
        long height = -1;
        long frames = 0;
        long at = 12;
        while (at + 8 <= bytes.length()) {
            String type = bytes.latin(at, 4);
            long length = bytes.u32le(at + 4);
            long data = at + 8;
            if (data + length > bytes.length()) {
                return broken("the WebP file is cut off");
            }
            switch (type) {
                case "VP8X" -> {
                    width = bytes.u24le(data + 4) + 1L;
                    height = bytes.u24le(data + 7) + 1L;
                }
                case "VP8 " -> {
                    frames++;
                    if (width < 0) {
                        width = bytes.u16le(data + 6) & 0x3fff;
                        height = bytes.u16le(data + 8) & 0x3fff;
                    }
                }
                case "VP8L" -> {
                    frames++;
                    if (width < 0) {
                        long packed = bytes.u32le(data + 1);
                        width = (packed & 0x3fff) + 1;
                        height = ((packed >> 14) & 0x3fff) + 1;
                    }
                }
                case "ANMF" -> frames++;
                case "EXIF" -> {
                    long tiff = bytes.startsWith(data, "Exif\0\0") ? data + 6 : data;
                    if (!ExifBlock.isHarmless(bytes, tiff, data + length)) {
                        return metadata("the WebP file holds EXIF data" + STRIP);
                    }
                }
                case "XMP " -> {
                    return metadata("the WebP file holds XMP data" + STRIP);
                }
                default -> {
                    // Alpha, colour profile, animation parameters.
                }
            }
            at = data + length + (length & 1);
        }
        return sized(MediaFormat.WEBP, width, height, frames);
    }

    private Inspection sized(MediaFormat format, long width, long height, long frames) {
        if (width <= 0 || height <= 0 || frames <= 0) {
            return broken("the picture has no size or no frame");
        }
        if (width > 0xffff || height > 0xffff || width * height > limits.pixelsMax()) {
            return new Inspection.Unfit(
                    Reason.DIMENSIONS, "the picture has more than " + limits.pixelsMax() + " pixels");
        }
        if (frames > limits.framesMax() || width * height * frames > limits.framesPixelsMax()) {
            return new Inspection.Unfit(Reason.DIMENSIONS, "the picture has too many frames");
        }
        return new Inspection.Fit(format, (int) width, (int) height);
    }

    private static Inspection broken(String detail) {
        return new Inspection.Unfit(Reason.BROKEN, detail);
    }

    private static Inspection metadata(String detail) {
        return new Inspection.Unfit(Reason.METADATA, detail);
    }
}
