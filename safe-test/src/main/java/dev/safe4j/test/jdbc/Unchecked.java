package dev.safe4j.test.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the statements of a restore as one transaction, without the checks of foreign keys where the database lets this user switch
 * them off. On PostgreSQL no trigger fires then either.
 */
final class Unchecked {

    private static final List<String> MYSQL_BEFORE = List.of(
            "set @safe4j_keys = @@foreign_key_checks, @safe4j_mode = @@sql_mode,"
                    + " @safe4j_tables = @@lock_wait_timeout, @safe4j_rows = @@innodb_lock_wait_timeout",
            "set foreign_key_checks = 0, sql_mode = concat(@@sql_mode, ',NO_AUTO_VALUE_ON_ZERO'),"
                    + " lock_wait_timeout = 10, innodb_lock_wait_timeout = 10");
    private static final List<String> MYSQL_AFTER =
            List.of("set foreign_key_checks = @safe4j_keys, sql_mode = @safe4j_mode,"
                    + " lock_wait_timeout = @safe4j_tables, innodb_lock_wait_timeout = @safe4j_rows");

    private final Flavour flavour;
    private final boolean allowed;

    private Unchecked(Flavour flavour, boolean allowed) {
        this.flavour = flavour;
        this.allowed = allowed;
    }

    /** Tries whether this user may. */
    static Unchecked on(Connection connection, Flavour flavour) {
        Unchecked trial = new Unchecked(flavour, flavour != Flavour.UNKNOWN);
        try {
            trial.run(connection, List.of(), List.of());
            return trial;
        } catch (SQLException forbidden) {
            return new Unchecked(flavour, false);
        }
    }

    /** Where the checks stay on, there has to be an order in which the tables can be filled. */
    void needsAnOrder(String otherwise) {
        if (!allowed) {
            throw new IllegalArgumentException(
                    "restoring: " + otherwise + ", and this user of the database may not switch"
                            + " their checks off; bring the state back with given(…) instead");
        }
    }

    /** Runs the statements as one transaction, then those that put counters back. */
    void run(Connection connection, List<String> statements, List<String> counters) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            all(statement, before());
            try {
                transaction(connection, statement, statements, counters);
                if (flavour != Flavour.POSTGRESQL) {
                    all(statement, counters); // data definition, which commits on its own
                }
            } finally {
                all(statement, after());
            }
        }
    }

    private void transaction(Connection connection, Statement statement, List<String> statements, List<String> counters)
            throws SQLException {
        connection.setAutoCommit(false);
        try {
            if (flavour == Flavour.POSTGRESQL) {
                List<String> all = new ArrayList<>(List.of("set local lock_timeout = '10s'"));
                if (allowed) {
                    all.add("set local session_replication_role = replica");
                }
                all.addAll(statements);
                all.addAll(counters);
                statement.execute(String.join(";\n", all)); // one round trip
            } else {
                all(statement, statements);
            }
            connection.commit();
        } catch (SQLException failure) {
            connection.rollback();
            throw failure;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private List<String> before() {
        return switch (flavour) {
            case MARIADB, MYSQL -> MYSQL_BEFORE;
            case H2 -> allowed ? List.of("set referential_integrity false") : List.of();
            case POSTGRESQL, UNKNOWN -> List.of();
        };
    }

    private List<String> after() {
        return switch (flavour) {
            case MARIADB, MYSQL -> MYSQL_AFTER;
            case H2 -> allowed ? List.of("set referential_integrity true") : List.of();
            case POSTGRESQL, UNKNOWN -> List.of();
        };
    }

    private static void all(Statement statement, List<String> statements) throws SQLException {
        for (String each : statements) {
            statement.execute(each);
        }
    }
}
