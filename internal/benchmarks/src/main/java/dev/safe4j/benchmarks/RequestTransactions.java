package dev.safe4j.benchmarks;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** How the hand-written ways come by a connection: one for each statement, which commits itself, or one for all, which commits at the end. */
enum RequestTransactions {
    /** Every statement commits itself: the lease mode. */
    EACH {
        @Override
        boolean run(DataSource pool, Unit unit) throws SQLException {
            return unit.run(new Lending(pool));
        }
    },
    /** All commit together: the same-transaction mode. */
    ONE {
        @Override
        boolean run(DataSource pool, Unit unit) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    boolean ran = unit.run(new Open(connection));
                    connection.commit();
                    return ran;
                } catch (SQLException failure) {
                    connection.rollback();
                    throw failure;
                } finally {
                    connection.setAutoCommit(true);
                }
            }
        }
    };

    /**
     * A statement on a connection.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Work<T> {
        T on(Connection connection) throws SQLException;
    }

    /** Runs statements. */
    interface Runner {
        <T> T run(Work<T> work) throws SQLException;
    }

    private record Lending(DataSource pool) implements Runner {

        @Override
        public <T> T run(Work<T> work) throws SQLException {
            try (Connection connection = pool.getConnection()) {
                return work.on(connection);
            }
        }
    }

    private record Open(Connection connection) implements Runner {

        @Override
        public <T> T run(Work<T> work) throws SQLException {
            return work.on(connection);
        }
    }

    /** All statements of a call. */
    @FunctionalInterface
    interface Unit {
        boolean run(Runner runner) throws SQLException;
    }

    abstract boolean run(DataSource pool, Unit unit) throws SQLException;
}
