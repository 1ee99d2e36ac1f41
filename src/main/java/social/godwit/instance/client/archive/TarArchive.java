package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A tar that is not packed (ustar, with the long names of GNU and of POSIX 2001), as FEP-6fcd wraps archives. Read through once
 * for where its files lie. Links, devices and whatever else is no plain file are passed over; paths that lead out, and one
 * path twice, are refused.
 */
final class TarArchive implements ArchiveFiles {
    private static final int BLOCK = 512;
    private static final int LONG_NAME_MAX = 8 * BLOCK;

    private record Place(long at, long size) {}

    private final FileChannel file;
    private final Map<String, Place> places;

    private TarArchive(FileChannel file, Map<String, Place> places) {
        this.file = file;
        this.places = places;
    }

    /** Whether a file that starts so is a tar: its first header's sum is right. */
    static boolean isTar(byte[] start) {
        return start.length == BLOCK && sumIsRight(start);
    }

    static TarArchive of(Path path) throws IOException {
        FileChannel file = FileChannel.open(path, StandardOpenOption.READ);
        boolean good = false;
        try {
            TarArchive archive = new TarArchive(file, places(path, file));
            good = true;
            return archive;
        } finally {
            if (!good) file.close();
        }
    }

    private static Map<String, Place> places(Path path, FileChannel file) throws IOException {
        Map<String, Place> places = new LinkedHashMap<>();
        String longName = "";
        long at = 0;
        for (int headers = 0; at + BLOCK <= file.size(); headers++) {
            if (headers > 2 * FILES_MAX) throw ArchiveFiles.harmful(path, "it has too many files");
            byte[] header = block(file, at, BLOCK);
            if (header[0] == 0) break;
            long size = number(header, 124, 12);
            if (!sumIsRight(header) || size < 0 || size > file.size() - at - BLOCK)
                throw new IOException("it is damaged or cut off at byte " + at);
            long content = at + BLOCK;
            at = content + (size + BLOCK - 1) / BLOCK * BLOCK;
            char type = (char) (header[156] & 0xff);
            if (type == 'L' || type == 'x') {
                if (size > LONG_NAME_MAX) throw ArchiveFiles.harmful(path, "a path in it is too long");
                String text = text(block(file, content, (int) size), 0, (int) size);
                longName = type == 'L' ? text : paxPath(text);
                continue;
            }
            String name = longName.isEmpty() ? name(header) : longName;
            longName = "";
            if (type != '0' && type != 0) continue;
            if (name.startsWith("./")) name = name.substring(2);
            if (!ArchiveFiles.isSafe(name)) throw ArchiveFiles.harmful(path, "a path in it leads out of it");
            if (places.put(name, new Place(content, size)) != null)
                throw ArchiveFiles.harmful(path, name + " is in it twice");
        }
        return places;
    }

    private static byte[] block(FileChannel file, long at, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining() && file.read(buffer, at + buffer.position()) >= 0) {}
        if (buffer.hasRemaining()) throw new IOException("it is cut off");
        return buffer.array();
    }

    private static String name(byte[] header) {
        String prefix = text(header, 257, 5).equals("ustar") ? text(header, 345, 155) : "";
        String name = text(header, 0, 100);
        return prefix.isEmpty() ? name : prefix + "/" + name;
    }

    /** The path among {@code LENGTH key=value} lines; empty when it is not among them. */
    private static String paxPath(String records) {
        int at = records.indexOf(" path=");
        int end = at < 0 ? -1 : records.indexOf('\n', at);
        return end < 0 ? "" : records.substring(at + 6, end);
    }

    private static String text(byte[] bytes, int from, int length) {
        int end = from;
        while (end < from + length && bytes[end] != 0) end++;
        return new String(bytes, from, end - from, StandardCharsets.UTF_8);
    }

    /** An octal number; -1 when it is none. */
    private static long number(byte[] bytes, int from, int length) {
        long value = 0;
        boolean any = false;
        for (int i = from; i < from + length; i++) {
            if (bytes[i] >= '0' && bytes[i] <= '7') {
                value = value * 8 + bytes[i] - '0';
                any = true;
            } else if (any || bytes[i] != ' ') break;
        }
        return any ? value : -1;
    }

    private static boolean sumIsRight(byte[] header) {
        long sum = 0;
        for (int i = 0; i < BLOCK; i++) sum += i >= 148 && i < 156 ? ' ' : header[i] & 0xff;
        return number(header, 148, 8) == sum;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(places.keySet());
    }

    @Override
    public Optional<InputStream> open(String name, long max) throws IOException {
        Place place = places.get(name);
        if (place == null) return Optional.empty();
        return Optional.of(new Bounded(new Part(file, place), name, max));
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** One file of the tar; several may be read side by side. */
    private static final class Part extends InputStream {
        private final FileChannel file;
        private long at;
        private long left;

        Part(FileChannel file, Place place) {
            this.file = file;
            this.at = place.at();
            this.left = place.size();
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            if (left == 0) return length == 0 ? 0 : -1;
            int read = file.read(ByteBuffer.wrap(to, offset, (int) Math.min(length, left)), at);
            if (read > 0) {
                at += read;
                left -= read;
            }
            return read;
        }
    }
}
