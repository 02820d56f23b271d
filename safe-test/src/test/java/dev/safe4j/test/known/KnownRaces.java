package dev.safe4j.test.known;

import dev.safe4j.test.interleavings.Outcomes;
import java.util.List;
import org.springframework.dao.DuplicateKeyException;

/**
 * The cases that every database course and every incident report knows, as people write them. Tables that are to be empty are
 * truncated: InnoDB keeps the place of a deleted row until it is purged, with locks of its own, so that an order would end in
 * one way or another by how busy the server was.
 */
final class KnownRaces {

    static final String ACCOUNT = "create table account (id int primary key, balance int not null)";
    static final List<String> ACCOUNTS = List.of(
            "delete from account", "insert into account values (1, 100)", "insert into account values (2, 100)");

    private KnownRaces() {}

    static List<KnownRace> all() {
        return List.of(
                lostUpdate("1", "lost update: read, add in Java, write", ""),
                doubleSpend("2", "double spend: check, then subtract", ""),
                writeSkew(),
                phantomBooking(),
                upsertRace(),
                uniqueRace(),
                deadlock(),
                readOnlyAnomaly(),
                idempotencyLookUp(),
                jobClaim("10", "job claim: select, then update by id", ""),
                formerOwner("11", "release by a former owner, automatic commits", "delete from lck where name = 'job'"),
                quota(),
                insertWhereNotExists());
    }

    static KnownRace lostUpdate(String number, String name, String lock) {
        return new KnownRace(number, name, "balance = 100 + 10 for each success")
                .table(ACCOUNT)
                .from(ACCOUNTS.toArray(String[]::new))
                .twice(db -> db.inTransaction(() -> {
                    int balance = db.number("select balance from account where id = 1" + lock);
                    return db.update("update account set balance = ? where id = 1", balance + 10);
                }))
                .keeps((db, outcomes) -> balance(db, 1) == 100 + 10 * outcomes.successes());
    }

    static KnownRace doubleSpend(String number, String name, String lock) {
        return new KnownRace(number, name, "balance >= 0")
                .table(ACCOUNT)
                .from(ACCOUNTS.toArray(String[]::new))
                .twice(db -> db.inTransaction(() -> db.number("select balance from account where id = 1" + lock) >= 80
                        ? db.update("update account set balance = balance - 80 where id = 1")
                        : 0))
                .keeps((db, outcomes) -> balance(db, 1) >= 0);
    }

    static int balance(Db db, int id) {
        return db.number("select balance from account where id = ?", id);
    }

    private static KnownRace writeSkew() {
        return new KnownRace("3", "write skew: the last two doctors go off call", "at least one is on call")
                .table("create table doctor (id int primary key, on_call int not null)")
                .from("delete from doctor", "insert into doctor values (1, 1)", "insert into doctor values (2, 1)")
                .caller("doctor 1", db -> goOffCall(db, 1))
                .caller("doctor 2", db -> goOffCall(db, 2))
                .keeps((db, outcomes) -> db.number("select count(*) from doctor where on_call = 1") >= 1);
    }

    private static Object goOffCall(Db db, int doctor) {
        return db.inTransaction(() -> db.number("select count(*) from doctor where on_call = 1") >= 2
                ? db.update("update doctor set on_call = 0 where id = ?", doctor)
                : 0);
    }

    private static KnownRace phantomBooking() {
        return new KnownRace("4", "phantom: count the bookings of a seat, then book it", "at most one booking")
                .table("create table booking (seat int not null, who varchar(20))")
                .from("truncate table booking")
                .twice(db -> db.inTransaction(() -> db.number("select count(*) from booking where seat = 1") == 0
                        ? db.update("insert into booking (seat, who) values (1, 'me')")
                        : 0))
                .keeps((db, outcomes) -> db.number("select count(*) from booking") <= 1);
    }

    private static KnownRace upsertRace() {
        return new KnownRace("5", "upsert race: look, then insert or update", "n = the number of successes")
                .table("create table counter (id int primary key, n int not null)")
                .from("truncate table counter")
                .twice(db -> db.inTransaction(() -> db.number("select count(*) from counter where id = 1") == 0
                        ? db.update("insert into counter (id, n) values (1, 1)")
                        : db.update("update counter set n = n + 1 where id = 1")))
                .keeps((db, outcomes) -> db.number("select coalesce(sum(n), 0) from counter") == outcomes.successes());
    }

    private static KnownRace uniqueRace() {
        return new KnownRace("6", "unique race: catch the duplicate, go on in the same transaction", "one row")
                .table("create table customer (name varchar(20) primary key)", "create table visit (name varchar(20))")
                .from("truncate table visit", "truncate table customer")
                .twice(db -> db.inTransaction(() -> {
                    try {
                        db.update("insert into customer (name) values ('ann')");
                    } catch (DuplicateKeyException known) {
                        return db.update("insert into visit (name) values ('ann again')");
                    }
                    return db.update("insert into visit (name) values ('ann')");
                }))
                .keeps((db, outcomes) -> db.number("select count(*) from customer") == 1);
    }

    private static KnownRace deadlock() {
        return new KnownRace("7", "deadlock: two rows in two orders", "no money is made")
                .table(ACCOUNT)
                .from(ACCOUNTS.toArray(String[]::new))
                .caller("1 to 2", db -> transfer(db, 1, 2))
                .caller("2 to 1", db -> transfer(db, 2, 1))
                .keeps((db, outcomes) -> balance(db, 1) + balance(db, 2) == 200);
    }

    private static Object transfer(Db db, int from, int to) {
        return db.inTransaction(() -> {
            db.update("update account set balance = balance - 10 where id = ?", from);
            return db.update("update account set balance = balance + 10 where id = ?", to);
        });
    }

    private static KnownRace readOnlyAnomaly() {
        return new KnownRace("8", "read-only anomaly, three callers", "the report fits one order of the others")
                .table(ACCOUNT)
                .from("delete from account", "insert into account values (1, 0)", "insert into account values (2, 0)")
                .caller(
                        "deposit",
                        db -> db.inTransaction(
                                () -> db.update("update account set balance = balance + 20 where id = 2")))
                .caller(
                        "withdraw",
                        db -> db.inTransaction(() -> {
                            int sum = db.number("select sum(balance) from account");
                            return db.update(
                                    "update account set balance = balance - ? where id = 1", sum - 10 < 0 ? 11 : 10);
                        }))
                .caller(
                        "report",
                        db -> db.inTransaction(() -> db.jdbc
                                .queryForList("select balance from account order by id", Integer.class)
                                .toString()))
                .keeps(KnownRaces::reportFits);
    }

    /** A report that saw the deposit and not the withdrawal says that the deposit came first: then there was no fee. */
    private static boolean reportFits(Db db, Outcomes outcomes) {
        return !"[0, 20]".equals(outcomes.valueOf("report")) || balance(db, 1) != -11;
    }

    private static KnownRace idempotencyLookUp() {
        return new KnownRace("9", "idempotency by look-up, no unique key", "at most one charge")
                .table("create table charge (k varchar(20))", "create table seen (k varchar(20))")
                .from("truncate table charge", "truncate table seen")
                .twice(db -> db.inTransaction(() -> {
                    if (db.number("select count(*) from seen where k = 'k1'") > 0) {
                        return 0;
                    }
                    db.update("insert into charge (k) values ('k1')");
                    return db.update("insert into seen (k) values ('k1')");
                }))
                .keeps((db, outcomes) -> db.number("select count(*) from charge") <= 1);
    }

    static KnownRace jobClaim(String number, String name, String lock) {
        return new KnownRace(number, name, "one claimant")
                .table("create table job (id int primary key, state varchar(10) not null)")
                .from("delete from job", "insert into job values (1, 'NEW')")
                .twice(db -> db.inTransaction(() -> {
                    List<Integer> ids = db.jdbc.queryForList(
                            "select id from job where state = 'NEW' order by id" + lock, Integer.class);
                    return ids.isEmpty() ? 0 : db.update("update job set state = 'RUN' where id = ?", ids.get(0));
                }))
                .keeps((db, outcomes) -> ones(outcomes) <= 1);
    }

    /** How many returned 1. */
    static long ones(Outcomes outcomes) {
        return outcomes.actors().stream()
                .filter(actor -> Integer.valueOf(1).equals(actor.value()))
                .count();
    }

    static KnownRace formerOwner(String number, String name, String release) {
        return new KnownRace(number, name, "at most one is inside")
                .table(
                        "create table lck (name varchar(10) primary key, owner varchar(10) not null, ended int not null)")
                .from("delete from lck", "insert into lck values ('job', 'old', 1)")
                .caller("old owner", db -> 10 * db.update(release))
                .caller(
                        "takes over",
                        db -> db.update("update lck set owner = 'b', ended = 0 where name = 'job' and ended = 1"))
                .caller("newcomer", db -> db.update("insert into lck (name, owner, ended) values ('job', 'c', 0)"))
                .keeps((db, outcomes) -> ones(outcomes) <= 1);
    }

    private static KnownRace quota() {
        return new KnownRace("12", "quota: count, then insert", "at most two")
                .table("create table slot (who varchar(10))")
                .from("truncate table slot", "insert into slot (who) values ('first')")
                .twice(db -> db.inTransaction(() -> db.number("select count(*) from slot") < 2
                        ? db.update("insert into slot (who) values ('me')")
                        : 0))
                .keeps((db, outcomes) -> db.number("select count(*) from slot") <= 2);
    }

    private static KnownRace insertWhereNotExists() {
        return new KnownRace("13", "insert … where not exists, automatic commit", "at most one row")
                .table("create table member (name varchar(20))")
                .from("truncate table member")
                .twice(db -> db.update("insert into member (name) select 'ann' where not exists"
                        + " (select 1 from member where name = 'ann')"))
                .keeps((db, outcomes) -> db.number("select count(*) from member") <= 1);
    }
}
