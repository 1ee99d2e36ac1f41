package social.godwit.activitypub.account;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The rules for the local part of a handle. Only ASCII letters, digits, {@code _ . -} are taken, so that no two handles
 * can look alike by mixing scripts; two names that differ only by case are one name.
 */
public final class Handles {
    /** The longest name we register, in characters. Mastodon limits its own names alike. */
    public static final int LENGTH_MAX = 30;

    /** Possessive, so that no input makes slow: words of {@code [a-z0-9_]} joined by runs of dots and hyphens. */
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_]++(?:[.-]++[A-Za-z0-9_]++)*+");

    /** Names that would be taken for the instance, its staff, or one of its paths. */
    private static final Set<String> RESERVED = Set.of(
            ("abuse account accounts activities activity actor actors about admin admin-v1 administration administrator"
                            + " administrators announce announcements api apgateway assets auth autoconfig autodiscover"
                            + " billing bot broadcasthost cdn client contact dashboard deleted dns doctor donate"
                            + " download everyone explore faq favicon favicon.ico federation feed feeds file files followers"
                            + " following ftp godwit guest health help here home host host-meta hostmaster http https"
                            + " imap inbox index index.html info instance instance.actor instance_actor internal invite invites"
                            + " isatap it ldap legal localdomain localhost local login logout mail mailer-daemon"
                            + " mailerdaemon manage marketing me media metrics mod moderation moderator moderators network"
                            + " networks newsletter nobody nodeinfo noc noreply no-reply notifications null object"
                            + " objects official oauth operator operators outbox owner owners pop pop3 postmaster privacy"
                            + " private profile proxy public q register registration report reports robots robots.txt root"
                            + " rules sales search secure security server service session settings share shared shared-inbox"
                            + " sharedinbox signin signout signup sitemap smtp ssl ssladmin ssladministrator"
                            + " sslwebmaster staff static stats status store support sysadmin system tag tags terms"
                            + " timeline tls tos trust undefined unknown usenet user users uucp verify web webadmin"
                            + " webfinger webmaster webmail well-known wpad www www-data www1 www2 you")
                    .split(" "));

    private Handles() {}

    /** Why a name cannot be registered, in words for its owner; empty when it can. Says nothing of whether it is taken. */
    public static Optional<String> problem(String username) {
        if (username.isEmpty()) {
            return Optional.of("preferredUsername is missing");
        }
        if (username.length() > LENGTH_MAX) {
            return Optional.of("preferredUsername is longer than " + LENGTH_MAX + " characters");
        }
        if (!NAME.matcher(username).matches()) {
            return Optional.of("preferredUsername may hold the letters a to z, digits and underscores,"
                    + " and between them dots and hyphens");
        }
        if (RESERVED.contains(fold(username))) {
            return Optional.of("preferredUsername is reserved on this instance");
        }
        return Optional.empty();
    }

    /** The form in which names are compared: lower case, whatever the machine's language. */
    public static String fold(String username) {
        return username.toLowerCase(Locale.ROOT);
    }
}
