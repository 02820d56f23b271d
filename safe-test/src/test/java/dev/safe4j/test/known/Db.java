package dev.safe4j.test.known;

import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The database as the cases see it: plain Spring JDBC. */
final class Db {

    final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    Db(DataSource dataSource) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
    }

    /** What a transaction does. */
    interface Work {
        Object run();
    }

    Object inTransaction(Work work) {
        return transaction.execute(status -> work.run());
    }

    /** In a part of the transaction that can be undone alone. */
    void inSavepoint(Runnable work) {
        TransactionTemplate nested = new TransactionTemplate(transaction.getTransactionManager());
        nested.setPropagationBehavior(org.springframework.transaction.TransactionDefinition.PROPAGATION_NESTED);
        nested.executeWithoutResult(status -> work.run());
    }

    void lockGuard() {
        number("select id from guard where id = 1 for update");
    }

    void writeGuard() {
        update("update guard set n = n + 1 where id = 1");
    }

    int number(String sql, Object... args) {
        Integer value = jdbc.queryForObject(sql, Integer.class, args);
        return value == null ? 0 : value;
    }

    int update(String sql, Object... args) {
        return jdbc.update(sql, args);
    }
}
