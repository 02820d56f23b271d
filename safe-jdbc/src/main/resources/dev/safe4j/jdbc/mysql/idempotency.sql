-- The results of steps of requests that are not done yet or were done in steps; they are deleted with the request.
create table safe4j_idempotency_step (
  scope varchar(100) character set utf8mb4 collate utf8mb4_0900_bin not null,
  operation varchar(150) character set utf8mb4 collate utf8mb4_0900_bin not null,
  request_key varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null,
  series bigint not null,
  step varchar(100) character set utf8mb4 collate utf8mb4_0900_bin not null,
  kind varchar(9) not null,
  type varchar(500) character set utf8mb4 not null,
  answer longblob not null,
  primary key (scope, operation, request_key, series, step)
) engine = InnoDB;

-- Requests under a key, and their answers: who is at it until when, then what is answered until when. Idempotency.purge takes away what has
-- expired. series counts how often the key was used anew after that; lease_until and attempt are of the claim that is token's.
-- Keys differ if one character does, blanks at the end too. Times are UTC.
create table safe4j_idempotency (
  scope varchar(100) character set utf8mb4 collate utf8mb4_0900_bin not null,
  operation varchar(150) character set utf8mb4 collate utf8mb4_0900_bin not null,
  request_key varchar(255) character set utf8mb4 collate utf8mb4_0900_bin not null,
  series bigint not null,
  fingerprint varchar(100) character set utf8mb4 collate utf8mb4_0900_bin,
  token varchar(36) character set ascii collate ascii_bin not null,
  attempt bigint not null,
  lease_until datetime(6) not null,
  completed_at datetime(6),
  expires_at datetime(6),
  kind varchar(9),
  type varchar(500) character set utf8mb4,
  answer longblob,
  primary key (scope, operation, request_key),
  index by_expiry (expires_at)
) engine = InnoDB;
