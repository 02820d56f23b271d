-- The leases of locks. A row stays when its lock is released, with its fencing number; JdbcLockStore.purge takes old ones away.
-- Room in the pages, and no index on what changes, keep the updates in place (HOT).
create table safe4j_lock (
  name varchar(200) collate "C" primary key,
  token varchar(36),
  owner varchar(100) not null,
  fence bigint not null,
  acquired_at timestamp(6) with time zone not null,
  lease_until timestamp(6) with time zone not null,
  awaited boolean not null
) with (fillfactor = 70);
