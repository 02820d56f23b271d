-- The results of steps of requests that are not done yet or were done in steps; they are deleted with the request.
create table safe4j_idempotency_step (
  scope varchar(100) collate "C" not null,
  operation varchar(150) collate "C" not null,
  request_key varchar(255) collate "C" not null,
  series bigint not null,
  step varchar(100) collate "C" not null,
  kind varchar(9) not null,
  type varchar(500) not null,
  answer bytea not null,
  primary key (scope, operation, request_key, series, step)
);

-- Requests under a key, and their answers: who is at it until when, then what is answered until when. Idempotency.purge takes away what has
-- expired. series counts how often the key was used anew after that; lease_until and attempt are of the claim that is token's.
-- Room in the pages keeps renewals in place (HOT).
create table safe4j_idempotency (
  scope varchar(100) collate "C" not null,
  operation varchar(150) collate "C" not null,
  request_key varchar(255) collate "C" not null,
  series bigint not null,
  fingerprint varchar(100) collate "C",
  token varchar(36) not null,
  attempt bigint not null,
  lease_until timestamp(6) with time zone not null,
  completed_at timestamp(6) with time zone,
  expires_at timestamp(6) with time zone,
  kind varchar(9),
  type varchar(500),
  answer bytea,
  primary key (scope, operation, request_key)
) with (fillfactor = 70);

create index on safe4j_idempotency (expires_at) where expires_at is not null;
