package dev.safe4j.jdbc.jooq;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.function.Function;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.impl.DefaultConnectionProvider;
import org.jspecify.annotations.Nullable;

/**
 * The statements of one operation, all on one connection, with the settings, converters and listeners of the user's
 * configuration. For one thread.
 */
final class Statements {

    private final DSLContext dsl;
    private final IdentityHashMap<SQLException, RuntimeException> thrown = new IdentityHashMap<>(1);

    private Statements(DSLContext dsl) {
        this.dsl = dsl;
    }

    static Statements on(Connection connection, DSLContext dsl) {
        Configuration configuration = dsl.configuration().derive(new DefaultConnectionProvider(connection));
        return new Statements(configuration.dsl());
    }

    /** Runs a statement; its SQL error comes as such, however jOOQ or a listener of the user's has wrapped it. */
    <T extends @Nullable Object> T run(Function<DSLContext, T> statement) throws SQLException {
        try {
            return statement.apply(dsl);
        } catch (RuntimeException wrapped) {
            SQLException cause = sqlCause(wrapped);
            if (cause == null) {
                throw wrapped;
            }
            thrown.put(cause, wrapped);
            throw cause;
        }
    }

    private static @Nullable SQLException sqlCause(RuntimeException wrapped) {
        Throwable cause = wrapped.getCause();
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
            cause = cause.getCause();
        }
        return null;
    }

    /** What jOOQ made of an error, null if it is not one of its statements'. */
    @Nullable
    RuntimeException asThrown(SQLException error) {
        return thrown.get(error);
    }
}
