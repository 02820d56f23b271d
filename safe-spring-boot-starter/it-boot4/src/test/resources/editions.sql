create table edition (id int primary key, version int not null, title varchar(20));
