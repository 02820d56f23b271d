-- The leases of locks. A row stays when its lock is released, with its fencing number; JdbcLockStore.purge takes old ones away.
-- Names differ if one character does, blanks at the end too. Times are UTC.
create table safe4j_lock (
  name varchar(200) character set utf8mb4 collate utf8mb4_0900_bin primary key,
  token varchar(36) character set ascii,
  owner varchar(100) character set utf8mb4 not null,
  fence bigint not null,
  acquired_at datetime(6) not null,
  lease_until datetime(6) not null,
  awaited boolean not null
) engine = InnoDB;
