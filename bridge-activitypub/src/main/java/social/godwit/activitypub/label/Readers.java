package social.godwit.activitypub.label;

import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import social.godwit.identity.did.Did;
import social.godwit.store.document.Lookup;
import social.godwit.store.document.Repositories;
import social.godwit.store.document.StoredDocument;
import social.godwit.store.label.LabelChoices;

/** What the accounts here have chosen about labels, out of their own repositories. */
@ApplicationScoped
public class Readers {
    private final Repositories repositories;

    Readers(Repositories repositories) {
        this.repositories = repositories;
    }

    /** What the account chose; one look-up. */
    public Uni<LabelChoices> choices(Did account) {
        return document(account)
                .map(found -> found.map(document -> LabelChoices.read(document.json()))
                        .orElse(LabelChoices.NONE));
    }

    /** The newest version of the document in which it stands. */
    public Uni<Optional<StoredDocument>> document(Did account) {
        return repositories
                .find(LabelChoices.id(account))
                .map(lookup -> lookup instanceof Lookup.Found(StoredDocument document)
                                && document.type().equals(LabelChoices.TYPE)
                        ? Optional.of(document)
                        : Optional.empty());
    }
}
