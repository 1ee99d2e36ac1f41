package social.godwit.activitypub.effect;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import social.godwit.activitypub.account.Account;
import social.godwit.store.testing.TestDatabase;

/** Alice at an instance, and bob, who is elsewhere: each test has its own of both, in the one database of its class. */
abstract class AliceAndBob {
    private static TestDatabase db;
    private static int count;

    /** Makes names and hosts of a test different from those of the others. */
    int number;

    Instances here;
    Account alice;
    String bob;

    @BeforeAll
    static void open() {
        db = TestDatabase.create();
    }

    @AfterAll
    static void close() {
        db.close();
    }

    /** An instance that shares the database. */
    static Instances instance() {
        return new Instances(db);
    }

    @BeforeEach
    void people() {
        number = ++count;
        here = instance();
        alice = here.account("alice" + number, false);
        bob = here.stranger("https://far" + number + ".test/users/bob");
    }
}
