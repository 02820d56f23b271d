-- What is put aside for a while, and what became of it. Reservations.purge takes old ones away.
create table safe4j_hold (
  id varchar(36) primary key,
  resource varchar(200) not null,
  row_key varchar(255) not null,
  amount decimal(38, 9) not null,
  state varchar(10) not null,
  hold_until timestamp(6) with time zone not null
);
create index safe4j_hold_over on safe4j_hold (resource, state, hold_until);
