package social.godwit.instance.client.home;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonBoolean;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;

/** Reading and writing the state file's members; what is missing has a neutral value. */
final class StateJson {
    private StateJson() {}

    static String text(JsonObject json, String key) {
        return json.string(key).orElse("");
    }

    static long number(JsonObject json, String key) {
        return json.get(key) instanceof JsonNumber number ? number.integer().orElse(0) : 0;
    }

    static boolean flag(JsonObject json, String key) {
        return json.get(key) instanceof JsonBoolean flag && flag.value();
    }

    static List<String> strings(JsonObject json, String key) {
        return json.list(key).stream()
                .filter(JsonString.class::isInstance)
                .map(item -> ((JsonString) item).value())
                .toList();
    }

    static JsonObject texts(Map<String, String> texts) {
        var json = JsonObject.builder();
        texts.forEach(json::put);
        return json.build();
    }

    static Map<String, String> texts(JsonObject json, String key) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member :
                json.object(key).map(JsonObject::members).orElse(Map.of()).entrySet())
            if (member.getValue() instanceof JsonString string) texts.put(member.getKey(), string.value());
        return texts;
    }

    static JsonObject chains(Map<String, ChainHead> chains) {
        var json = JsonObject.builder();
        chains.forEach((name, head) -> json.put(name, head.json()));
        return json.build();
    }

    static Map<String, ChainHead> chains(JsonObject json, String key) {
        Map<String, ChainHead> chains = new LinkedHashMap<>();
        for (Map.Entry<String, Json> member :
                json.object(key).map(JsonObject::members).orElse(Map.of()).entrySet())
            if (member.getValue() instanceof JsonObject head) chains.put(member.getKey(), ChainHead.of(head));
        return chains;
    }
}
