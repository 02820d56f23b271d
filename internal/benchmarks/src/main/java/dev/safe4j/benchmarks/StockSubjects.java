package dev.safe4j.benchmarks;

import dev.safe4j.jdbc.update.Updates;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The ways to take a piece that are compared, all over one pool. The first is the raw limit. */
final class StockSubjects {

    private static final String CONDITIONAL = "update stock set stock = stock - ? where id = ? and stock >= ?";
    private static final String PLAIN = "update stock set stock = stock - ? where id = ?";
    private static final String LOCK = "select stock from stock where id = ? for update";
    private static final String READ = "select stock, version from stock where id = ?";
    private static final String VERSIONED =
            "update stock set stock = ?, version = version + 1 where id = ? and version = ?";

    private final DataSource pool;
    private final JdbcTemplate template;
    private final Updates updates;

    private StockSubjects(DataSource pool) {
        this.pool = pool;
        this.template = new JdbcTemplate(pool);
        this.updates = Updates.on(pool);
    }

    static List<Subject> on(DataSource pool) {
        StockSubjects all = new StockSubjects(pool);
        return List.of(
                new Subject("raw limit: conditional UPDATE by JDBC, autocommit", (id, tally) -> all.jdbc(id)),
                new Subject("the same SQL by JdbcTemplate", (id, tally) -> all.jdbcTemplate(id)),
                new Subject("safe4j conditional update", (id, tally) -> all.safe4j(id)),
                new Subject(
                        "SELECT FOR UPDATE + UPDATE by JDBC, one transaction", (id, tally) -> all.selectForUpdate(id)),
                new Subject("version column by JDBC, read + update, retried at once", all::optimistic));
    }

    private boolean jdbc(int id) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return update(connection, CONDITIONAL, 1, id, 1) == 1;
        }
    }

    private boolean jdbcTemplate(int id) {
        return template.update(CONDITIONAL, 1, id, 1) == 1;
    }

    private boolean safe4j(int id) {
        return updates.table("stock")
                .key("id", id)
                .subtract("stock", 1)
                .provided("stock >= ?", 1)
                .apply()
                .isApplied();
    }

    private boolean selectForUpdate(int id) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                boolean enough = lockedStock(connection, id) >= 1;
                boolean taken = enough && update(connection, PLAIN, 1, id) == 1;
                connection.commit();
                return taken;
            } catch (SQLException failure) {
                connection.rollback();
                throw failure;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static int lockedStock(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(LOCK)) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getInt(1) : 0;
            }
        }
    }

    private boolean optimistic(int id, Tally tally) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            while (true) {
                Read read = read(connection, id);
                if (read.stock() < 1) {
                    return false;
                }
                if (update(connection, VERSIONED, read.stock() - 1, id, read.version()) == 1) {
                    return true;
                }
                tally.retried();
            }
        }
    }

    private record Read(int stock, int version) {}

    private static Read read(Connection connection, int id) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setInt(1, id);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? new Read(row.getInt(1), row.getInt(2)) : new Read(0, 0);
            }
        }
    }

    private static int update(Connection connection, String sql, int... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setInt(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
