-- What is put aside for a while, and what became of it. Reservations.purge takes old ones away.
create table safe4j_hold (
  id varchar(36) primary key,
  resource varchar(200) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  row_key varchar(255) character set utf8mb4 collate utf8mb4_nopad_bin not null,
  amount decimal(38, 9) not null,
  state varchar(10) not null,
  hold_until datetime(6) not null
) engine = InnoDB;
create index safe4j_hold_over on safe4j_hold (resource, state, hold_until);
