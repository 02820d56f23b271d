-- When the last job of a type that has a pace may begin, and when by its pace the last one has begun, in microseconds since 1970; only for
-- those types.
create table safe4j_job_pace (
  type varchar(100) character set utf8mb4 collate utf8mb4_0900_bin primary key,
  last_slot bigint not null,
  last_begun bigint not null default 0
) engine = InnoDB;

-- Jobs: to be run (READY, or WAITING for the turn of their group), RUNNING under the claim that is token's until until_at, or DONE or DEAD
-- and kept until until_at. place is the priority below zero, so that what goes first is lowest. attempts is how often it may be begun, as
-- the last claim had it. for_at is the time that a job is for, where due_at is another one since it failed or waits for its pace. by_place
-- delivers the order of claims: what is claimed is locked without anything beside it. Of the jobs under one key one is to be run at most,
-- and of those of one group one has its turn. Names differ if one character does, blanks at the end too. Times are UTC.
create table safe4j_job (
  id bigint not null auto_increment primary key,
  type varchar(100) character set utf8mb4 collate utf8mb4_0900_bin not null,
  state varchar(7) character set ascii collate ascii_bin not null,
  place smallint not null,
  due_at datetime(6) not null,
  for_at datetime(6),
  until_at datetime(6),
  token varchar(36) character set ascii collate ascii_bin,
  worker varchar(200) character set utf8mb4,
  attempt integer not null default 0,
  attempts integer not null default 0,
  payload longblob not null,
  context longtext character set ascii,
  progress double not null default -1,
  resume longtext character set utf8mb4,
  history longtext character set utf8mb4,
  dedupe_key varchar(200) character set utf8mb4 collate utf8mb4_0900_bin,
  group_key varchar(200) character set utf8mb4 collate utf8mb4_0900_bin,
  has_slot boolean not null default false,
  created_at datetime(6) not null,
  live_key varchar(200) character set utf8mb4 collate utf8mb4_0900_bin
    generated always as (case when state in ('READY', 'WAITING', 'RUNNING') then dedupe_key end) stored,
  turn_key varchar(200) character set utf8mb4 collate utf8mb4_0900_bin
    generated always as (case when state in ('READY', 'RUNNING') then group_key end) stored,
  index by_place (state, type, place, due_at, id),
  index by_end (state, until_at),
  unique index one_of_a_key (type, live_key),
  unique index one_of_a_group (turn_key),
  index by_group (state, group_key, place, due_at, id)
) engine = InnoDB;
