-- When the last job of a type that has a pace may begin, and when by its pace the last one has begun, in microseconds since 1970; only for
-- those types.
create table safe4j_job_pace (
  type varchar(100) collate "C" primary key,
  last_slot bigint not null,
  last_begun bigint not null default 0
);

-- Jobs: to be run (READY, or WAITING for the turn of their group), RUNNING under the claim that is token's until until_at, or DONE or DEAD
-- and kept until until_at. place is the priority below zero, so that what goes first is lowest. attempts is how often it may be begun, as
-- the last claim had it. for_at is the time that a job is for, where due_at is another one since it failed or waits for its pace. Rows come
-- and go: they are vacuumed sooner than those of other tables.
create table safe4j_job (
  id bigint generated always as identity primary key,
  type varchar(100) collate "C" not null,
  state varchar(7) collate "C" not null,
  place smallint not null,
  due_at timestamp(6) with time zone not null,
  for_at timestamp(6) with time zone,
  until_at timestamp(6) with time zone,
  token varchar(36),
  worker varchar(200),
  attempt integer not null default 0,
  attempts integer not null default 0,
  payload bytea not null,
  context text,
  progress double precision not null default -1,
  resume text,
  history text,
  dedupe_key varchar(200) collate "C",
  group_key varchar(200) collate "C",
  has_slot boolean not null default false,
  created_at timestamp(6) with time zone not null
) with (autovacuum_vacuum_scale_factor = 0.02, autovacuum_analyze_scale_factor = 0.02);

-- What is claimed, in the order in which it is. What is scheduled far ahead or finished is not in the way.
create index on safe4j_job (type, place, due_at, id) where state = 'READY';

-- Claims that run out, and what has been kept for its time.
create index on safe4j_job (state, until_at) where until_at is not null;

-- Of the jobs under one key one is to be run at most, and of those of one group one has its turn.
create unique index on safe4j_job (type, dedupe_key) where dedupe_key is not null and state in ('READY', 'WAITING', 'RUNNING');
create unique index on safe4j_job (group_key) where group_key is not null and state in ('READY', 'RUNNING');
create index on safe4j_job (group_key, place, due_at, id) where state = 'WAITING';
