package social.godwit.store.document;

import java.util.List;
import java.util.Optional;

/** What came of an owner's batch that was stored. */
record Stored(List<Admission> outcomes, Optional<RepositoryChange> change) {}
