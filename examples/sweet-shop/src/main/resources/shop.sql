-- Everything the shop has. In the words of PostgreSQL, MariaDB and H2 alike; created if absent.

create table if not exists golden_ticket (
  id bigint primary key,
  owner varchar(60)
);

create table if not exists wallet (
  id bigint primary key,
  family bigint not null,
  balance decimal(12, 2) not null,
  constraint wallet_ceiling check (balance <= 1000)
);

create table if not exists sweet (
  id bigint primary key,
  name varchar(60) not null,
  price decimal(12, 2) not null,
  stock integer not null
);

create table if not exists price_list (
  id bigint primary key,
  content varchar(4000) not null,
  version bigint not null
);

create table if not exists customer (
  id varchar(36) primary key,
  name varchar(60) not null,
  constraint customer_name unique (name)
);

create table if not exists visit (
  page varchar(60) primary key,
  visits bigint not null
);

create table if not exists tasting (
  id bigint primary key,
  seats integer not null
);

create table if not exists booking (
  id varchar(36) primary key,
  tasting bigint not null,
  customer varchar(60) not null
);

create table if not exists shift (
  id bigint primary key
);

create table if not exists keeper (
  id bigint primary key,
  shift bigint not null,
  on_call boolean not null
);

create table if not exists purchase (
  id varchar(36) primary key,
  sweet bigint not null,
  card varchar(60) not null
);

create table if not exists stamp_card (
  id bigint primary key,
  stamps integer not null
);

create table if not exists gift (
  id varchar(36) primary key,
  card bigint not null
);

create table if not exists parcel (
  id varchar(36) primary key,
  state varchar(10) not null
);

create table if not exists letter (
  address varchar(60) primary key,
  state varchar(10) not null
);

create table if not exists box (
  id bigint primary key,
  stock integer not null,
  constraint box_stock check (stock >= 0)
);

create table if not exists box_order (
  id varchar(36) primary key,
  box bigint not null,
  customer varchar(60) not null
);

create table if not exists price_tag (
  id bigint primary key,
  price decimal(12, 2) not null,
  fence bigint not null
);

create table if not exists stock_count (
  counted_for varchar(40) not null,
  pieces bigint not null
);

create table if not exists numbered_order (
  number bigint not null,
  customer varchar(60) not null
);
