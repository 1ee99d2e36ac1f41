-- What came into an inbox is forwarded in the transaction of its effects, which it has once.
drop table forwarded;
