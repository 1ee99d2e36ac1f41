package social.godwit.activitypub.media;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.policy.FederationPolicy;
import social.godwit.activitypub.vocabulary.Ids;
import social.godwit.identity.did.Did;
import social.godwit.identity.encoding.Sha256;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Repositories;
import social.godwit.store.media.MediaStore;
import social.godwit.store.record.ActorVersions;
import social.godwit.store.replication.Peer;

/**
 * Copies of files of accounts elsewhere whose media moderators refuse, by the account or by the server that is its home: not served
 * from the moment they do, and let go of after a while. Files that anybody else keeps here stay, and so do all of accounts here.
 */
@ApplicationScoped
public class RefusedMedia {
    private static final int AT_ONCE = 100;

    private final MediaStore store;
    private final AccountStore accounts;
    private final ActorVersions actors;
    private final FederationPolicy policy;
    /** Whose media were refused when it was last looked. */
    private volatile Set<Did> before = Set.of();

    RefusedMedia(MediaStore store, AccountStore accounts, Repositories repositories, FederationPolicy policy) {
        this.store = store;
        this.accounts = accounts;
        this.actors = new ActorVersions(repositories);
        this.policy = policy;
    }

    /** Whether everybody who keeps a file is an account elsewhere whose media are refused; not so if nobody does. */
    public Uni<Boolean> contains(Sha256 hash) {
        return policy.refusesMedia()
                ? contains(hash, Optional.empty())
                : Uni.createFrom().item(false);
    }

    private Uni<Boolean> contains(Sha256 hash, Optional<Did> after) {
        return store.keepers(hash, after, AT_ONCE)
                .chain(keepers -> allRefused(keepers)
                        .chain(all -> all && keepers.size() == AT_ONCE
                                ? contains(hash, Optional.of(keepers.getLast()))
                                : Uni.createFrom().item(all && (after.isPresent() || !keepers.isEmpty()))));
    }

    private Uni<Boolean> allRefused(List<Did> keepers) {
        return keepers.isEmpty()
                ? Uni.createFrom().item(true)
                : isRefused(keepers.getFirst())
                        .chain(refused -> refused
                                ? allRefused(keepers.subList(1, keepers.size()))
                                : Uni.createFrom().item(false));
    }

    private Uni<Boolean> isRefused(Did account) {
        return accounts.find(account)
                .chain(here -> here.isPresent()
                        ? Uni.createFrom().item(false)
                        : actors.of(account)
                                .map(versions -> versions.stream()
                                        .findFirst()
                                        .filter(this::isRefused)
                                        .isPresent()));
    }

    private boolean isRefused(JsonObject actor) {
        return actor.string("id")
                        .filter(id -> policy.standing(Ids.compared(id)).withoutMedia())
                        .isPresent()
                || Peer.gateways(actor).stream()
                        .findFirst()
                        .filter(home ->
                                policy.standing(home.origin().toString()).withoutMedia())
                        .isPresent();
    }

    /**
     * Lets go of all copies of whom it found refused here the last time as well: what was refused by mistake can be taken back until
     * then. The files go with the next removal of what nobody keeps.
     */
    public Uni<Void> letGo() {
        Set<Did> refused = new HashSet<>();
        return look(Optional.empty(), refused).invoke(() -> before = Set.copyOf(refused));
    }

    private Uni<Void> look(Optional<Did> after, Set<Did> refused) {
        return store.keepers(after, AT_ONCE).chain(page -> {
            Uni<Void> all = Uni.createFrom().voidItem();
            for (Did account : page) {
                all = all.chain(() -> isRefused(account))
                        .chain(is ->
                                is ? letGo(account, refused) : Uni.createFrom().voidItem());
            }
            return page.size() < AT_ONCE ? all : all.chain(() -> look(Optional.of(page.getLast()), refused));
        });
    }

    private Uni<Void> letGo(Did account, Set<Did> refused) {
        if (before.contains(account)) {
            return store.releaseAll(account).replaceWithVoid();
        }
        refused.add(account);
        return Uni.createFrom().voidItem();
    }
}
