package social.godwit.instance.client.home;

import java.util.List;
import java.util.Map;
import social.godwit.identity.json.JsonObject;

/**
 * A signed batch that no gateway has answered yet. It is sent again, byte for byte, before anything new is signed.
 *
 * @param file the batch's file below the home folder
 * @param before the chains as they stood before the batch, for when it is refused as a whole
 * @param remember what the state remembers once the batch is taken (see {@link ClientState#remembered()})
 * @param forget what it forgets then
 * @param checkpoints the ids of its checkpoints
 * @param unsure whether a gateway may have taken it without this device having heard
 */
public record WaitingBatch(
        String file,
        Map<String, ChainHead> before,
        List<String> checkpoints,
        Map<String, String> remember,
        List<String> forget,
        boolean unsure) {
    public WaitingBatch {
        before = Map.copyOf(before);
        checkpoints = List.copyOf(checkpoints);
        remember = Map.copyOf(remember);
        forget = List.copyOf(forget);
    }

    WaitingBatch asUnsure() {
        return new WaitingBatch(file, before, checkpoints, remember, forget, true);
    }

    JsonObject json() {
        return JsonObject.builder()
                .put("file", file)
                .put("before", StateJson.chains(before))
                .put("remember", StateJson.texts(remember))
                .put("forget", forget)
                .put("checkpoints", checkpoints)
                .put("unsure", unsure)
                .build();
    }

    static WaitingBatch of(JsonObject json) {
        return new WaitingBatch(
                StateJson.text(json, "file"),
                StateJson.chains(json, "before"),
                StateJson.strings(json, "checkpoints"),
                StateJson.texts(json, "remember"),
                StateJson.strings(json, "forget"),
                StateJson.flag(json, "unsure"));
    }
}
