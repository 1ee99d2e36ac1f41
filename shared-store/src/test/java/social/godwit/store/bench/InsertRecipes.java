package social.godwit.store.bench;

import io.smallrye.mutiny.Uni;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import social.godwit.store.Database;
import social.godwit.store.testing.TestDatabase;

/**
 * How fast rows go in, by way of doing it. Run by hand; figures are in ADR 3. Arguments: rows in a batch, batches.
 */
public final class InsertRecipes {
    private static final byte[] BODY = new byte[1_500];

    private InsertRecipes() {}

    /** A row as an entity. */
    @Entity
    @Table(name = "recipe")
    public static class RecipeRow {
        @Id
        String id;

        byte[] body;
        long number;
    }

    /** Prints rows per second for each way. */
    public static void main(String... arguments) {
        int rows = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 50;
        int batches = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 200;
        try (var db = TestDatabase.create(RecipeRow.class)) {
            db.execute("create table recipe (id text primary key, body bytea not null, number bigint not null)");
            for (int round = 0; round < 2; round++) {
                measure(
                        db,
                        "unnest of arrays",
                        rows,
                        batches,
                        ids -> db.database()
                                .inTransaction(session -> Database.execute(
                                                session,
                                                "insert into recipe (id, body, number)"
                                                        + " select * from unnest($1::text[], $2::bytea[], $3::bigint[])",
                                                ids.toArray(String[]::new),
                                                ids.stream().map(id -> BODY).toArray(byte[][]::new),
                                                ids.stream().map(id -> 1L).toArray(Long[]::new))
                                        .replaceWithVoid()));
                measure(
                        db,
                        "entities, insertMultiple",
                        rows,
                        batches,
                        ids -> db.database()
                                .inTransaction(session -> session.insertMultiple(new ArrayList<>(
                                        ids.stream().map(InsertRecipes::row).toList()))));
                measure(
                        db,
                        "a statement per row",
                        rows,
                        batches,
                        ids -> db.database().inTransaction(session -> oneByOne(session, ids)));
            }
        }
        System.exit(0);
    }

    private static Uni<Void> oneByOne(org.hibernate.reactive.mutiny.Mutiny.StatelessSession session, List<String> ids) {
        Uni<Void> all = Uni.createFrom().voidItem();
        for (String id : ids) {
            all = all.chain(() -> Database.execute(
                            session, "insert into recipe (id, body, number) values ($1, $2, $3)", id, BODY, 1L)
                    .replaceWithVoid());
        }
        return all;
    }

    private static RecipeRow row(String id) {
        var row = new RecipeRow();
        row.id = id;
        row.body = BODY;
        row.number = 1;
        return row;
    }

    private static void measure(
            TestDatabase db, String name, int rows, int batches, Function<List<String>, Uni<Void>> insert) {
        db.execute("truncate recipe");
        List<List<String>> ids = new ArrayList<>();
        for (int batch = 0; batch < batches; batch++) {
            ids.add(Arrays.stream(new String[rows])
                    .map(none -> UUID.randomUUID().toString())
                    .toList());
        }
        long start = System.nanoTime();
        ids.forEach(batch -> db.await(insert.apply(batch)));
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf("%-26s %,10.0f rows/s in batches of %d%n", name, rows * batches / seconds, rows);
    }
}
