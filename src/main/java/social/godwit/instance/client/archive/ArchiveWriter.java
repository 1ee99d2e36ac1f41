package social.godwit.instance.client.archive;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import social.godwit.instance.client.ClientProblem;

/** Writes files one after the other: into a zip, a tar or a folder. */
interface ArchiveWriter extends Closeable {
    /** Adds a file from memory. */
    void add(String name, byte[] content) throws IOException;

    /** Adds a file from the disk. */
    void add(String name, Path content) throws IOException;

    /** A zip; every entry dated {@code time}. */
    static ArchiveWriter zip(OutputStream out, Instant time) {
        return new Zip(new ZipOutputStream(new BufferedOutputStream(out, 1 << 16), StandardCharsets.UTF_8), time);
    }

    /** A tar in the ustar form; every entry dated {@code time}. */
    static ArchiveWriter tar(OutputStream out, Instant time) {
        return new Tar(new BufferedOutputStream(out, 1 << 16), time);
    }

    /** A folder, made when it is missing. Files of the same names are replaced. */
    static ArchiveWriter folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        return new Folder(folder);
    }

    /** See {@link #zip}. */
    record Zip(ZipOutputStream out, Instant time) implements ArchiveWriter {
        @Override
        public void add(String name, byte[] content) throws IOException {
            begin(name);
            out.write(content);
        }

        @Override
        public void add(String name, Path content) throws IOException {
            begin(name);
            Files.copy(content, out);
        }

        private void begin(String name) throws IOException {
            ZipEntry entry = new ZipEntry(name);
            entry.setTime(time.toEpochMilli());
            out.putNextEntry(entry);
        }

        @Override
        public void close() throws IOException {
            out.close();
        }
    }

    /** See {@link #folder}. */
    record Folder(Path folder) implements ArchiveWriter {
        @Override
        public void add(String name, byte[] content) throws IOException {
            Files.createDirectories(folder.resolve(name).getParent());
            Files.write(folder.resolve(name), content);
        }

        @Override
        public void add(String name, Path content) throws IOException {
            try (InputStream in = Files.newInputStream(content)) {
                Files.copy(in, folder.resolve(name), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
        }

        @Override
        public void close() {
            // Nothing is held open.
        }
    }

    /** See {@link #tar}. */
    record Tar(OutputStream out, Instant time) implements ArchiveWriter {
        private static final int BLOCK = 512;
        private static final long SIZE_MAX = (1L << 33) - 1;

        @Override
        public void add(String name, byte[] content) throws IOException {
            header(name, content.length);
            out.write(content);
            pad(content.length);
        }

        @Override
        public void add(String name, Path content) throws IOException {
            long size = Files.size(content);
            header(name, size);
            if (Files.copy(content, out) != size) throw new IOException(name + " changed while it was written");
            pad(size);
        }

        private void header(String name, long size) throws IOException {
            byte[] path = name.getBytes(StandardCharsets.UTF_8);
            if (path.length > 100) throw new IllegalArgumentException("too long for a tar: " + name);
            if (size > SIZE_MAX) throw new ClientProblem(name + " is too large for a tar.", "Use --format mastodon.");
            byte[] header = new byte[BLOCK];
            System.arraycopy(path, 0, header, 0, path.length);
            number(header, 100, 8, 0644);
            number(header, 108, 8, 0);
            number(header, 116, 8, 0);
            number(header, 124, 12, size);
            number(header, 136, 12, time.getEpochSecond());
            java.util.Arrays.fill(header, 148, 156, (byte) ' ');
            header[156] = '0';
            System.arraycopy("ustar\00000".getBytes(StandardCharsets.US_ASCII), 0, header, 257, 8);
            int sum = 0;
            for (byte one : header) sum += one & 0xff;
            number(header, 148, 7, sum);
            out.write(header);
        }

        /** Octal digits and a zero, {@code length} bytes in all. */
        private static void number(byte[] header, int at, int length, long value) {
            long rest = value;
            for (int i = length - 2; i >= 0; i--, rest >>>= 3) header[at + i] = (byte) ('0' + (rest & 7));
            header[at + length - 1] = 0;
        }

        private void pad(long size) throws IOException {
            out.write(new byte[(int) ((BLOCK - size % BLOCK) % BLOCK)]);
        }

        @Override
        public void close() throws IOException {
            out.write(new byte[2 * BLOCK]);
            out.close();
        }
    }
}
