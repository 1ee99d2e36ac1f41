package social.godwit.identity.checkpoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.checkpoint.Checkpoint.Link;
import social.godwit.identity.checkpoint.CheckpointReading.Malformed;
import social.godwit.identity.checkpoint.CheckpointReading.Other;
import social.godwit.identity.checkpoint.CheckpointReading.Signed;
import social.godwit.identity.did.Did;
import social.godwit.identity.document.ContentId;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonArray;
import social.godwit.identity.json.JsonNumber;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.json.JsonString;
import social.godwit.identity.key.MapPurpose;
import social.godwit.identity.key.MapStatement;

/** Checkpoints as JSON, see {@code docs/shared-store-protocol.md}. */
final class CheckpointForm {
    private static final Set<String> LINK = Set.of("device", "seq", "hash");

    private CheckpointForm() {}

    static JsonObject map(Checkpoint checkpoint) {
        JsonObject.Builder map = JsonObject.builder()
                .put("type", MapPurpose.CHECKPOINT.type())
                .put("account", checkpoint.account().toString())
                .put("device", checkpoint.device().toString())
                .put("class", checkpoint.chain().toString())
                .put("seq", checkpoint.seq());
        checkpoint.previous().ifPresent(previous -> map.put("previous", previous.multibase()));
        return map.put(
                        "added",
                        checkpoint.added().stream().map(Sha256::multibase).toList())
                .put("count", checkpoint.count())
                .put(
                        "others",
                        checkpoint.others().stream().map(CheckpointForm::map).toList())
                .build();
    }

    private static JsonObject map(Link link) {
        return JsonObject.builder()
                .put("device", link.device().toString())
                .put("seq", link.seq())
                .put("hash", link.hash().multibase())
                .build();
    }

    static CheckpointReading read(PortableDocument document) {
        if (!document.type().equals(ContentId.CHECKPOINT)) {
            return new Other();
        }
        Optional<JsonObject> map = document.json().object("checkpoint").filter(MapPurpose.CHECKPOINT::fits);
        Optional<Checkpoint> checkpoint = map.flatMap(CheckpointForm::parse);
        if (map.isEmpty() || checkpoint.isEmpty()) {
            return new Malformed("not a checkpoint in its closed form");
        }
        if (!checkpoint.get().account().equals(document.owner())) {
            return new Malformed("checkpoint of another account");
        }
        return MapStatement.verify(
                        MapPurpose.CHECKPOINT,
                        map.get(),
                        checkpoint.get().device().key())
                ? new Signed(checkpoint.get())
                : new Malformed("the device's signature does not match");
    }

    private static Optional<Checkpoint> parse(JsonObject map) {
        Optional<Did> account = map.string("account").flatMap(Did::parse);
        Optional<Did> device = map.string("device").flatMap(Did::parse);
        Optional<ChainClass> chain = map.string("class").flatMap(ChainClass::parse);
        OptionalLong seq = integer(map, "seq");
        OptionalLong count = integer(map, "count");
        Optional<Sha256> previous = map.string("previous").flatMap(Sha256::parseMultibase);
        Optional<List<Sha256>> added = hashes(map.get("added"));
        Optional<List<Link>> others = links(map.get("others"));
        if (account.isEmpty()
                || device.isEmpty()
                || chain.isEmpty()
                || seq.isEmpty()
                || count.isEmpty()
                || map.has("previous") != previous.isPresent()
                || added.isEmpty()
                || others.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Checkpoint(
                    account.get(),
                    device.get(),
                    chain.get(),
                    seq.getAsLong(),
                    previous,
                    added.get(),
                    count.getAsLong(),
                    others.get()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static OptionalLong integer(JsonObject map, String key) {
        return map.get(key) instanceof JsonNumber number ? number.integer() : OptionalLong.empty();
    }

    private static Optional<List<Sha256>> hashes(@Nullable Json json) {
        if (!(json instanceof JsonArray array) || array.size() > Checkpoint.MAX_ADDED) {
            return Optional.empty();
        }
        List<Sha256> hashes = new ArrayList<>(array.size());
        for (Json item : array.items()) {
            Optional<Sha256> hash =
                    item instanceof JsonString text ? Sha256.parseMultibase(text.value()) : Optional.empty();
            if (hash.isEmpty()) {
                return Optional.empty();
            }
            hashes.add(hash.get());
        }
        return Optional.of(hashes);
    }

    private static Optional<List<Link>> links(@Nullable Json json) {
        if (!(json instanceof JsonArray array) || array.size() > Checkpoint.MAX_OTHERS) {
            return Optional.empty();
        }
        List<Link> links = new ArrayList<>(array.size());
        for (Json item : array.items()) {
            if (!(item instanceof JsonObject map) || !LINK.equals(Set.copyOf(map.keys()))) {
                return Optional.empty();
            }
            Optional<Did> device = map.string("device").flatMap(Did::parse);
            Optional<Sha256> hash = map.string("hash").flatMap(Sha256::parseMultibase);
            OptionalLong seq = integer(map, "seq");
            if (device.isEmpty() || hash.isEmpty() || seq.isEmpty()) {
                return Optional.empty();
            }
            links.add(new Link(device.get(), seq.getAsLong(), hash.get()));
        }
        return Optional.of(links);
    }
}
