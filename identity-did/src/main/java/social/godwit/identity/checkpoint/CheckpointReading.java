package social.godwit.identity.checkpoint;

/** What came of reading a document as a checkpoint. */
public sealed interface CheckpointReading {
    /** A checkpoint with the device's valid signature. */
    record Signed(Checkpoint checkpoint) implements CheckpointReading {}

    /** It says to be a checkpoint, and is not one. */
    record Malformed(String detail) implements CheckpointReading {}

    /** A document of another type. */
    record Other() implements CheckpointReading {}
}
