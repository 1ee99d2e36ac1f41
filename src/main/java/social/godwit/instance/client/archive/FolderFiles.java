package social.godwit.instance.client.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import social.godwit.instance.client.ClientProblem;

/** An archive that was unpacked. Links in it are passed over: they may point anywhere. */
final class FolderFiles implements ArchiveFiles {
    private static final int DEPTH_MAX = 16;

    private final Path root;
    private final Set<String> names;

    private FolderFiles(Path root, Set<String> names) {
        this.root = root;
        this.names = names;
    }

    static FolderFiles of(Path root) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(root, DEPTH_MAX)) {
            files.filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .map(file -> root.relativize(file).toString().replace('\\', '/'))
                    .filter(ArchiveFiles::isSafe)
                    .forEach(name -> {
                        if (names.size() == FILES_MAX) throw new ClientProblem(root + " has too many files.");
                        names.add(name);
                    });
        }
        return new FolderFiles(root, Collections.unmodifiableSet(names));
    }

    @Override
    public Set<String> names() {
        return names;
    }

    @Override
    public Optional<InputStream> open(String name, long max) throws IOException {
        if (!names.contains(name)) return Optional.empty();
        return Optional.of(new Bounded(Files.newInputStream(root.resolve(name), LinkOption.NOFOLLOW_LINKS), name, max));
    }

    @Override
    public void close() {
        // Nothing is held open.
    }
}
