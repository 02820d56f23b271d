package dev.safe4j.test.report;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.RaceProbe;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** A database with tables, and searches over it: just enough for a finding. */
public final class Sample {

    public final JdbcTemplate jdbc;
    public final RaceProbe probe = new RaceProbe();
    private final TransactionTemplate transaction;
    private final TransactionTemplate further;
    private Isolation level = Isolation.READ_COMMITTED;

    public Sample(TestDatabase database, String... schema) {
        this(database, 8, schema);
    }

    public Sample(TestDatabase database, int poolSize, String... schema) {
        database.execute(schema);
        HikariDataSource pool = database.newPool(poolSize);
        jdbc = new JdbcTemplate(probe.wrap(pool));
        transaction = new TransactionTemplate(new JdbcTransactionManager(jdbc.getDataSource()));
        further = new TransactionTemplate(transaction.getTransactionManager());
        further.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /** Two accounts with 100 each. */
    public static Sample accounts(TestDatabase database) {
        return new Sample(database, "create table account (id int primary key, balance int not null)");
    }

    public Sample at(Isolation isolation) {
        level = isolation;
        return this;
    }

    public Interleavings from(String... reset) {
        return Interleavings.on(probe)
                .isolation(level)
                .given(() -> List.of(reset).forEach(jdbc::update));
    }

    public Interleavings fromAccounts() {
        return from(
                "delete from account",
                "insert into account (id, balance) values (1, 100)",
                "insert into account (id, balance) values (2, 100)");
    }

    public <T> Callable<T> inTransaction(Supplier<T> work) {
        return () -> transaction.execute(status -> work.get());
    }

    public <T> T inFurtherTransaction(Supplier<T> work) {
        return further.execute(status -> work.get());
    }

    public int number(String sql, Object... arguments) {
        Integer number = jdbc.queryForObject(sql, Integer.class, arguments);
        return number == null ? 0 : number;
    }

    public Exploration lostUpdate() {
        Callable<Integer> add = inTransaction(() -> {
            int balance = number("select balance from account where id = ?", 1);
            return jdbc.update("update account set balance = ? where id = ?", balance + 10, 1);
        });
        return fromAccounts()
                .actor("request 1", add)
                .actor("request 2", add)
                .afterwards(
                        "nothing is lost",
                        outcomes ->
                                number("select balance from account where id = 1") == 100 + 10 * outcomes.successes())
                .tryExplore();
    }

    /** The second one waits for the first one's row. */
    public Exploration doubleSpend() {
        return fromAccounts()
                .actor("request 1", inTransaction(this::spend))
                .actor("request 2", inTransaction(this::spend))
                .always("balance >= 0", () -> number("select balance from account where id = 1") >= 0)
                .tryExplore();
    }

    private boolean spend() {
        if (number("select balance from account where id = ?", 1) < 80) {
            return false;
        }
        return jdbc.update("update account set balance = balance - ? where id = ?", 80, 1) == 1;
    }

    public Exploration replayOfDoubleSpend(String token) {
        return fromAccounts()
                .actor("request 1", inTransaction(this::spend))
                .actor("request 2", inTransaction(this::spend))
                .afterwards("balance >= 0", outcomes -> {
                    int balance = number("select balance from account where id = 1");
                    if (balance < 0) {
                        throw new AssertionError("balance of account 1:\n  " + balance);
                    }
                    return true;
                })
                .tryReplay(token);
    }

    public Exploration deadlock() {
        return fromAccounts()
                .actor("1 to 2", inTransaction(() -> transfer(1, 2)))
                .actor("2 to 1", inTransaction(() -> transfer(2, 1)))
                .tryExplore();
    }

    private int transfer(int from, int to) {
        jdbc.update("update account set balance = balance - 10 where id = ?", from);
        return jdbc.update("update account set balance = balance + 10 where id = ?", to);
    }

    public Exploration held() {
        return fromAccounts()
                .actor("request 1", inTransaction(this::spendRightly))
                .actor("request 2", inTransaction(this::spendRightly))
                .always("balance >= 0", () -> number("select balance from account where id = 1") >= 0)
                .tryExplore();
    }

    private boolean spendRightly() {
        return jdbc.update("update account set balance = balance - ? where id = ? and balance >= ?", 80, 1, 80) == 1;
    }

    public Exploration readOnlyAnomaly() {
        return from("delete from account", "insert into account values (1, 0)", "insert into account values (2, 0)")
                .actor(
                        "deposit",
                        inTransaction(() -> jdbc.update("update account set balance = balance + 20 where id = 2")))
                .actor("withdraw", inTransaction(() -> {
                    int sum = number("select sum(balance) from account");
                    return jdbc.update("update account set balance = balance - ? where id = 1", sum - 10 < 0 ? 11 : 10);
                }))
                .actor(
                        "report",
                        inTransaction(() -> jdbc.queryForList("select balance from account order by id", Integer.class)
                                .toString()))
                .afterwards(
                        "the report fits one order of the others",
                        outcomes -> !"[0, 20]".equals(outcomes.valueOf("report"))
                                || number("select balance from account where id = 1") != -11)
                .tryExplore();
    }
}
