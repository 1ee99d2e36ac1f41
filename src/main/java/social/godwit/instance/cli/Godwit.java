package social.godwit.instance.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import social.godwit.identity.did.Origin;
import social.godwit.identity.key.PassphraseKey;
import social.godwit.identity.key.SigningKey;
import social.godwit.instance.client.ClientProblem;
import social.godwit.instance.client.GatewayConnection;
import social.godwit.instance.client.KeyBagUpload;
import social.godwit.instance.client.NewDevice;
import social.godwit.instance.client.Owner;
import social.godwit.instance.client.Publisher;
import social.godwit.instance.client.ServerNotices;
import social.godwit.instance.client.Surroundings;
import social.godwit.instance.client.WaitingProofs;
import social.godwit.instance.client.backup.BackupReminder;
import social.godwit.instance.client.home.HomeFolder;
import social.godwit.instance.client.home.KeyRing;
import social.godwit.instance.client.words.RecoveryKit;

/** The {@code godwit} command: an account's owner on the command line, and an instance's operator. */
@Command(
        name = "godwit",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        versionProvider = Version.class,
        description = "Your account in the fediverse, kept by you.",
        synopsisSubcommandLabel = "COMMAND",
        commandListHeading = "%nCommands:%n",
        subcommands = {
            AccountCommand.class,
            PostCommand.class,
            ReplyCommand.class,
            EditCommand.class,
            DeleteCommand.class,
            VoteCommand.class,
            LikeCommand.class,
            UnlikeCommand.class,
            BoostCommand.class,
            UnboostCommand.class,
            BookmarkCommand.class,
            BookmarksCommand.class,
            PinCommand.class,
            UnpinCommand.class,
            FollowCommand.class,
            UnfollowCommand.class,
            FollowersCommand.class,
            FollowingCommand.class,
            RequestsCommand.class,
            BlockCommand.class,
            UnblockCommand.class,
            MuteCommand.class,
            UnmuteCommand.class,
            DomainCommand.class,
            ListCommand.class,
            ImportCommand.class,
            ExportCommand.class,
            ReportCommand.class,
            InboxCommand.class,
            NotificationsCommand.class,
            TimelineCommand.class,
            ThreadCommand.class,
            VerifyCommand.class,
            MoveCommand.class,
            KeyCommand.class,
            BackupCommand.class,
            RestoreCommand.class,
            AdminCommand.class,
            FederationCommand.class,
            StoreCommand.class,
            ModerationLogCommand.class,
            CharterCommand.class,
            ProposalCommand.class,
            NetworkCommand.class,
            DoctorCommand.class,
            ConfigCommand.class,
            SimulateCommand.class,
            CompletionCommand.class
        })
public final class Godwit implements Runnable {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description = "The folder of your account (also GODWIT_HOME; default ~/.godwit).")
    private @Nullable Path home;

    @Option(
            names = "--gateway",
            paramLabel = "ORIGIN",
            scope = ScopeType.INHERIT,
            description = "Use this server, for example https://example.org, and no other.")
    private @Nullable String gateway;

    @Option(names = "--json", scope = ScopeType.INHERIT, description = "Print one JSON object, for scripts.")
    private boolean json;

    @Option(names = "--debug", scope = ScopeType.INHERIT, hidden = true, description = "Show technical causes.")
    private boolean debug;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;
    private final Passphrase passphrase;
    private final PrintWriter out;
    private final PrintWriter err;

    Godwit(Map<String, String> environment, PrintWriter out, PrintWriter err) {
        this.environment = environment;
        this.passphrase = new Passphrase(environment);
        this.out = out;
        this.err = err;
    }

    /** Runs one command and ends the program with its exit code. */
    public static void main(String... arguments) {
        var out = new PrintWriter(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
        System.exit(run(System.getenv(), out, err, arguments));
    }

    /** Runs one command; the exit code is 0 on success, 1 when it failed, 2 when it was not understood. */
    static int run(Map<String, String> environment, PrintWriter out, PrintWriter err, String... arguments) {
        var godwit = new Godwit(environment, out, err);
        CommandLine line = new CommandLine(godwit);
        line.setOut(out).setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((failure, given) -> godwit.notUnderstood(failure));
        line.setExecutionExceptionHandler((failure, command, parsed) -> godwit.failed(failure));
        return line.execute(arguments);
    }

    @Override
    public void run() {
        if (spec != null) spec.commandLine().usage(out);
    }

    /** Where results go. */
    Output output() {
        return new Output(out, err, json);
    }

    /** Whether scripts are listening. */
    boolean json() {
        return json;
    }

    /** Asks for the passphrase, or takes it from {@code GODWIT_PASSPHRASE}. */
    Passphrase passphrase() {
        return passphrase;
    }

    /** The whole environment. */
    Map<String, String> environment() {
        return environment;
    }

    /** A variable of the environment. */
    Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }

    /** The recovery key, where the 24 words of the kit are given. */
    Optional<SigningKey> kitInEnvironment() {
        return environment(Kit.WORDS).map(RecoveryKit::read);
    }

    /** The server named by {@code --gateway}. */
    Optional<Origin> gateway() {
        return Optional.ofNullable(gateway)
                .map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
                .map(text -> Origin.parse(text)
                        .orElseThrow(() -> new ClientProblem(
                                text + " is not the address of a server.", "Write it like https://example.org")));
    }

    /** Time, chance, network. */
    Surroundings surroundings() {
        var random = new SecureRandom();
        return new Surroundings(
                InstantSource.system(),
                count -> {
                    byte[] bytes = new byte[count];
                    random.nextBytes(bytes);
                    return bytes;
                },
                new GatewayConnection("Godwit-CLI/" + Version.number()),
                words -> output().notice(words));
    }

    /** Opens the folder. */
    HomeFolder home() {
        Path path = home != null
                ? home
                : environment("GODWIT_HOME")
                        .map(Path::of)
                        .orElseGet(() -> Path.of(System.getProperty("user.home"), ".godwit"));
        return HomeFolder.open(path);
    }

    /** Opens the keys of a folder. */
    KeyRing keys(HomeFolder folder) {
        byte[] sealed = folder.keys()
                .orElseThrow(() -> new ClientProblem(
                        "There is no account in " + folder.path() + " yet.",
                        "Make one with: godwit account create NAME --gateway https://SERVER"));
        return KeyRing.open(sealed, passphrase.existing());
    }

    /** The account's owner at this device. */
    Owner owner() {
        HomeFolder folder = home();
        boolean opened = false;
        try {
            KeyRing keys = NewDevice.keys(
                    folder,
                    keys(folder),
                    surroundings(),
                    own -> folder.saveKeys(
                            own.sealed(passphrase.existing(), surroundings().randomness())));
            Owner owner = Owner.of(folder, keys, surroundings(), gateway());
            owner.proveWhenAsked(passphrase::existing);
            owner.recoverWhenAsked(this::kitInEnvironment);
            opened = true;
            return owner;
        } finally {
            if (!opened) folder.close();
        }
    }

    /**
     * The owner, after what was waiting has been sent and signed.
     *
     * @param asking the same owner, asking perhaps fewer servers
     */
    Owner settledOwner(UnaryOperator<Owner> asking) {
        Owner owner = asking.apply(owner());
        boolean settled = false;
        try {
            new Publisher(owner).settle();
            NewDevice.announce(owner);
            new WaitingProofs(owner).sign();
            new KeyBagUpload(owner).keepUp(() -> PassphraseKey.of(passphrase.existing(), owner.did()));
            BackupReminder.tell(owner);
            BackupReminder.due(owner.home(), surroundings().now()).ifPresent(output()::notice);
            ServerNotices.due(owner).forEach(output()::notice);
            settled = true;
            return owner;
        } finally {
            if (!settled) owner.close();
        }
    }

    private int notUnderstood(ParameterException failure) {
        String command = failure.getCommandLine().getCommandSpec().qualifiedName();
        List<String> known = failure instanceof CommandLine.UnmatchedArgumentException unmatched
                ? unmatched.getSuggestions()
                : List.of();
        String next = (known.isEmpty() ? "" : "Did you mean: " + String.join(", ", known) + "? ") + "See: " + command
                + " --help";
        output().tell(new ClientProblem(String.valueOf(failure.getMessage()), next), debug);
        return failure.getCommandLine().getCommandSpec().exitCodeOnInvalidInput();
    }

    private int failed(Exception failure) {
        ClientProblem problem = failure instanceof ClientProblem known
                ? known
                : new ClientProblem(
                        "Something in this program went wrong: " + failure + ".",
                        "Please report it, with what you did. Repeat the command with --debug for details.",
                        failure);
        output().tell(problem, debug);
        return 1;
    }
}
