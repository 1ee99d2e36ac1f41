package social.godwit.instance;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** No table that nobody has thought about: who fills it, and where it ends (row 63). */
class TablesTest {
    /** How many constants have to say where a table ends. */
    private static final Map<String, Integer> ENDS = Map.of(
            "stranger",
            2,
            "queue",
            1,
            "heard",
            1,
            "said",
            0,
            "account",
            0,
            "network",
            0,
            "peer",
            0,
            "staff",
            0,
            "fixed",
            0);

    private static final Pattern CHANGE = Pattern.compile("(?im)^\\s*(create|drop) table (\\w+)");
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("social.godwit");

    /** A line of tables.txt. */
    private record Table(String whose, String name, List<String> ends) {}

    @Test
    @DisplayName("every table of the schema stands in tables.txt with who fills it, and the other way round")
    void everyTable() throws IOException {
        assertThat(tables().stream().map(Table::name))
                .as("who fills the table, and what bounds it? Say so in tables.txt")
                .containsExactlyInAnyOrderElementsOf(schema());
    }

    @Test
    @DisplayName("what strangers fill ends in number and in time, by constants that there are")
    void ends() throws IOException {
        for (Table table : tables()) {
            assertThat(ENDS).as(table.name()).containsKey(table.whose());
            assertThat(table.ends()).as(table.name()).hasSize(ENDS.get(table.whose()));
            for (String end : table.ends()) {
                String[] parts = end.split("\\.");
                assertThat(CODE.stream()
                                .filter(one -> one.getSimpleName().equals(parts[0]))
                                .flatMap(one -> one.getFields().stream())
                                .map(field -> field.getName()))
                        .as(table.name() + ": " + end)
                        .contains(parts[1]);
            }
        }
    }

    private static List<Table> tables() throws IOException {
        try (InputStream file = Objects.requireNonNull(TablesTest.class.getResourceAsStream("tables.txt"))) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> line.split("\\s+"))
                    .map(words ->
                            new Table(words[0], words[1], Arrays.asList(words).subList(2, words.length)))
                    .toList();
        }
    }

    /** The tables that there are after all migrations, in their order. */
    private static Set<String> schema() throws IOException {
        Set<String> names = new TreeSet<>();
        for (Path migration : migrations()) {
            var change = CHANGE.matcher(Files.readString(migration));
            while (change.find()) {
                if (change.group(1).equalsIgnoreCase("create")) {
                    names.add(change.group(2));
                } else {
                    names.remove(change.group(2));
                }
            }
        }
        return names;
    }

    private static List<Path> migrations() throws IOException {
        Path project = Path.of(System.getProperty("basedir", ".")).resolve("..");
        try (Stream<Path> files =
                Files.find(project, 8, (file, is) -> file.toString().contains("src/main/resources/db/migration/V"))) {
            List<Path> found = files.sorted((a, b) -> a.getFileName().compareTo(b.getFileName()))
                    .toList();
            assertThat(found).hasSizeGreaterThan(50);
            return found;
        }
    }
}
