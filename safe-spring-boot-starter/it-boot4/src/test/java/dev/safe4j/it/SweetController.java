package dev.safe4j.it;

import static dev.safe4j.update.Row.row;

import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.retry.OutcomeUnknownException;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Each fault of the library, at a path of its own. */
@RestController
class SweetController {

    private final Updates updates;
    private final RowLocks locks;
    private final Transactions transactions;
    private final JdbcTemplate jdbc;
    private final DataSource dataSource;

    SweetController(
            Updates updates, RowLocks locks, Transactions transactions, JdbcTemplate jdbc, DataSource dataSource) {
        this.updates = updates;
        this.locks = locks;
        this.transactions = transactions;
        this.jdbc = jdbc;
        this.dataSource = dataSource;
    }

    @GetMapping("/stale")
    void stale() {
        updates.table("sweet")
                .key("id", 1L)
                .version("version", 4L)
                .set("name", "nougat")
                .apply()
                .orThrow();
    }

    @GetMapping("/refused")
    void refused() {
        updates.table("sweet")
                .key("id", 1L)
                .subtract("stock", 1)
                .provided("stock >= 1")
                .apply()
                .orThrow();
    }

    /** Knew what it would answer. */
    @GetMapping("/preset")
    void preset(HttpServletResponse response) {
        response.setContentType("text/plain;charset=UTF-8");
        refused();
    }

    /** Knew it too, and lost its lock. */
    @GetMapping("/preset-lost")
    void presetLost(HttpServletResponse response) {
        response.setContentType("text/plain;charset=UTF-8");
        throw new LeaseLostException("a", 1, LeaseLostException.NOT_THE_OWNER);
    }

    @GetMapping("/missing")
    void missing() {
        updates.table("sweet").key("id", 4711L).subtract("stock", 1).apply().orThrow();
    }

    @GetMapping("/duplicate")
    void duplicate() {
        updates.table("sweet")
                .insertIfAbsent(row("id", 2L, "name", "fudge", "stock", 1, "version", 1L))
                .orThrow();
    }

    @GetMapping("/duplicate-key")
    void duplicateKey() {
        jdbc.update("insert into sweet values (3, 'fudge', 1, 1)");
    }

    @GetMapping("/locked")
    void locked() throws SQLException {
        try (Connection other = dataSource.getConnection();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("select * from sweet where id = 1 for update");
            try {
                transactions.run(
                        attempt -> locks.table("sweet").key("id", 1L).noWait().forUpdate());
            } finally {
                other.rollback();
                other.setAutoCommit(true);
            }
        }
    }

    @GetMapping("/unknown")
    void unknown() {
        throw new OutcomeUnknownException("the connection was lost", new SQLException("gone", "08006"));
    }

    /** Has its own answer. */
    @RestController
    static class Own {
        private final SweetController sweets;

        Own(SweetController sweets) {
            this.sweets = sweets;
        }

        @GetMapping("/own")
        void own() {
            sweets.refused();
        }
    }
}
