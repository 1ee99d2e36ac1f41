package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/**
 * A zip. Refused before anything of it is unpacked: paths that lead out of it, one path twice (readers differ in which they
 * take), and files that say they are packed tighter than real posts and pictures ever are.
 */
final class ZipArchive implements ArchiveFiles {
    /** Posts pack to a tenth or so; a file of nothing but zeros packs to a thousandth. */
    private static final long RATIO_MAX = 200;

    /** Files below this many bytes may be packed as tight as they like. */
    private static final long RATIO_FROM = 4L << 20;

    private final Path path;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries;

    private ZipArchive(Path path, ZipFile zip, Map<String, ZipEntry> entries) {
        this.path = path;
        this.zip = zip;
        this.entries = entries;
    }

    static ZipArchive of(Path path) throws IOException {
        ZipFile zip = new ZipFile(path.toFile(), StandardCharsets.UTF_8);
        boolean good = false;
        try {
            ZipArchive archive = new ZipArchive(path, zip, entries(path, zip));
            good = true;
            return archive;
        } finally {
            if (!good) zip.close();
        }
    }

    private static Map<String, ZipEntry> entries(Path path, ZipFile zip) {
        if (zip.size() > FILES_MAX) throw ArchiveFiles.harmful(path, "it has more than " + FILES_MAX + " files");
        Map<String, ZipEntry> entries = new LinkedHashMap<>();
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            ZipEntry entry = all.nextElement();
            String name = entry.isDirectory() ? entry.getName().replaceFirst("/$", "") : entry.getName();
            if (!ArchiveFiles.isSafe(name)) throw ArchiveFiles.harmful(path, "a path in it leads out of it");
            if (entry.isDirectory()) continue;
            if (entry.getSize() > RATIO_FROM && entry.getSize() / RATIO_MAX > entry.getCompressedSize())
                throw ArchiveFiles.harmful(path, name + " is packed too tightly to be real");
            if (entries.put(name, entry) != null) throw ArchiveFiles.harmful(path, name + " is in it twice");
        }
        return entries;
    }

    @Override
    public Set<String> names() {
        return Collections.unmodifiableSet(entries.keySet());
    }

    @Override
    public Optional<InputStream> open(String name, long max) throws IOException {
        ZipEntry entry = entries.get(name);
        if (entry == null) return Optional.empty();
        InputStream in = zip.getInputStream(entry);
        if (in == null) return Optional.empty();
        // The sizes are the archive's own word: what comes out is counted.
        long honest = Math.max(RATIO_FROM, Math.max(entry.getCompressedSize(), 0) * RATIO_MAX);
        return Optional.of(new Bounded(in, name, Math.min(max, honest)));
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
