package social.godwit.instance.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What people and a server say alike when they vouch for somebody. */
final class ClaimOptions {
    @Option(names = "--detail", paramLabel = "TEXT", description = "What the claim names, such as the role.")
    @Nullable
    String detail;

    @Option(names = "--days", paramLabel = "N", description = "For how long; default 365, at most 731.")
    int days = 365;
}
