-- Quotas: what was taken in the slots of time that count, which are micros long; slot n stands in column n modulo slots.
-- JdbcCounterStore.purge takes away those of which nothing counts any more. No other index: every take changes the row.
create table safe4j_counter_quota (
  name varchar(200) character set utf8mb4 collate utf8mb4_0900_bin not null,
  micros bigint not null,
  slots smallint not null,
  newest bigint not null,
  taken boolean not null,
  count0 bigint not null default 0,
  count1 bigint not null default 0,
  count2 bigint not null default 0,
  count3 bigint not null default 0,
  count4 bigint not null default 0,
  count5 bigint not null default 0,
  count6 bigint not null default 0,
  count7 bigint not null default 0,
  count8 bigint not null default 0,
  primary key (name, micros, slots)
) engine = InnoDB;

-- Counters: slot 0 is a plain one, those above are the rows of a striped one, -1 is the last number of a sequence.
-- Keys differ if one character does, blanks at the end too. taken says whether the last step was granted, for that step itself.
create table safe4j_counter (
  name varchar(200) character set utf8mb4 collate utf8mb4_0900_bin not null,
  slot int not null,
  total bigint not null,
  taken boolean not null,
  primary key (name, slot)
) engine = InnoDB;
