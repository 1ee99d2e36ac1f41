package social.godwit.instance.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * The address of a PostgreSQL database, {@code postgresql://user:password@host[:port]/database[?sslmode=…]}, as most
 * hosts hand it out. Both drivers, the reactive one and the one that migrates, get theirs from it.
 */
record DatabaseUrl(String user, String password, String host, int port, String database, String query) {
    private static final int DEFAULT_PORT = 5432;

    static DatabaseUrl parse(String url) {
        URI uri;
        try {
            uri = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw refused();
        }
        boolean postgresql = "postgresql".equals(uri.getScheme()) || "postgres".equals(uri.getScheme());
        String account = uri.getRawUserInfo();
        String path = uri.getPath();
        if (!postgresql || uri.getHost() == null || account == null || path == null || path.length() < 2) {
            throw refused();
        }
        int colon = account.indexOf(':');
        String user = colon < 0 ? account : account.substring(0, colon);
        String password = colon < 0 ? "" : account.substring(colon + 1);
        return new DatabaseUrl(
                decoded(user),
                decoded(password),
                uri.getHost(),
                uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
                path.substring(1),
                uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery());
    }

    Map<String, String> settings() {
        String place = "postgresql://" + host + ":" + port + "/" + database + query;
        return Map.of(
                "quarkus.datasource.username",
                user,
                "quarkus.datasource.password",
                password,
                "quarkus.datasource.reactive.url",
                "vertx-reactive:" + place,
                "quarkus.datasource.jdbc.url",
                "jdbc:" + place);
    }

    private static String decoded(String part) {
        return URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    private static InvalidConfiguration refused() {
        return new InvalidConfiguration(
                "GODWIT_DATABASE_URL is not a PostgreSQL address. Write postgresql://user:password@host:5432/database.");
    }
}
