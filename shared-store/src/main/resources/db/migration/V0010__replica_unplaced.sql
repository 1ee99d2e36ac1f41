-- Accounts of which it is not known what a peer has taken: few, and looked for in every session.
create index replica_unplaced on replica (peer, did) where taken_documents is null;
