package social.godwit.instance.client;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** People with accounts at an instance under test, who work by the command line's code. */
public final class TestOwners {
    private static final char[] PASSPHRASE = "correct horse battery".toCharArray();

    private final Path folder;
    private final Origin gateway;

    /** Their keys lie below {@code folder}. */
    public TestOwners(Path folder, String gateway) {
        this.folder = folder;
        this.gateway = Origin.parse(gateway).orElseThrow();
    }

    /** Makes an account. */
    public void register(String name) {
        try (HomeFolder opened = HomeFolder.open(folder.resolve(name))) {
            KeyRing keys = KeyRing.generate(surroundings().randomness());
            opened.saveKeys(keys.sealed(PASSPHRASE, surroundings().randomness()));
            new Registration(opened, keys, surroundings()).register(name, gateway, Optional.empty());
        }
    }

    /** Opens an account that was made here. */
    public Owner open(String name) {
        HomeFolder home = HomeFolder.open(folder.resolve(name));
        return Owner.of(home, KeyRing.open(home.keys().orElseThrow(), PASSPHRASE), surroundings(), Optional.empty());
    }

    /** Posts something for everybody. */
    public Posts.Published post(String name, String text) {
        try (Owner owner = open(name)) {
            return new Posts(owner)
                    .post(new Posts.Draft(
                            text,
                            Optional.of(Audience.PUBLIC),
                            Optional.empty(),
                            "en",
                            List.of(),
                            Optional.empty(),
                            Post.Quotes.ANYONE));
        }
    }

    /** Whoever runs the instance, by the key in its data folder. */
    public OperatorConnection operator(Path data) {
        return OperatorConnection.of(gateway, data.resolve("operator.key"), surroundings());
    }

    private static Surroundings surroundings() {
        var random = new SecureRandom();
        return new Surroundings(
                InstantSource.system(),
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                },
                new GatewayConnection("test"),
                words -> {});
    }
}
