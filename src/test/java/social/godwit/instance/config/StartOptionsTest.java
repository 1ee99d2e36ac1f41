package social.godwit.instance.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StartOptionsTest {
    private static final String DATABASE = "postgresql://me:s%40cret@db.example:5433/godwit?sslmode=require";

    @Test
    void withoutAnythingItIsDevelopmentOnLoopback() {
        var options = StartOptions.read(new String[] {"up"}, Map.of());

        assertThat(options.origin()).isEqualTo("http://localhost:8080");
        assertThat(options.address()).isEqualTo("127.0.0.1");
        assertThat(options.development()).isTrue();
        assertThat(options.managementPort()).isEqualTo(9080);
        assertThat(options.data()).hasToString("data");
    }

    @Test
    void argumentsWinOverTheEnvironment() {
        var options = StartOptions.read(
                new String[] {"up", "--port", "9999", "--origin=https://a.example", "--data", "here"},
                Map.of("GODWIT_PORT", "1", "GODWIT_ORIGIN", "https://b.example", "GODWIT_DATA", "there"));

        assertThat(options.port()).isEqualTo(9999);
        assertThat(options.origin()).isEqualTo("https://a.example");
        assertThat(options.data()).hasToString("here");
        assertThat(options.development()).isFalse();
    }

    @Test
    void theOriginFollowsThePort() {
        assertThat(StartOptions.read(new String[] {"up", "--port", "8081"}, Map.of())
                        .origin())
                .isEqualTo("http://localhost:8081");
    }

    @Test
    void theDatabasesAddressReachesBothDrivers() {
        var settings = StartOptions.read(new String[] {"up"}, Map.of()).settings(DATABASE);

        assertThat(settings)
                .containsEntry("quarkus.datasource.username", "me")
                .containsEntry("quarkus.datasource.password", "s@cret")
                .containsEntry(
                        "quarkus.datasource.reactive.url",
                        "vertx-reactive:postgresql://db.example:5433/godwit?sslmode=require")
                .containsEntry(
                        "quarkus.datasource.jdbc.url", "jdbc:postgresql://db.example:5433/godwit?sslmode=require");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://social.example",
                "https://social.example/",
                "https://social.example/path",
                "https://me@social.example",
                "social.example",
                "ftp://social.example",
                "http://localhost.evil.example",
                "https://"
            })
    void refusesAnOriginThatCouldNotBeAnOrigin(String origin) {
        assertThatThrownBy(() -> StartOptions.read(new String[] {"up", "--origin", origin}, Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("origin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "65536", "-1", "http", ""})
    void refusesWhatIsNoPort(String port) {
        assertThatThrownBy(() -> StartOptions.read(new String[] {"up", "--listen", "127.0.0.1:" + port}, Map.of()))
                .isInstanceOf(InvalidConfiguration.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://a:b@c/d",
                "postgresql://host/db",
                "postgresql://a:b@host",
                "nonsense",
                "postgresql://a:b@h:port/d"
            })
    void refusesWhatIsNoDatabase(String url) {
        var options = StartOptions.read(new String[] {"up"}, Map.of());

        assertThatThrownBy(() -> options.settings(url))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("GODWIT_DATABASE_URL");
    }

    @Test
    void refusesHalfACertificate() {
        var options = StartOptions.read(new String[] {"up"}, Map.of("GODWIT_TLS_CERTIFICATE", "a.pem"));

        assertThatThrownBy(() -> options.settings(DATABASE)).isInstanceOf(InvalidConfiguration.class);
    }

    @Test
    void refusesPlainHttpWhereDevelopmentIsForbidden() {
        var options = StartOptions.read(new String[] {"up"}, Map.of("GODWIT_DEVELOPMENT", "false"));

        assertThatThrownBy(options::development).isInstanceOf(InvalidConfiguration.class);
    }

    @Test
    void refusesWordsItDoesNotKnow() {
        assertThatThrownBy(() -> StartOptions.read(new String[] {"up", "--prot", "1"}, Map.of()))
                .isInstanceOf(InvalidConfiguration.class)
                .hasMessageContaining("--prot");
    }

    @Test
    void managementListensAThousandAboveUnlessToldOtherwise() {
        assertThat(StartOptions.read(new String[] {"up", "--port", "8081"}, Map.of())
                        .managementPort())
                .isEqualTo(9081);
        assertThat(StartOptions.read(new String[] {"up"}, Map.of("GODWIT_MANAGEMENT_PORT", "1234"))
                        .managementPort())
                .isEqualTo(1234);
    }

    @Test
    void whatIsInForceIsToldWithoutSecrets() {
        var effective = EffectiveSettings.of(
                new String[0], Map.of("GODWIT_ORIGIN", "https://social.example", "GODWIT_DATABASE_URL", DATABASE));

        assertThat(effective.toString()).contains("me:***@db.example").doesNotContain("cret");
        assertThat(effective.settings())
                .anySatisfy(setting -> assertThat(setting.note()).contains("can never be changed later"));
        assertThat(effective.remarks()).isNotEmpty();
    }
}
