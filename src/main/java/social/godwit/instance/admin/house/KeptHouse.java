package social.godwit.instance.admin.house;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.text.MessageFormat;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.stream.Stream;
import social.godwit.activitypub.House;
import social.godwit.identity.did.Origin;
import social.godwit.instance.config.InstanceConfig;
import social.godwit.store.Readings;
import social.godwit.store.Timers;

/** What is decided, in memory; what another replica changed is in force here within {@link #REFRESH}. */
@ApplicationScoped
public class KeptHouse implements House {
    private static final Duration REFRESH = Duration.ofSeconds(5);
    private static final List<String> LANGUAGES = List.of("en", "de");

    private final HibernateHouseStore store;
    private final SignUp configured;
    private final InstantSource clock;
    private final Readings readings = new Readings();
    private volatile HouseRules rules = HouseRules.NONE;

    @Inject
    KeptHouse(HibernateHouseStore store, InstanceConfig config, InstantSource clock) {
        this(store, SignUp.valueOf(config.registrations().name()), clock);
    }

    KeptHouse(HibernateHouseStore store, SignUp configured, InstantSource clock) {
        this.store = store;
        this.configured = configured;
        this.clock = clock;
    }

    /** Knows what is decided before anything is answered, and follows what other replicas change. */
    public void start(Timers timers) {
        refresh().await().atMost(Duration.ofSeconds(60));
        timers.every(REFRESH, "decisions about the house", this::refresh);
    }

    Uni<Void> refresh() {
        return readings.read(store::read, read -> rules = read);
    }

    /** All that is decided. */
    public HouseRules rules() {
        return rules;
    }

    /** Who may register by the configuration alone. */
    public SignUp configured() {
        return configured;
    }

    @Override
    public SignUp signUp() {
        return rules.signUp(configured);
    }

    @Override
    public List<String> notices(List<String> languages) {
        HouseRules now = rules;
        return Stream.concat(
                        now.closing().map(closing -> words(closing, languages)).stream(),
                        now.holding(clock.instant()).stream()
                                .map(one -> one.texts().in(languages)))
                .toList();
    }

    /** That the server closes, in words. */
    public String words(Closing closing, List<String> languages) {
        Locale locale = locale(languages);
        String key = clock.instant().isBefore(closing.deadline()) ? "closing" : "closed";
        String date = DateTimeFormatter.ofLocalizedDate(FormatStyle.LONG)
                .withLocale(locale)
                .withZone(ZoneOffset.UTC)
                .format(closing.deadline());
        String home = closing.newHome()
                .map(Origin::toString)
                .map(origin -> " " + words(locale, "home", origin))
                .orElse("");
        return words(locale, key, date)
                + home
                + closing.texts().map(texts -> " " + texts.in(languages)).orElse("");
    }

    /** The same with the command that moves an account, for its owner alone: it may have an invitation in it. */
    public String offer(Closing closing, Origin newHome, Optional<String> invite, List<String> languages) {
        String command = "godwit move run --to " + newHome
                + invite.map(code -> " --invite " + code).orElse("");
        return words(closing, languages) + "\n" + words(locale(languages), "offer", command);
    }

    private static Locale locale(List<String> languages) {
        return Locale.forLanguageTag(languages.stream()
                .map(one -> one.split("-", 2)[0].toLowerCase(Locale.ROOT))
                .filter(LANGUAGES::contains)
                .findFirst()
                .orElse(LANGUAGES.getFirst()));
    }

    private static String words(Locale locale, String key, String value) {
        ResourceBundle words = ResourceBundle.getBundle(
                "social.godwit.instance.admin.house.words",
                locale,
                ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
        return new MessageFormat(words.getString(key), locale).format(new Object[] {value});
    }

    /** Decides who may register; empty: as configured. In force here when this completes. */
    public Uni<Void> decideSignUp(Optional<SignUp> who, String by) {
        return store.signUp(who, by, clock.instant()).chain(this::refresh);
    }

    /** Announces that the server closes, or changes that. */
    public Uni<Void> close(Closing closing) {
        return store.closing(Optional.of(closing), closing.by(), clock.instant())
                .chain(this::refresh);
    }

    /** Takes back that the server closes. */
    public Uni<Void> stayOpen(String by) {
        return store.closing(Optional.empty(), by, clock.instant()).chain(this::refresh);
    }

    /** Announces, or changes an announcement; false when there are too many. */
    public Uni<Boolean> announce(Announcement announcement) {
        return store.put(announcement, clock.instant()).call(this::refresh);
    }

    /** Takes an announcement back; false when there is none of that id. */
    public Uni<Boolean> takeBack(String id) {
        return store.remove(id).call(this::refresh);
    }

    /** What is announced now. */
    public List<Announcement> announced() {
        return rules.holding(clock.instant());
    }
}
