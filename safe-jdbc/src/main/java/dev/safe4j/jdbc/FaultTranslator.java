package dev.safe4j.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.support.SQLExceptionSubclassTranslator;
import org.springframework.jdbc.support.SQLExceptionTranslator;

/**
 * Turns SQL errors into Spring's exceptions by their {@link dev.safe4j.retry.FaultClass}, since Spring's own translators leave
 * lock time-outs and snapshot conflicts of some drivers uncategorized. What has no class of its own is left to Spring.
 */
final class FaultTranslator implements SQLExceptionTranslator {

    private final SqlFaults faults;
    private final SQLExceptionTranslator spring = new SQLExceptionSubclassTranslator();

    FaultTranslator(SqlFaults faults) {
        this.faults = faults;
    }

    @Override
    public DataAccessException translate(String task, @Nullable String sql, SQLException failure) {
        String message = task + " failed" + (sql == null ? "" : ": SQL [" + sql + "]") + ": " + failure.getMessage();
        return switch (faults.classify(failure)) {
            case CONFLICT, TRANSIENT -> new ConcurrencyFailureException(message, failure);
            case LOCK_UNAVAILABLE -> new CannotAcquireLockException(message, failure);
            case DUPLICATE -> new DuplicateKeyException(message, failure);
            case INTEGRITY -> new DataIntegrityViolationException(message, failure);
            case TIMEOUT -> new QueryTimeoutException(message, failure);
            case CONNECTION, AMBIGUOUS -> new DataAccessResourceFailureException(message, failure);
            case PERMANENT -> {
                DataAccessException known = spring.translate(task, sql, failure);
                yield known != null ? known : new UncategorizedSQLException(task, sql, failure);
            }
        };
    }
}
