package social.godwit.instance.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A command: does something and tells about it. */
abstract class ClientCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** Does it. */
    abstract Told run();

    /** The command line's root, which knows the options that all commands share. */
    final Godwit godwit() {
        if (spec == null) throw new IllegalStateException("not run by picocli");
        return (Godwit) spec.root().userObject();
    }

    @Override
    public final Integer call() {
        Told told = run();
        godwit().output().tell(told);
        return told.exitCode();
    }
}
