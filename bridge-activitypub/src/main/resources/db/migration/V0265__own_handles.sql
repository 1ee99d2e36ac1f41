-- A handle at a domain of the owner's own, as the actor document names it (FEP-2c59), in the form name@host.
alter table account add column own_handle text;

-- The handle of somebody else's actor that the handle's host has confirmed, where that is not the actor's own host.
alter table remote_actor add column proven_handle text;
