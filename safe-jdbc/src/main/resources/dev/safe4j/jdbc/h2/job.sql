-- When the last job of a type that has a pace may begin, and when by its pace the last one has begun, in microseconds since 1970; only for
-- those types.
create table safe4j_job_pace (
  type varchar(100) primary key,
  last_slot bigint not null,
  last_begun bigint not null default 0
);

-- Jobs: to be run (READY, or WAITING for the turn of their group), RUNNING under the claim that is token's until until_at, or DONE or DEAD
-- and kept until until_at. place is the priority below zero, so that what goes first is lowest. attempts is how often it may be begun, as
-- the last claim had it. for_at is the time that a job is for, where due_at is another one since it failed or waits for its pace.
create table safe4j_job (
  id bigint generated always as identity primary key,
  type varchar(100) not null,
  state varchar(7) not null,
  place smallint not null,
  due_at timestamp(6) with time zone not null,
  for_at timestamp(6) with time zone,
  until_at timestamp(6) with time zone,
  token varchar(36),
  worker varchar(200),
  attempt integer not null default 0,
  attempts integer not null default 0,
  payload binary large object not null,
  context varchar(100000),
  progress double precision not null default -1,
  resume varchar(100000),
  history varchar(100000),
  dedupe_key varchar(200),
  group_key varchar(200),
  has_slot boolean not null default false,
  created_at timestamp(6) with time zone not null,
  live_key varchar(200) generated always as (case when state in ('READY', 'WAITING', 'RUNNING') then dedupe_key end),
  turn_key varchar(200) generated always as (case when state in ('READY', 'RUNNING') then group_key end)
);

create index on safe4j_job (state, type, place, due_at, id);
create index on safe4j_job (state, until_at);

-- Of the jobs under one key one is to be run at most, and of those of one group one has its turn.
create unique index on safe4j_job (type, live_key);
create unique index on safe4j_job (turn_key);
create index on safe4j_job (state, group_key, place, due_at, id);
