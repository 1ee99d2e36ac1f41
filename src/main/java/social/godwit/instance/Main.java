package social.godwit.instance;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import java.io.PrintStream;
import java.util.Map;
import social.godwit.instance.config.InvalidConfiguration;
import social.godwit.instance.config.StartOptions;
import social.godwit.instance.postgres.LocalPostgresException;

/** Starts an instance in the foreground: {@code up [--port N] [--origin URL] [--data DIR] [--listen ADDRESS:PORT]}. */
@QuarkusMain
public final class Main implements QuarkusApplication {
    private static final int CANNOT_START = 2;

    public static void main(String... arguments) {
        Map<String, String> settings;
        try {
            var options = StartOptions.read(arguments, System.getenv());
            var folder = DataFolder.open(options.data());
            settings = options.settings(folder.databaseUrl(options, System.getenv()));
        } catch (InvalidConfiguration | LocalPostgresException e) {
            System.err.println("godwit: " + e.getMessage());
            System.exit(CANNOT_START);
            return;
        }
        settings.forEach(System::setProperty);
        // Every transaction runs on a Vert.x context of its own, which social.godwit.store.Database makes; Quarkus
        // refuses
        // sessions on contexts that it has not marked itself.
        System.setProperty(VertxContextSafetyToggle.UNRESTRICTED_BY_DEFAULT_PROPERTY, "true");
        Quarkus.run(Main.class, (exitCode, failure) -> exit(exitCode, failure, System.err), arguments);
    }

    /** Runs once everything listens. */
    @Override
    public int run(String... arguments) {
        String origin = System.getProperty("godwit.origin");
        System.out.println("ready: " + origin);
        System.out.println("next:  ./godwit account create NAME --gateway " + origin);
        Quarkus.waitForExit();
        return 0;
    }

    private static void exit(int exitCode, @org.jspecify.annotations.Nullable Throwable failure, PrintStream err) {
        if (failure != null) {
            Throwable root = failure;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            err.println("godwit: cannot start: " + root.getMessage());
        }
        System.exit(exitCode);
    }
}
