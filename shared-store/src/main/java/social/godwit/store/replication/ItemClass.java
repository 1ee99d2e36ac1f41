package social.godwit.store.replication;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import social.godwit.identity.document.Visibility;

/** The sets that replicas compare, one per account and class. */
public enum ItemClass {
    /** Documents for everyone; the only class that a peer may have that is not a gateway of the account. */
    PUBLIC(Visibility.PUBLIC),
    /** Documents for followers. */
    FOLLOWERS(Visibility.FOLLOWERS),
    /** Documents for those who are addressed. */
    DIRECT(Visibility.DIRECT),
    /** Documents for the owner. */
    SELF(Visibility.SELF),
    /** Gateway records. */
    RECORDS(null);

    private final Optional<Visibility> visibility;

    ItemClass(@Nullable Visibility visibility) {
        this.visibility = Optional.ofNullable(visibility);
    }

    /** The class of the documents in it; nothing for {@link #RECORDS}. */
    public Optional<Visibility> visibility() {
        return visibility;
    }

    /** The set of documents of this class. */
    public static ItemClass of(Visibility visibility) {
        return valueOf(visibility.name());
    }

    /** As it is written between peers. */
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Reads {@link #wireName}. */
    public static Optional<ItemClass> parse(String name) {
        return Stream.of(values()).filter(one -> one.wireName().equals(name)).findFirst();
    }
}
