package dev.safe4j.test.junit;

import dev.safe4j.servers.LocalServers;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.RaceProbe;
import org.junit.jupiter.api.AfterEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What the race tests of these tests are about: two callers who draw on one account. */
abstract class Withdrawals {

    private final TestDatabase db = LocalServers.h2().newDatabase();
    protected final RaceProbe probe = new RaceProbe();
    protected final JdbcTemplate jdbc = new JdbcTemplate(probe.wrap(db.dataSource()));
    protected final TransactionTemplate transactions =
            new TransactionTemplate(new JdbcTransactionManager(java.util.Objects.requireNonNull(jdbc.getDataSource())));

    Withdrawals() {
        db.execute("create table account (id int primary key, balance int)", "insert into account values (1, 100)");
    }

    @AfterEach
    void drop() {
        db.close();
    }

    protected Interleavings two(Interleavings search, String suffix) {
        return search.restoring("account")
                .actor("request 1", () -> withdraw(suffix))
                .actor("request 2", () -> withdraw(suffix))
                .always("balance >= 0", () -> balance() >= 0);
    }

    protected int balance() {
        return jdbc.queryForObject("select balance from account where id = 1", Integer.class);
    }

    private void withdraw(String suffix) {
        transactions.executeWithoutResult(status -> {
            int before = jdbc.queryForObject("select balance from account where id = 1" + suffix, Integer.class);
            if (before >= 80) {
                jdbc.update("update account set balance = balance - 80 where id = 1");
            }
        });
    }
}
