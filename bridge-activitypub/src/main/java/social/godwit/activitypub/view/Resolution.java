package social.godwit.activitypub.view;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import social.godwit.activitypub.Instance;
import social.godwit.activitypub.account.Account;
import social.godwit.activitypub.account.AccountStore;
import social.godwit.activitypub.http.Origins;
import social.godwit.activitypub.note.Note;
import social.godwit.activitypub.note.NoteStore;
import social.godwit.activitypub.remote.ActorLookup;
import social.godwit.activitypub.remote.DocumentLookup;
import social.godwit.activitypub.remote.HandleLookup;
import social.godwit.activitypub.remote.RemoteActors;
import social.godwit.activitypub.remote.RemoteDocuments;
import social.godwit.activitypub.remote.WebFingerClient;
import social.godwit.identity.did.Did;
import social.godwit.identity.did.Origin;
import social.godwit.identity.did.PortableId;
import social.godwit.identity.document.Visibility;
import social.godwit.identity.json.JsonObject;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;

/** Finds what somebody types in: a handle, the id of a person or post, the address of a page, the DID of an account. */
@ApplicationScoped
public class Resolution {
    private static final int QUERY_LENGTH_MAX = 2_048;
    private static final Pattern HANDLE =
            Pattern.compile("(?:acct:)?@?([\\p{L}\\p{N}_.-]{1,64})(?:@([^\\s/?#@]{1,255}))?");
    private static final Pattern PAGE = Pattern.compile("/@([A-Za-z0-9_.-]{1,64})(?:/([0-9a-z]{1,32}))?/?");

    private final AccountStore accounts;
    private final Repositories repositories;
    private final NoteStore notes;
    private final RemoteActors actors;
    private final RemoteDocuments documents;
    private final WebFingerClient webFinger;
    private final Origins origins;
    private final Instance instance;

    Resolution(
            AccountStore accounts,
            Repositories repositories,
            NoteStore notes,
            RemoteActors actors,
            RemoteDocuments documents,
            WebFingerClient webFinger,
            Origins origins,
            Instance instance) {
        this.accounts = accounts;
        this.repositories = repositories;
        this.notes = notes;
        this.actors = actors;
        this.documents = documents;
        this.webFinger = webFinger;
        this.origins = origins;
        this.instance = instance;
    }

    /**
     * The document that {@code query} names. Posts come with harmless HTML.
     *
     * @param fresh a person elsewhere is asked for anew, if the last time was more than a minute ago
     */
    Uni<ViewAnswer> of(Account viewer, String query, boolean fresh) {
        return of(Optional.of(viewer), query)
                .chain(answer -> fresh ? renewed(answer) : Uni.createFrom().item(answer));
    }

    private Uni<ViewAnswer> renewed(ViewAnswer answer) {
        return answer instanceof ViewAnswer.Shown(JsonObject person)
                        && person.has("inbox")
                        && person.string("id")
                                .filter(id -> PortableId.parse(id).isEmpty())
                                .isPresent()
                ? actors.refresh(person.string("id").orElseThrow()).chain(Resolution::person)
                : Uni.createFrom().item(answer);
    }

    /** The same for moderators, who have to name also what is for few: the document is for its id, not to be shown. */
    public Uni<ViewAnswer> toModerate(String query) {
        return of(Optional.empty(), query);
    }

    private Uni<ViewAnswer> of(Optional<Account> viewer, String query) {
        String typed = query.strip();
        if (typed.isEmpty() || typed.length() > QUERY_LENGTH_MAX) {
            return Uni.createFrom().item(new ViewAnswer.Invalid("q is empty or too long"));
        }
        String text = Did.parse(typed)
                .map(did -> PortableId.of(did, "/actor").canonical())
                .orElse(typed);
        Optional<PortableId> portable = PortableId.parse(text);
        if (portable.isPresent()) {
            return accounts.find(portable.get().did())
                    .chain(account -> account.isPresent()
                            ? hosted(viewer, account.get(), portable.get())
                            : elsewhere(viewer, text));
        }
        if (text.startsWith("https://") || text.startsWith("http://")) {
            return ofUrl(viewer, text);
        }
        Matcher handle = HANDLE.matcher(text);
        return handle.matches() ? ofHandle(viewer, handle.group(1), Optional.ofNullable(handle.group(2))) : notFound();
    }

    private Uni<ViewAnswer> ofUrl(Optional<Account> viewer, String url) {
        Optional<String> own = Origin.ofUrl(url).flatMap(origin -> origins.answering(origin.authority()));
        Matcher page = PAGE.matcher(url.substring(
                url.indexOf('/', url.indexOf("://") + 3) < 0
                        ? url.length()
                        : url.indexOf('/', url.indexOf("://") + 3)));
        if (own.isEmpty()) {
            return elsewhere(viewer, url);
        }
        Optional<Origin> origin = own.flatMap(Origin::parse);
        return origin.isEmpty() || !page.matches()
                ? notFound()
                : accounts.findByUsername(origin.get(), page.group(1))
                        .chain(account -> account.isEmpty()
                                ? notFound()
                                : hosted(
                                        viewer,
                                        account.get(),
                                        pageId(account.get(), Optional.ofNullable(page.group(2)))));
    }

    /** The id behind a page: the actor, or the post with this name. */
    private static PortableId pageId(Account account, Optional<String> name) {
        return name.map(post -> PortableId.of(account.did(), "/objects/" + post))
                .orElseGet(account::actor);
    }

    private Uni<ViewAnswer> ofHandle(Optional<Account> viewer, String name, Optional<String> host) {
        Optional<Origin> own = host.isEmpty()
                ? viewer.map(Account::origin).or(() -> Origin.parse(instance.origin()))
                : origins.answering(host.get().toLowerCase(java.util.Locale.ROOT))
                        .flatMap(Origin::parse);
        if (own.isPresent()) {
            return accounts.findByUsername(own.get(), name)
                    .chain(account -> account.isEmpty()
                            ? notFound()
                            : hosted(viewer, account.get(), account.get().actor()));
        }
        return webFinger.find(name + "@" + host.orElseThrow()).chain(lookup -> switch (lookup) {
            case HandleLookup.Found found -> person(found.actor());
            case HandleLookup.NotFound no -> notFound();
            case HandleLookup.Unavailable later -> unavailable(later.detail());
        });
    }

    private Uni<ViewAnswer> person(String id) {
        Optional<PortableId> portable = PortableId.parse(id);
        Uni<Optional<Account>> here = portable.isEmpty()
                ? Uni.createFrom().item(Optional.empty())
                : accounts.find(portable.get().did());
        return here.chain(account -> account.isPresent()
                ? hosted(account, account.get(), account.get().actor())
                : actors.get(id).chain(Resolution::person));
    }

    private static Uni<ViewAnswer> person(ActorLookup lookup) {
        return switch (lookup) {
            case ActorLookup.Found found ->
                shown(Shown.parsed(found.actor().document().bytes()));
            case ActorLookup.Gone gone -> notFound();
            case ActorLookup.NotFound no -> notFound();
            case ActorLookup.Unavailable later -> unavailable(later.detail());
        };
    }

    private Uni<Optional<Note>> known(Optional<Account> viewer, String id) {
        String compared = PortableId.parse(id).map(PortableId::canonical).orElse(id);
        return viewer.isPresent()
                ? notes.find(id, viewer.map(Account::did))
                : notes.reported(List.of(compared)).map(found -> Optional.ofNullable(found.get(compared)));
    }

    private Uni<ViewAnswer> elsewhere(Optional<Account> viewer, String id) {
        return known(viewer, id)
                .chain(known -> known.isPresent()
                        ? shown(Shown.harmless(Shown.parsed(known.get().bytes())))
                        : documents.get(id).chain(this::document));
    }

    private Uni<ViewAnswer> document(DocumentLookup lookup) {
        return switch (lookup) {
            case DocumentLookup.Found found -> {
                JsonObject json = Shown.parsed(found.document().bytes());
                yield json.has("inbox") ? person(found.document().id()) : shown(Shown.harmless(json));
            }
            case DocumentLookup.Gone gone -> notFound();
            case DocumentLookup.NotFound no -> notFound();
            case DocumentLookup.Unavailable later -> unavailable(later.detail());
        };
    }

    /** What an account here has: everything for its owner and for moderators, what is public or addressed to them for others. */
    private Uni<ViewAnswer> hosted(Optional<Account> viewer, Account account, PortableId id) {
        return repositories.find(id, account.origin()).chain(lookup -> {
            if (!(lookup instanceof Lookup.Found found)) {
                return notFound();
            }
            StoredDocument document = found.document();
            Optional<Did> who = viewer.map(Account::did);
            if (document.visibility() == Visibility.PUBLIC
                    || who.isEmpty()
                    || who.get().equals(account.did())) {
                JsonObject json = document.json();
                return shown(json.has("inbox") ? json : Shown.harmless(json));
            }
            return notes.find(id.canonical(), who)
                    .chain(note -> note.isPresent()
                            ? shown(Shown.harmless(Shown.parsed(note.get().bytes())))
                            : notFound());
        });
    }

    private static Uni<ViewAnswer> shown(JsonObject body) {
        return body.size() == 0 ? notFound() : Uni.createFrom().item(new ViewAnswer.Shown(body));
    }

    private static Uni<ViewAnswer> notFound() {
        return Uni.createFrom().item(new ViewAnswer.NotFound());
    }

    private static Uni<ViewAnswer> unavailable(String detail) {
        return Uni.createFrom().item(new ViewAnswer.Unavailable(detail));
    }
}
