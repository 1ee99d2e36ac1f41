package social.godwit.bench;

import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.function.IntFunction;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.Ed25519;
import social.godwit.identity.key.SigningKey;

/**
 * What one core does per second with signed documents, before any database: processor time of one thread, so that other
 * work on the machine falsifies little. Run by bench/identity.sh.
 */
public class IdentityLoad {
    static final int ACCOUNTS = 64;

    public static void main(String[] arguments) {
        String verifier = Boolean.getBoolean("godwit.identity.accelerator.off") ? "Bouncy Castle" : Ed25519.implementation();
        byte[][] notes = new byte[ACCOUNTS][];
        byte[][] creates = new byte[ACCOUNTS][];
        Json[] parsed = new Json[ACCOUNTS];
        for (int i = 0; i < ACCOUNTS; i++) {
            SigningKey key = SampleDocuments.key(i);
            notes[i] = SampleDocuments.note(key, i);
            creates[i] = SampleDocuments.create(key, i);
            parsed[i] = ((JsonReading.Read) StrictJson.read(notes[i], JsonLimits.DOCUMENT)).value();
        }
        System.out.printf(Locale.ROOT, "note %d bytes, create %d bytes, verified by %s%n", notes[0].length, creates[0].length, verifier);
        measure("admit a Note (1 signature)", 0, i -> admitted(notes[i]));
        measure("admit a Create (2 signatures)", 0, i -> admitted(creates[i]));
        measure("strict JSON", notes[0].length, i -> StrictJson.read(notes[i], JsonLimits.DOCUMENT));
        measure("canonical form", notes[0].length, i -> Jcs.bytes(parsed[i]));
    }

    static Object admitted(byte[] document) {
        if (PortableDocument.read(document, SampleDocuments.NOW) instanceof DocumentVerdict.Admissible admissible) {
            return admissible.document().hash();
        }
        throw new IllegalStateException("a sample is not admissible");
    }

    /** The best of five rounds of half a second of processor time, after two seconds to get warm. */
    static void measure(String what, int bytes, IntFunction<Object> work) {
        perSecond(work, 2_000_000_000L);
        double best = 0;
        for (int round = 0; round < 5; round++) {
            best = Math.max(best, perSecond(work, 500_000_000L));
        }
        String speed = bytes == 0 ? "" : String.format(Locale.ROOT, ", %.0f MB/s", best * bytes / 1e6);
        System.out.printf(Locale.ROOT, "%-30s %.0f per second%s%n", what, best, speed);
    }

    static int sink;

    static double perSecond(IntFunction<Object> work, long nanoseconds) {
        var threads = ManagementFactory.getThreadMXBean();
        long start = threads.getCurrentThreadCpuTime();
        long spent = 0;
        int done = 0;
        while (spent < nanoseconds) {
            for (int i = 0; i < ACCOUNTS; i++) {
                sink += work.apply(i).hashCode();
            }
            done += ACCOUNTS;
            spent = threads.getCurrentThreadCpuTime() - start;
        }
        return done * 1e9 / spent;
    }
}
