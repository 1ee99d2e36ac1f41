package social.godwit.instance.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What {@code up} would run with, in words: every setting, where it came from, and which can never be changed later.
 * Secrets are masked.
 */
public record EffectiveSettings(List<Setting> settings, List<String> remarks) {
    /**
     * One setting.
     *
     * @param name the environment's name for it
     * @param value in force, secrets masked
     * @param given false when it is the default
     * @param note what it means, or why it cannot be changed
     */
    public record Setting(String name, String value, boolean given, String note) {}

    /**
     * Reads the environment as {@code up} would.
     *
     * @throws InvalidConfiguration where {@code up} would refuse to start
     */
    public static EffectiveSettings of(String[] arguments, Map<String, String> environment) {
        StartOptions options = StartOptions.read(arguments, environment);
        boolean development = options.development();
        String database = environment.getOrDefault("GODWIT_DATABASE_URL", "");
        if (!database.isBlank()) {
            DatabaseUrl.parse(database);
        }
        String registrations = environment.getOrDefault("GODWIT_REGISTRATIONS", "open");
        if (!List.of("open", "invite", "closed").contains(registrations)) {
            throw new InvalidConfiguration(
                    "GODWIT_REGISTRATIONS is open, invite or closed, not " + registrations + ".");
        }
        var settings = new ArrayList<Setting>();
        settings.add(new Setting(
                "GODWIT_ORIGIN",
                options.origin(),
                environment.containsKey("GODWIT_ORIGIN"),
                "part of every id of every account at home here; can never be changed later"));
        settings.add(new Setting(
                "GODWIT_LISTEN",
                options.address() + ":" + options.port(),
                environment.containsKey("GODWIT_LISTEN") || environment.containsKey("GODWIT_PORT"),
                "health and metrics on 127.0.0.1:" + options.managementPort()));
        settings.add(new Setting(
                "GODWIT_DATA",
                options.data().toAbsolutePath().toString(),
                environment.containsKey("GODWIT_DATA"),
                "holds operator.key" + (database.isBlank() ? " and the database: back it up" : "")));
        settings.add(new Setting(
                "GODWIT_DATABASE_URL",
                database.isBlank() ? "its own PostgreSQL in the data folder" : masked(database),
                !database.isBlank(),
                "holds everything that was published and received: back it up"));
        settings.add(new Setting(
                "GODWIT_REGISTRATIONS",
                registrations,
                environment.containsKey("GODWIT_REGISTRATIONS"),
                switch (registrations) {
                            case "open" -> "whoever comes may register";
                            case "invite" -> "a code from `godwit admin invite` is needed";
                            default -> "nobody may register";
                        }
                        + "; may be changed while the server runs, and what is decided then goes before this"));
        settings.add(new Setting(
                "GODWIT_DEVELOPMENT",
                String.valueOf(development),
                environment.containsKey("GODWIT_DEVELOPMENT"),
                development ? "plain HTTP and loopback peers are allowed" : "HTTPS and public peers only"));
        settings.add(new Setting(
                "GODWIT_MODERATION_LOG_DELAY",
                environment.getOrDefault("GODWIT_MODERATION_LOG_DELAY", "PT1H"),
                environment.containsKey("GODWIT_MODERATION_LOG_DELAY"),
                "how long after a decision the public moderation log shows it"));
        for (String name : List.of(
                "GODWIT_CONTACT",
                "GODWIT_DNS_RESOLVERS",
                "GODWIT_PROXY_TRUSTED",
                "GODWIT_REMOTE_ALLOW",
                "GODWIT_REMOTE_TRUST",
                "GODWIT_TLS_CERTIFICATE",
                "GODWIT_TLS_KEY")) {
            String value = environment.getOrDefault(name, "");
            settings.add(new Setting(name, value.isBlank() ? "not set" : value, !value.isBlank(), ""));
        }
        return new EffectiveSettings(List.copyOf(settings), remarks(options, environment, development));
    }

    private static List<String> remarks(StartOptions options, Map<String, String> environment, boolean development) {
        var remarks = new ArrayList<String>();
        boolean https = environment.containsKey("GODWIT_TLS_CERTIFICATE");
        boolean proxy = !environment.getOrDefault("GODWIT_PROXY_TRUSTED", "").isBlank();
        if (development) {
            remarks.add("This is development: nobody outside this machine can follow accounts at " + options.origin()
                    + ". For the real thing set GODWIT_ORIGIN=https://your.host.");
        } else if (!https && !proxy) {
            remarks.add(
                    "The origin is HTTPS, but neither GODWIT_TLS_CERTIFICATE nor GODWIT_PROXY_TRUSTED is set: a proxy in"
                            + " front has to end TLS, and until its address is in GODWIT_PROXY_TRUSTED all visitors look alike.");
        }
        return List.copyOf(remarks);
    }

    private static String masked(String url) {
        return url.replaceAll("//([^:/@]+)(:[^@]*)?@", "//$1:***@");
    }
}
