package dev.safe4j.faults;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.update.Refusal;
import dev.safe4j.update.UpdateResult;
import dev.safe4j.update.UpdateResult.Refused;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Rows with a fence, and a log of every write that was accepted. The row is locked from the fenced update until the commit, so the log's
 * numbers are in the order in which the row was written.
 */
final class FencedTable implements Resource {

    private final HikariDataSource pool;
    private final Updates updates;
    private final JdbcTemplate log;
    private final TransactionTemplate transaction;

    FencedTable(HikariDataSource pool) {
        this.pool = pool;
        this.updates = Updates.on(pool);
        this.log = new JdbcTemplate(pool);
        this.transaction = new TransactionTemplate(new DataSourceTransactionManager(pool));
    }

    /** The statements that create both, by the name of the database as in its URL. */
    static List<String> tables(String url, List<String> keys) {
        String counted =
                url.startsWith("jdbc:mariadb") ? "bigint auto_increment" : "bigint generated always as identity";
        String rows = String.join(
                ", ", keys.stream().map(key -> "('" + key + "', 'new')").toList());
        return List.of(
                "create table fenced (id varchar(50) primary key, state varchar(100) not null, fence bigint)",
                "create table fenced_log (seq " + counted + " primary key, id varchar(50) not null,"
                        + " fence bigint not null, wrote varchar(100) not null unique)",
                "insert into fenced (id, state) values " + rows);
    }

    @Override
    public boolean write(String key, long fence, String write) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            UpdateResult result = updates.table("fenced")
                    .key("id", key)
                    .fencedBy(fence)
                    .set("state", write)
                    .apply();
            if (result instanceof Refused refused && refused.refusal() instanceof Refusal.StaleFence) {
                return false;
            }
            result.orThrow();
            log.update("insert into fenced_log (id, fence, wrote) values (?, ?, ?)", key, fence, write);
            return true;
        }));
    }

    @Override
    public void close() {
        pool.close();
    }
}
