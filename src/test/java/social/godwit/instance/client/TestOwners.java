package social.godwit.instance.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import social.godwit.identity.did.Origin;
import social.godwit.instance.client.document.Audience;
import social.godwit.instance.client.document.Post;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;

/** People with accounts at an instance under test, who work by the command line's code. */
public final class TestOwners {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    static final char[] PASSPHRASE = "correct horse battery".toCharArray();

    private final Path folder;
    private final Origin gateway;

    /** Their keys lie below {@code folder}. */
    public TestOwners(Path folder, String gateway) {
        this.folder = folder;
        this.gateway = Origin.parse(gateway).orElseThrow();
    }

    /** What all their keys are locked with. */
    public static String passphrase() {
        return new String(PASSPHRASE);
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
            return new Posts(owner).post(draft(text, Audience.PUBLIC));
        }
    }

    /** Whoever runs the instance, by the key in its data folder. */
    public OperatorConnection operator(Path data) {
        return OperatorConnection.of(gateway, data.resolve("operator.key"), surroundings());
    }

    /** A post in English with nothing but words. */
    public static Posts.Draft draft(String text, Audience audience) {
        return new Posts.Draft(
                text, Optional.of(audience), Optional.empty(), "en", List.of(), Optional.empty(), Post.Quotes.ANYONE);
    }

    /** What a server gets that asks for a document without a signature. */
    public static GatewayAnswer fetch(String id) {
        try {
            return surroundings()
                    .connection()
                    .send("GET", URI.create(id), Map.of("Accept", "application/activity+json"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits a minute for something to come true. */
    public static void eventually(BooleanSupplier holds) {
        Instant end = Instant.now().plus(PATIENCE);
        while (!holds.getAsBoolean()) {
            assertThat(Instant.now()).as("it should have come true by now").isBefore(end);
            LockSupport.parkNanos(200_000_000);
        }
    }

    /** This machine: its clock, its chance, its network. */
    public static Surroundings surroundings() {
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
