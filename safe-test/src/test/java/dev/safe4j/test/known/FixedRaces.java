package dev.safe4j.test.known;

import static dev.safe4j.test.known.KnownRaces.ACCOUNT;
import static dev.safe4j.test.known.KnownRaces.ACCOUNTS;

import java.util.List;
import java.util.function.Consumer;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;

/** The same cases, as they are right. */
final class FixedRaces {

    private static final String GUARD = "create table guard (id int primary key, n int not null)";
    private static final String ON_CALL = "select count(*) from doctor where on_call = 1";

    private FixedRaces() {}

    static List<KnownRace> all() {
        return List.of(
                KnownRaces.lostUpdate("1f", "fixed: select … for update", " for update"),
                conditionalUpdate(),
                KnownRaces.doubleSpend("2g", "fixed: select … for update", " for update"),
                offCall("3f", "fixed: write a guard row first", Db::writeGuard),
                offCall("3g", "half fixed: lock a guard row first", Db::lockGuard),
                bookSeat("4f", "fixed: write the seat's row first", Db::writeGuard),
                bookSeat("4g", "half fixed: lock the seat's row first", Db::lockGuard),
                insertFirst(),
                savepoint(),
                ordered(),
                uniqueKeyFirst(),
                KnownRaces.jobClaim("10f", "fixed: for update skip locked", " for update skip locked"),
                KnownRaces.formerOwner(
                        "11f",
                        "fixed: release where owner = me",
                        "delete from lck where name = 'job' and owner = 'old'"),
                uniqueConstraint());
    }

    private static KnownRace conditionalUpdate() {
        return new KnownRace("2f", "fixed: update … where balance >= ?", "balance >= 0")
                .table(ACCOUNT)
                .from(ACCOUNTS.toArray(String[]::new))
                .twice(db -> db.inTransaction(
                        () -> db.update("update account set balance = balance - 80 where id = 1 and balance >= 80")))
                .keeps((db, outcomes) -> KnownRaces.balance(db, 1) >= 0);
    }

    private static KnownRace offCall(String number, String name, Consumer<Db> guard) {
        return new KnownRace(number, name, "at least one is on call")
                .table("create table doctor (id int primary key, on_call int not null)", GUARD)
                .from("delete from doctor", "insert into doctor values (1, 1)", "insert into doctor values (2, 1)")
                .from("delete from guard", "insert into guard values (1, 0)")
                .caller("doctor 1", db -> goOffCall(db, 1, guard))
                .caller("doctor 2", db -> goOffCall(db, 2, guard))
                .keeps((db, outcomes) -> db.number(ON_CALL) >= 1);
    }

    private static Object goOffCall(Db db, int doctor, Consumer<Db> guard) {
        return db.inTransaction(() -> {
            guard.accept(db);
            return db.number(ON_CALL) >= 2 ? db.update("update doctor set on_call = 0 where id = ?", doctor) : 0;
        });
    }

    private static KnownRace bookSeat(String number, String name, Consumer<Db> guard) {
        return new KnownRace(number, name, "at most one booking")
                .table("create table booking (seat int not null, who varchar(20))", GUARD)
                .from("truncate table booking", "delete from guard", "insert into guard values (1, 0)")
                .twice(db -> db.inTransaction(() -> {
                    guard.accept(db);
                    return db.number("select count(*) from booking where seat = 1") == 0
                            ? db.update("insert into booking (seat, who) values (1, 'me')")
                            : 0;
                }))
                .keeps((db, outcomes) -> db.number("select count(*) from booking") <= 1);
    }

    private static KnownRace insertFirst() {
        return new KnownRace(
                        "5f", "fixed: update, else insert in a savepoint, else update", "n = the number of successes")
                .table("create table counter (id int primary key, n int not null)")
                .from("truncate table counter")
                .twice(db -> db.inTransaction(() -> {
                    if (db.update("update counter set n = n + 1 where id = 1") == 0) {
                        try {
                            db.inSavepoint(() -> db.update("insert into counter (id, n) values (1, 1)"));
                        } catch (DuplicateKeyException meanwhile) {
                            return again(db);
                        }
                    }
                    return 1;
                }))
                .keeps((db, outcomes) -> db.number("select coalesce(sum(n), 0) from counter") == outcomes.successes());
    }

    /** A snapshot may not see the row whose key is taken: then only a new transaction helps. */
    private static Object again(Db db) {
        if (db.update("update counter set n = n + 1 where id = 1") == 0) {
            throw new OptimisticLockingFailureException("the row is not in this snapshot");
        }
        return 1;
    }

    private static KnownRace savepoint() {
        return new KnownRace("6f", "fixed: the insert in a savepoint", "one row")
                .table("create table customer (name varchar(20) primary key)", "create table visit (name varchar(20))")
                .from("truncate table visit", "truncate table customer")
                .twice(db -> db.inTransaction(() -> {
                    try {
                        db.inSavepoint(() -> db.update("insert into customer (name) values ('ann')"));
                    } catch (DuplicateKeyException known) {
                        return db.update("insert into visit (name) values ('ann again')");
                    }
                    return db.update("insert into visit (name) values ('ann')");
                }))
                .keeps((db, outcomes) -> db.number("select count(*) from customer") == 1);
    }

    private static KnownRace ordered() {
        return new KnownRace("7f", "fixed: rows in one order", "no money is made")
                .table(ACCOUNT)
                .from(ACCOUNTS.toArray(String[]::new))
                .caller("1 to 2", db -> transferOrdered(db, -10))
                .caller("2 to 1", db -> transferOrdered(db, 10))
                .keeps((db, outcomes) -> KnownRaces.balance(db, 1) + KnownRaces.balance(db, 2) == 200);
    }

    private static Object transferOrdered(Db db, int amount) {
        return db.inTransaction(() -> {
            db.update("update account set balance = balance + ? where id = 1", amount);
            return db.update("update account set balance = balance - ? where id = 2", amount);
        });
    }

    private static KnownRace uniqueKeyFirst() {
        return new KnownRace("9f", "fixed: insert the key first, under a unique key", "one charge")
                .table("create table charge (k varchar(20))", "create table seen (k varchar(20) primary key)")
                .from("truncate table charge", "truncate table seen")
                .twice(db -> {
                    try {
                        return db.inTransaction(() -> {
                            db.update("insert into seen (k) values ('k1')");
                            return db.update("insert into charge (k) values ('k1')");
                        });
                    } catch (DuplicateKeyException known) {
                        return 0;
                    }
                })
                .keeps((db, outcomes) -> db.number("select count(*) from charge") == 1);
    }

    private static KnownRace uniqueConstraint() {
        return new KnownRace("13f", "fixed: a unique key, the duplicate caught", "one row")
                .table("create table member (name varchar(20) primary key)")
                .from("truncate table member")
                .twice(db -> {
                    try {
                        return db.update("insert into member (name) values ('ann')");
                    } catch (DuplicateKeyException known) {
                        return 0;
                    }
                })
                .keeps((db, outcomes) -> db.number("select count(*) from member") == 1);
    }
}
