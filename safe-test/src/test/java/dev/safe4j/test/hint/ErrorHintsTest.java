package dev.safe4j.test.hint;

import static dev.safe4j.test.hint.HintCheck.assertHint;
import static dev.safe4j.test.hint.HintCheck.twice;

import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.test.report.Sample;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Tag;
import org.springframework.dao.DuplicateKeyException;

/** Actors that fail, that cannot go on, and that lose their connections: each with the hint that it deserves. */
@Tag("slow")
class ErrorHintsTest {

    @EachDatabase
    void upsert_race(TestDatabase db) {
        Sample sample = new Sample(db, "create table counter (id int primary key, n int not null)");
        Callable<Integer> count =
                sample.inTransaction(() -> sample.number("select count(*) from counter where id = 1") == 0
                        ? sample.jdbc.update("insert into counter (id, n) values (1, 1)")
                        : sample.jdbc.update("update counter set n = n + 1 where id = 1"));
        assertHint(twice(sample, "counter", 1, count), Verdict.ACTOR_ERROR, Hazard.CHECK_THEN_INSERT);
    }

    @EachDatabase(ServerKind.POSTGRESQL)
    void duplicate_caught_inside_its_transaction(TestDatabase db) {
        Sample sample = new Sample(
                db, "create table customer (name varchar(20) primary key)", "create table visit (name varchar(20))");
        Callable<Integer> visit = sample.inTransaction(() -> {
            try {
                sample.jdbc.update("insert into customer (name) values ('ann')");
            } catch (DuplicateKeyException known) {
                return sample.jdbc.update("insert into visit (name) values ('ann again')");
            }
            return 1;
        });
        assertHint(twice(sample, "customer", 1, visit), Verdict.ACTOR_ERROR, Hazard.DEAD_TRANSACTION);
    }

    @EachDatabase
    void deadlock(TestDatabase db) {
        assertHint(Sample.accounts(db).deadlock(), Verdict.ACTOR_ERROR, Hazard.DEADLOCK);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
    void serialization_failure(TestDatabase db) {
        Sample sample = Sample.accounts(db).at(Isolation.REPEATABLE_READ);
        assertHint(sample.lostUpdate(), Verdict.ACTOR_ERROR, Hazard.SERIALIZATION_FAILURE);
    }

    @EachDatabase
    void pool_starvation_and_self_deadlock(TestDatabase db) {
        Sample sample = new Sample(db, 2, "create table item (id int primary key, n int)");
        Callable<Integer> twoConnections = sample.inTransaction(() -> sample.number("select count(*) from item")
                + sample.inFurtherTransaction(() -> sample.number("select count(*) from item")));
        Exploration starved = sample.from("delete from item")
                .actor("request 1", twoConnections)
                .actor("request 2", twoConnections)
                .tryExplore();
        assertHint(starved, Verdict.VIOLATED, Hazard.POOL_STARVATION);
        String raise = "update item set n = n + 1 where id = 1";
        Exploration itself = sample.from("delete from item", "insert into item values (1, 0)")
                .actor(
                        "request",
                        sample.inTransaction(() -> sample.jdbc.update(raise)
                                + sample.inFurtherTransaction(() -> sample.jdbc.update(raise))))
                .tryExplore();
        assertHint(itself, Verdict.VIOLATED, Hazard.SELF_DEADLOCK);
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void lost_reply_and_half_done(TestDatabase db) {
        Sample sample = Sample.accounts(db);
        Callable<Integer> retried = () -> {
            Callable<Integer> once = sample.inTransaction(
                    () -> sample.jdbc.update("update account set balance = balance - 10 where id = 1"));
            try {
                return once.call();
            } catch (Exception lost) {
                return once.call();
            }
        };
        Exploration lost = sample.fromAccounts()
                .actor("request", retried)
                .losingConnectionsOf("request")
                .allowing(Exception.class)
                .always("once", () -> sample.number("select balance from account where id = 1") >= 90)
                .tryExplore();
        assertHint(lost, Verdict.VIOLATED, Hazard.LOST_REPLY);
        Callable<Integer> transfer = () -> sample.jdbc.update("update account set balance = balance - 10 where id = 1")
                + sample.jdbc.update("update account set balance = balance + 10 where id = 2");
        String token = Objects.requireNonNull(lost.finding()).token().toString();
        Exploration half = sample.fromAccounts()
                .actor("request", transfer)
                .losingConnectionsOf("request")
                .allowing(Exception.class)
                .always("none is lost", () -> sample.number("select sum(balance) from account") == 200)
                .tryReplay(token.substring(0, token.lastIndexOf(':') + 1) + "0,0,0!");
        assertHint(half, Verdict.VIOLATED, Hazard.HALF_DONE);
    }
}
