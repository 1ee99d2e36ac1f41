-- Activities that are sent in the stead of a home that is away.
alter table delivery_activity drop constraint delivery_activity_signer_check;
alter table delivery_activity add constraint delivery_activity_signer_check
    check (signer in ('ACCOUNT', 'INSTANCE', 'STAND_IN'));
