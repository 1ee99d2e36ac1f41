package social.godwit.instance.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;
import social.godwit.identity.json.JsonString;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.archive.Export;
import social.godwit.instance.client.archive.Format;
import social.godwit.instance.client.archive.Tally;

/** {@code export}. */
@Command(
        name = "export",
        description = {
            "Take along what your account has; nothing at your servers is changed.",
            "Whoever gets the file can read all in it, private messages too. No key is in it."
        })
final class ExportCommand extends OwnerCommand {
    @Parameters(paramLabel = "FILE|DIR", description = "Where to: a folder for csv, else a new file.")
    private Path target = Path.of("");

    @Option(
            names = "--format",
            required = true,
            paramLabel = "FORMAT",
            converter = FormatConverter.class,
            description = {
                "csv: the lists that Mastodon imports. mastodon: an archive as Mastodon's own.",
                "fep-6fcd: a tar with both. signed: everything as you signed it."
            })
    private Format format = Format.SIGNED;

    @Override
    Told run(Owner owner) {
        Tally tally = new Tally(new TallyProgress(godwit()));
        new Export(owner, new Pause(godwit()), tally).run(target, format);
        var words = new StringJoiner("\n");
        words.add("Written: " + target);
        for (Map.Entry<String, Long> count : tally.counts().entrySet())
            words.add("  " + count.getValue() + " " + count.getKey());
        if (tally.problemCount() > 0) {
            words.add(tally.problemCount() + " could not be taken along:");
            tally.problems().stream().limit(20).forEach(problem -> words.add("  " + problem));
        }
        return new Told(
                tally.json().with("file", new JsonString(target.toString())),
                words.toString(),
                tally.problemCount() == 0 ? 0 : 1);
    }

    /** {@code csv}, {@code mastodon}, {@code fep-6fcd}, {@code signed}. */
    static final class FormatConverter implements ITypeConverter<Format> {
        @Override
        public Format convert(String value) {
            for (Format format : Format.values())
                if (format.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(value)) return format;
            throw new TypeConversionException("say csv, mastodon, fep-6fcd or signed");
        }
    }
}
