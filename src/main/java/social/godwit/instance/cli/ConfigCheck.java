package social.godwit.instance.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.instance.config.EffectiveSettings;
import social.godwit.instance.config.EffectiveSettings.Setting;
import social.godwit.instance.config.InvalidConfiguration;

/** {@code config check}: what {@code up} would run with, given the same options and environment. */
@Command(
        name = "check",
        description = "What a server would run with, given this environment, and what can never be changed later.")
final class ConfigCheck extends ClientCommand {
    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "Options as you would give them to up, after --.")
    private List<String> options = new ArrayList<>();

    @Override
    Told run() {
        EffectiveSettings effective;
        try {
            effective = EffectiveSettings.of(options.toArray(String[]::new), godwit().environment());
        } catch (InvalidConfiguration e) {
            String why = Objects.requireNonNullElse(e.getMessage(), "The settings cannot be used.");
            return new Told(JsonObject.builder().put("error", why).build(), why, 1);
        }
        StringJoiner lines = new StringJoiner("\n");
        List<Json> settings = new ArrayList<>();
        for (Setting setting : effective.settings()) {
            lines.add("%-24s %s%s".formatted(setting.name(), setting.value(), setting.given() ? "" : "  (default)"));
            if (!setting.note().isEmpty()) {
                lines.add(" ".repeat(25) + setting.note());
            }
            settings.add(JsonObject.builder()
                    .put("name", setting.name())
                    .put("value", setting.value())
                    .put("given", setting.given())
                    .put("note", setting.note())
                    .build());
        }
        effective.remarks().forEach(remark -> lines.add("").add(remark));
        return Told.done(JsonObject.builder().put("settings", settings).build(), lines.toString());
    }
}
