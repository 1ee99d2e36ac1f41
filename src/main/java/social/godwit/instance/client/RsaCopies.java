package social.godwit.instance.client;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.encoding.Multibase;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonObject;
import social.godwit.identity.key.RsaKeyPair;
import social.godwit.identity.key.SealedBox;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/**
 * The owner's copies of the RSA keys that homes made for the account, by their ids. With one the owner can speak for the ids
 * of an old home when that is dead or hostile. They lie in the folder as they came, sealed to the account's own key.
 */
public final class RsaCopies {
    /** Most copies: that many homes is nobody moving. */
    public static final int MAX = 16;

    private static final String FILE = "rsa-copies.json";
    private static final String PURPOSE = "godwit account rsa key";

    private final HomeFolder home;
    private final KeyRing keys;

    /** The copies in a folder. */
    public RsaCopies(HomeFolder home, KeyRing keys) {
        this.home = home;
        this.keys = keys;
    }

    /**
     * A copy.
     *
     * @param id the key's id as the actor document lists it: the actor's id at that home, and a fragment
     */
    public record Copy(String id, RsaKeyPair pair) {}

    /** All copies, the newest last. What does not open is left out. */
    public List<Copy> all() {
        List<Copy> all = new ArrayList<>();
        for (JsonObject one : sealed())
            opened(one.string("sealed").orElse(""))
                    .ifPresent(pair -> all.add(new Copy(one.string("id").orElse(""), pair)));
        return List.copyOf(all);
    }

    /** The pair in a copy that a gateway gave; empty when it is not sealed to this account or holds no key. */
    public Optional<RsaKeyPair> opened(String sealedPrivateKey) {
        return Multibase.decode(sealedPrivateKey)
                .flatMap(box -> SealedBox.open(box, keys.authority(), PURPOSE))
                .flatMap(RsaKeyPair::fromPkcs8);
    }

    /** Keeps a copy as a gateway gave it. */
    public void keep(String id, String sealedPrivateKey) {
        List<Json> kept = new ArrayList<>();
        for (JsonObject one : sealed()) if (!one.string("id").orElse("").equals(id)) kept.add(one);
        kept.add(JsonObject.builder()
                .put("id", id)
                .put("sealed", sealedPrivateKey)
                .build());
        while (kept.size() > MAX) kept.removeFirst();
        home.write(FILE, Jcs.bytes(JsonObject.builder().put("keys", kept).build()));
    }

    /** Keeps a copy that came from a key bag or a backup. */
    public void keep(Copy copy, Surroundings surroundings) {
        keep(
                copy.id(),
                Multibase.encode(SealedBox.seal(
                        copy.pair().pkcs8(), keys.authority().publicKey(), PURPOSE, surroundings.randomness())));
    }

    private List<JsonObject> sealed() {
        return home.read(FILE).flatMap(Answers::json).stream()
                .flatMap(json -> json.list("keys").stream())
                .filter(JsonObject.class::isInstance)
                .map(JsonObject.class::cast)
                .toList();
    }
}
