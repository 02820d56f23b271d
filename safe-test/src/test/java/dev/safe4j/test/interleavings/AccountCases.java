package dev.safe4j.test.interleavings;

import dev.safe4j.servers.TestDatabase;
import java.util.Objects;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Searches over withdrawals from one account. */
abstract class AccountCases {

    final RaceProbe probe = new RaceProbe();
    JdbcTemplate jdbc;
    TransactionTemplate transaction;

    @BeforeEach
    void tables(TestDatabase db) {
        db.execute(
                "create table account (id int primary key, balance int not null)",
                "create table member (name varchar(9))");
        DataSource stepped = probe.wrap(db.newPool(4));
        jdbc = new JdbcTemplate(stepped);
        transaction = new TransactionTemplate(new JdbcTransactionManager(stepped));
    }

    final int balance() {
        return Objects.requireNonNull(jdbc.queryForObject("select balance from account where id = 1", Integer.class));
    }

    final Interleavings search() {
        return Interleavings.on(probe).isolation(Isolation.READ_COMMITTED).given(() -> {
            jdbc.update("delete from account");
            jdbc.update("insert into account values (1, 100)");
            jdbc.update("delete from member");
        });
    }

    final boolean withdraw(String lock) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            Integer balance = jdbc.queryForObject("select balance from account where id = ?" + lock, Integer.class, 1);
            return balance >= 80 && jdbc.update("update account set balance = balance - ? where id = ?", 80, 1) == 1;
        }));
    }
}
