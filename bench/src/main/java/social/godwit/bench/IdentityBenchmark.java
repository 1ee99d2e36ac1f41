package social.godwit.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import social.godwit.identity.document.DocumentVerdict;
import social.godwit.identity.document.DocumentVerdict.Admissible;
import social.godwit.identity.document.PortableDocument;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.Jcs;
import social.godwit.identity.json.Json;
import social.godwit.identity.json.JsonLimits;
import social.godwit.identity.json.JsonReading;
import social.godwit.identity.json.StrictJson;
import social.godwit.identity.key.SigningKey;

/** What one core does per second: read, canonicalise, admit, sign. Documents of 64 accounts, in turn. */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class IdentityBenchmark {
    private static final int ACCOUNTS = 64;

    private final SigningKey[] keys = new SigningKey[ACCOUNTS];
    private final byte[][] notes = new byte[ACCOUNTS][];
    private final byte[][] creates = new byte[ACCOUNTS][];
    private final Json[] parsed = new Json[ACCOUNTS];
    private int next;

    /** Signs the documents. */
    @Setup
    public void sign() {
        for (int i = 0; i < ACCOUNTS; i++) {
            keys[i] = SampleDocuments.key(i);
            notes[i] = SampleDocuments.note(keys[i], i);
            creates[i] = SampleDocuments.create(keys[i], i);
            parsed[i] = ((JsonReading.Read) StrictJson.read(notes[i], JsonLimits.DOCUMENT)).value();
            if (!(PortableDocument.read(creates[i], SampleDocuments.NOW) instanceof Admissible)) {
                throw new IllegalStateException("sample is not admissible");
            }
        }
        System.out.printf(
                "note %d bytes, create %d bytes, verified by %s%n",
                notes[0].length,
                creates[0].length,
                social.godwit.identity.key.Ed25519.implementation());
    }

    private int turn() {
        next = (next + 1) % ACCOUNTS;
        return next;
    }

    /** One Note: strict JSON, form, one signature, hash. */
    @Benchmark
    public Sha256 admitNote() {
        DocumentVerdict verdict = PortableDocument.read(notes[turn()], SampleDocuments.NOW);
        return ((Admissible) verdict).document().hash();
    }

    /** One Create with its Note: two signatures. */
    @Benchmark
    public Sha256 admitCreate() {
        DocumentVerdict verdict = PortableDocument.read(creates[turn()], SampleDocuments.NOW);
        return ((Admissible) verdict).document().hash();
    }

    /** Strict JSON alone, one Note. */
    @Benchmark
    public JsonReading read() {
        return StrictJson.read(notes[turn()], JsonLimits.DOCUMENT);
    }

    /** The canonical form alone, of one parsed Note. */
    @Benchmark
    public byte[] canonicalise() {
        return Jcs.bytes(parsed[turn()]);
    }

    /** Strict JSON and canonical form together. */
    @Benchmark
    public byte[] readAndCanonicalise() {
        return Jcs.bytes(((JsonReading.Read) StrictJson.read(notes[turn()], JsonLimits.DOCUMENT)).value());
    }

    /** Signing a Note. */
    @Benchmark
    public byte[] signNote() {
        int turn = turn();
        return SampleDocuments.note(keys[turn], turn);
    }
}
