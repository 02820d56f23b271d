package dev.safe4j.servers;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** MariaDB: a test's database is a database. */
final class MariaDbFlavour extends SqlFlavour {

    private static final int NO_SUCH_SESSION = 1094;

    static final String PREFIX = "jdbc:mariadb:";
    static final int PORT = 3306;

    MariaDbFlavour(SqlAccess access) {
        super(access);
    }

    @Override
    JdbcUrl urlOf(String name) {
        return access().url().database(name);
    }

    @Override
    void create(String name) throws SQLException {
        administrator().run("CREATE DATABASE " + name);
    }

    @Override
    void drop(String name) throws SQLException {
        administrator().<@Nullable Void>use(administrator -> {
            try (Statement statement = administrator.createStatement()) {
                for (long session : sessionsOn(administrator, name)) {
                    end(statement, session);
                }
                statement.execute("SET STATEMENT lock_wait_timeout = 5 FOR DROP DATABASE IF EXISTS " + name);
            }
            return null;
        });
    }

    private static void end(Statement statement, long session) throws SQLException {
        try {
            statement.execute("KILL " + session);
        } catch (SQLException failure) {
            if (failure.getErrorCode() != NO_SUCH_SESSION) { // it has ended by itself
                throw failure;
            }
        }
    }

    private static List<Long> sessionsOn(Connection connection, String name) throws SQLException {
        List<Long> sessions = new ArrayList<>();
        try (PreparedStatement query =
                connection.prepareStatement("SELECT id FROM information_schema.processlist WHERE db = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    sessions.add(rows.getLong(1));
                }
            }
        }
        return sessions;
    }

    @Override
    List<Setting> durability() throws SQLException {
        JdbcUrl url = access().url();
        return List.of(
                new Setting(
                        "innodb_flush_log_at_trx_commit",
                        "1",
                        access().ask(url, "SELECT @@innodb_flush_log_at_trx_commit")),
                new Setting(
                        "innodb_doublewrite",
                        "ON",
                        access().ask(
                                        url,
                                        "SELECT VARIABLE_VALUE"
                                                + " FROM information_schema.global_variables WHERE VARIABLE_NAME = 'innodb_doublewrite'")));
    }
}
