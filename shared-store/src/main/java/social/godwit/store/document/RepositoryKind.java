package social.godwit.store.document;

/** Whose documents a repository holds. Only an account's has an actor. */
public enum RepositoryKind {
    ACCOUNT,
    INSTANCE,
    NETWORK
}
