-- The leases of locks. A row stays when its lock is released, with its fencing number; JdbcLockStore.purge takes old ones away.
create table safe4j_lock (
  name varchar(200) primary key,
  token varchar(36),
  owner varchar(100) not null,
  fence bigint not null,
  acquired_at timestamp(6) with time zone not null,
  lease_until timestamp(6) with time zone not null,
  awaited boolean not null
);
