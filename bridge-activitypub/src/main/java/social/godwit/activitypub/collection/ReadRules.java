package social.godwit.activitypub.collection;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.follow.FollowStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.DocumentKind;
import social.godwit.store.document.StoredDocument;

/**
 * Who may read a document. What nobody but a few may read looks to everybody else as if it did not exist (checklist
 * row 56).
 */
@ApplicationScoped
public class ReadRules {
    /** Activities of a suspended account that others have to find: they end or move it. */
    private static final Set<String> PARTING = Set.of("Move", "Delete");

    private final FollowStore follows;
    private final FederationPolicy policy;

    ReadRules(FollowStore follows, FederationPolicy policy) {
        this.follows = follows;
        this.policy = policy;
    }

    /**
     * Whether moderators hide this document, or the one inside it, from everybody but its owner. What others have to find so
     * that the account can go on elsewhere is never hidden.
     */
    public boolean hidden(StoredDocument document) {
        if (staysVisible(document)) {
            return false;
        }
        Optional<String> object =
                document.kind() == DocumentKind.ACTIVITY ? document.json().id("object") : Optional.empty();
        return policy.standing(document.id().canonical()).hidden()
                || object.filter(id -> policy.standing(Ids.compared(id)).hidden())
                        .isPresent();
    }

    /** Whether {@code viewer} may read {@code document} of {@code account}. */
    public Uni<Boolean> mayRead(Account account, StoredDocument document, Viewer viewer) {
        if (viewer instanceof Viewer.Owner) {
            return Uni.createFrom().item(true);
        }
        if ((!account.active() && !staysVisible(document)) || hidden(document)) {
            return Uni.createFrom().item(false);
        }
        if (document.visibility() == Visibility.PUBLIC) {
            return Uni.createFrom().item(true);
        }
        if (document.visibility() == Visibility.SELF || !(viewer instanceof Viewer.Somebody somebody)) {
            return Uni.createFrom().item(false);
        }
        JsonObject json = document.json();
        String asking = Ids.compared(somebody.actor());
        boolean addressed = addresses(json, asking);
        boolean followers = document.visibility() == Visibility.FOLLOWERS
                && account.paths().followers().isPresent()
                && addresses(
                        json,
                        account.actor()
                                .sibling(account.paths().followers().get())
                                .canonical());
        return addressed || followers
                ? welcome(account, somebody.actor(), addressed)
                : Uni.createFrom().item(false);
    }

    /** Whether {@code viewer} could have read what was deleted; {@code visibility} is all that is left of it. */
    public Uni<Boolean> couldRead(Account account, Visibility visibility, Viewer viewer) {
        return switch (viewer) {
            case Viewer.Owner owner -> Uni.createFrom().item(true);
            case Viewer.Anyone anyone -> Uni.createFrom().item(visibility == Visibility.PUBLIC);
            case Viewer.Somebody somebody ->
                switch (visibility) {
                    case PUBLIC -> Uni.createFrom().item(true);
                    case FOLLOWERS -> welcome(account, somebody.actor(), false);
                    case DIRECT, SELF -> Uni.createFrom().item(false);
                };
        };
    }

    /** The classes of which {@code viewer} may read some at all. */
    public Set<Visibility> classes(Viewer viewer) {
        return switch (viewer) {
            case Viewer.Owner owner -> EnumSet.allOf(Visibility.class);
            case Viewer.Anyone anyone -> EnumSet.of(Visibility.PUBLIC);
            case Viewer.Somebody somebody -> EnumSet.of(Visibility.PUBLIC, Visibility.FOLLOWERS, Visibility.DIRECT);
        };
    }

    private Uni<Boolean> welcome(Account account, String actor, boolean addressed) {
        return follows.blocks(account.did(), actor).flatMap(blocked -> {
            if (blocked || addressed) {
                return Uni.createFrom().item(!blocked);
            }
            return follows.isFollower(account.did(), actor);
        });
    }

    private static boolean addresses(JsonObject json, String compared) {
        for (String field : new String[] {"to", "cc"}) {
            for (String recipient : json.ids(field)) {
                if (Ids.compared(recipient).equals(compared)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean staysVisible(StoredDocument document) {
        return switch (document.kind()) {
            case ACTOR, KEY_LOG, CHECKPOINT -> true;
            case ACTIVITY -> PARTING.contains(document.type());
            case OBJECT -> false;
        };
    }
}
