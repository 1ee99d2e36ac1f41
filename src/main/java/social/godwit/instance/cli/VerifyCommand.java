package social.godwit.instance.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import social.godwit.instance.client.verify.DocumentSource;
import social.godwit.instance.client.verify.Examination;

/** {@code verify}. */
@Command(
        name = "verify",
        description =
                "Check a document without trusting anybody: who signed what. Exit code 1 when it is not as its author left it.")
final class VerifyCommand extends ClientCommand {
    @Parameters(paramLabel = "FILE|ID", description = "A file, - for standard input, or the document's address.")
    private String what = "";

    @Override
    Told run() {
        Examination examination = Examination.of(
                new DocumentSource(godwit().surroundings(), godwit().gateway()).bytes(what),
                godwit().surroundings().clock().instant());
        return new Told(examination.json(), examination.words(), examination.valid() ? 0 : 1);
    }
}
