package social.godwit.activitypub.media;

import java.util.Set;
import social.godwit.activitypub.media.Inspection.Reason;

/** Walks through the containers of films and sounds, and of AVIF pictures, which share the boxes of MP4. */
final class ContainerInspector {
    private static final Set<String> MP4_BRANDS = Set.of(
            "isom", "iso2", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "dash", "M4V ", "MSNV", "mmp4", "f4v ");

    /** Marks of boxes that tell where a film was made. */
    private static final Set<String> PLACES = Set.of("\u00a9xyz", "loci", "com.apple.quicktime.location");

    private static final int BOX_DEPTH_MAX = 6;
    private static final int MP3_FRAMES = 3;
    private static final int[] MP3_KBITS_1 = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0};
    private static final int[] MP3_KBITS_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0};
    private static final int[] MP3_HERTZ = {44_100, 48_000, 32_000, 0};

    private final Bytes bytes;
    private final MediaLimits limits;
    private long width;
    private long height;

    ContainerInspector(Bytes bytes, MediaLimits limits) {
        this.bytes = bytes;
        this.limits = limits;
    }

    /** MP4, M4A or AVIF: a sequence of boxes that fills the file exactly, the first of them {@code ftyp}. */
    Inspection boxes() {
        String brand = bytes.latin(8, 4);
        boolean picture = brand.equals("avif") || brand.equals("avis");
        boolean sound = brand.equals("M4A ") || brand.equals("M4B ");
        if (!picture && !sound && !MP4_BRANDS.contains(brand)) {
            return new Inspection.Unfit(Reason.FORMAT, "files of the brand \"" + printable(brand) + "\" are not taken");
        }
        long at = 0;
        long index = -1;
        long indexEnd = -1;
        while (at < bytes.length()) {
            long size = boxSize(at, bytes.length());
            if (size < 8) {
                return broken("the file is cut off, or bytes follow its end");
            }
            String type = bytes.latin(at + 4, 4);
            if (type.equals(picture ? "meta" : "moov")) {
                index = at;
                indexEnd = at + size;
            } else if (type.equals("uuid") || type.equals("XMP_")) {
                return metadata("the file holds XMP or other foreign data");
            }
            at += size;
        }
        if (index < 0) {
            return broken("the file has no index (" + (picture ? "meta" : "moov") + ")");
        }
        measure(index, indexEnd, 0);
        return picture ? picture(index, indexEnd) : film(index, indexEnd, sound);
    }

    private Inspection picture(long index, long end) {
        if (bytes.contains(index, end, "Exif") || bytes.contains(index, end, "application/rdf+xml")) {
            return metadata("the AVIF picture holds EXIF or XMP data");
        }
        if (width <= 0 || height <= 0) {
            return broken("the AVIF picture has no size");
        }
        if (width * height > limits.pixelsMax()) {
            return new Inspection.Unfit(
                    Reason.DIMENSIONS, "the picture has more than " + limits.pixelsMax() + " pixels");
        }
        return new Inspection.Fit(MediaFormat.AVIF, (int) width, (int) height);
    }

    private Inspection film(long index, long end, boolean sound) {
        for (String place : PLACES) {
            if (bytes.contains(index, end, place)) {
                return metadata("the film holds the place where it was made");
            }
        }
        if (width > 0xffff || height > 0xffff) {
            return new Inspection.Unfit(Reason.DIMENSIONS, "the film is too large");
        }
        return new Inspection.Fit(sound ? MediaFormat.M4A : MediaFormat.MP4, (int) width, (int) height);
    }

    private long boxSize(long at, long end) {
        long size = bytes.u32(at);
        if (size == 1) {
            size = bytes.u64(at + 8);
        } else if (size == 0) {
            size = end - at;
        }
        return size < 8 || at + size > end ? -1 : size;
    }

    /** Finds the largest size that a track header or an image property tells. */
    private void measure(long start, long end, int depth) {
        boolean full = bytes.startsWith(start + 4, "meta");
        long at = start + (full ? 12 : 8);
        while (depth < BOX_DEPTH_MAX && at + 8 <= end) {
            long size = boxSize(at, end);
            if (size < 8) {
                return;
            }
            switch (bytes.latin(at + 4, 4)) {
                case "trak", "iprp", "ipco" -> measure(at, at + size, depth + 1);
                case "tkhd" -> size(bytes.u32(at + size - 8) >> 16, bytes.u32(at + size - 4) >> 16);
                case "ispe" -> size(bytes.u32(at + 12), bytes.u32(at + 16));
                default -> {
                    // Codecs, timing, and the rest of it.
                }
            }
            at += size;
        }
    }

    private void size(long w, long h) {
        if (w * h > width * height) {
            width = w;
            height = h;
        }
    }

    /** WebM: an EBML header whose document type says so. */
    Inspection webm() {
        return bytes.contains(4, 64, "webm")
                ? new Inspection.Fit(MediaFormat.WEBM, 0, 0)
                : new Inspection.Unfit(Reason.FORMAT, "of Matroska files only WebM is taken");
    }

    /** Ogg: pages that fill the file exactly. */
    Inspection ogg() {
        if (bytes.contains(0, 128, "theora")) {
            return new Inspection.Unfit(Reason.FORMAT, "Ogg films are not taken, only sounds");
        }
        long at = 0;
        while (at < bytes.length()) {
            int segments = bytes.u8(at + 26);
            if (!bytes.startsWith(at, "OggS") || segments < 0) {
                return broken("the Ogg file is damaged, or bytes follow its end");
            }
            long size = 27L + segments;
            for (int i = 0; i < segments; i++) {
                size += Math.max(0, bytes.u8(at + 27 + i));
            }
            at += size;
        }
        return at == bytes.length() ? new Inspection.Fit(MediaFormat.OGG, 0, 0) : broken("the Ogg file is cut off");
    }

    /** FLAC: the stream's own description comes first and has one length. */
    Inspection flac() {
        return (bytes.u8(4) & 0x7f) == 0 && bytes.u8(5) == 0 && bytes.u16(6) == 34
                ? new Inspection.Fit(MediaFormat.FLAC, 0, 0)
                : broken("the FLAC file is damaged");
    }

    /** WAV: a RIFF file of the size that it says. */
    Inspection wav() {
        long size = bytes.u32le(4) + 8;
        return size + (size & 1) >= bytes.length() && size <= bytes.length() && bytes.contains(12, 64, "fmt ")
                ? new Inspection.Fit(MediaFormat.WAV, 0, 0)
                : broken("the WAV file is cut off, or bytes follow its end");
    }

    /** MP3: an ID3 block or none, then frames; eleven set bits alone would be found in almost any file. */
    Inspection mp3() {
        long at = 0;
        if (bytes.startsWith(0, "ID3")) {
            at = 10 + ((long) bytes.u8(6) << 21 | bytes.u8(7) << 14 | bytes.u8(8) << 7 | bytes.u8(9));
            if ((bytes.u8(5) & 0x10) != 0) {
                at += 10;
            }
        }
        for (int frame = 0; frame < MP3_FRAMES; frame++) {
            int size = mp3FrameSize(at);
            if (size <= 0 || at + size > bytes.length()) {
                return new Inspection.Unfit(Reason.FORMAT, "this is no format that is kept here");
            }
            at += size;
        }
        return new Inspection.Fit(MediaFormat.MP3, 0, 0);
    }

    private int mp3FrameSize(long at) {
        int sync = bytes.u16(at);
        int third = bytes.u8(at + 2);
        boolean layer3 = sync >= 0 && (sync & 0xffe0) == 0xffe0 && ((sync >> 1) & 3) == 1;
        int version = (sync >> 3) & 3;
        if (!layer3 || version == 1 || third < 0) {
            return -1;
        }
        boolean first = version == 3;
        int kbits = (first ? MP3_KBITS_1 : MP3_KBITS_2)[third >> 4];
        int hertz = MP3_HERTZ[(third >> 2) & 3] / (first ? 1 : version == 2 ? 2 : 4);
        int padding = (third >> 1) & 1;
        return kbits == 0 || hertz == 0 ? -1 : (first ? 144 : 72) * kbits * 1000 / hertz + padding;
    }

    private static String printable(String brand) {
        return brand.replaceAll("[^ -~]", "?");
    }

    private static Inspection broken(String detail) {
        return new Inspection.Unfit(Reason.BROKEN, detail);
    }

    private static Inspection metadata(String detail) {
        return new Inspection.Unfit(Reason.METADATA, detail + ": strip it before uploading");
    }
}
