package social.godwit.instance.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.util.Optional;

/** Where this instance is and who may join it. Environment names: {@code GODWIT_ORIGIN}, {@code GODWIT_REGISTRATIONS}, … */
@ConfigMapping(prefix = "godwit")
public interface InstanceConfig {
    /** Where the world finds this instance. Every id of its accounts begins with it: it can never be changed later. */
    @WithDefault("http://localhost:8080")
    String origin();

    /** Plain HTTP and loopback peers are allowed. The default for {@code http://localhost:*}, never for anything else. */
    @WithDefault("false")
    boolean development();

    /** The folder with the database and the operator's key. */
    @WithDefault("data")
    Path data();

    /**
     * Who may register, as long as nothing else is decided while it runs: everyone ({@code open}), whoever has an invite code
     * ({@code invite}), or nobody ({@code closed}).
     */
    @WithDefault("open")
    Registrations registrations();

    /** Where people reach whoever runs this instance: an address of e-mail or of the web, shown to everybody. */
    Optional<String> contact();

    /** What this instance may ask of other servers. */
    Remote remote();

    /** What stands between this instance and its visitors. */
    Proxy proxy();

    /** How domains that accounts bring are looked up. */
    Dns dns();

    /** How the moderators' work is shown. */
    Moderation moderation();

    /** Who may register an account here. */
    enum Registrations {
        OPEN,
        INVITE,
        CLOSED
    }

    /** The operator's own proxies. */
    interface Proxy {
        /** Their addresses, as CIDR blocks with commas between; none by default, and then no one is believed. */
        Optional<java.util.List<String>> trusted();
    }

    /** Limits on what this instance asks of other servers. */
    interface Remote {
        /** Private networks that peers may live in, as CIDR blocks with commas between; none by default. */
        Optional<java.util.List<String>> allow();

        /** A PEM file of certificate authorities to trust beside the usual ones. */
        Optional<Path> trust();
    }

    /** The moderation log. */
    interface Moderation {
        /** How long after a decision the public log shows it, so that nobody is harassed while a case is hot. */
        @WithDefault("PT1H")
        java.time.Duration logDelay();
    }

    /** Resolvers for the proofs of domains. */
    interface Dns {
        /**
         * Their addresses, each with a port if it is not 53, with commas between, at most 5: what more than half of them say
         * counts. None by default: the first that the machine is configured with is asked.
         */
        Optional<java.util.List<String>> resolvers();
    }
}
