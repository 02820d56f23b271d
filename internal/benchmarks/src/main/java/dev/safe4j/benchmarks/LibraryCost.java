package dev.safe4j.benchmarks;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.update.UpdateResult;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * One call on one thread: the library's, and JdbcTemplate's with the same SQL. Metadata is looked up and SQL rendered before,
 * in {@link #prepare}.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@SuppressWarnings("NullAway.Init") // JMH sets the parameter, and calls prepare first
public class LibraryCost {

    static final String CONDITIONAL = "update stock set stock = stock - ? where id = ? and stock >= ?";
    static final String VERSIONED = "update stock set title = ?, version = version + 1 where id = ? and version = ?";

    /** Outside the cache of boxed integers. */
    private static final int ID = 4711;

    /** A driver that does nothing, or H2 in memory. */
    @Param({"stub", "h2"})
    public String driver;

    private CostDatabase database;
    private JdbcTemplate template;
    private Updates updates;
    private int version;
    private long calls;

    @Setup
    public void prepare() throws SQLException {
        database = new CostDatabase(ID);
        template = new JdbcTemplate(database);
        updates = Updates.on(database);
        version = 1_000;
        calls = 0;
        requireOne(jdbcTemplateConditional());
        requireOne(jdbcTemplateVersioned());
        requireApplied(safe4jConditional());
        requireApplied(safe4jVersioned());
        if (driver.equals("stub")) {
            database.toStub();
            calls = 0;
        }
    }

    @Benchmark
    public int jdbcTemplateConditional() {
        calls++;
        return template.update(CONDITIONAL, 1, ID, 1);
    }

    @Benchmark
    public UpdateResult safe4jConditional() {
        calls++;
        return updates.table("stock")
                .key("id", ID)
                .subtract("stock", 1)
                .provided("stock >= ?", 1)
                .apply();
    }

    @Benchmark
    public int jdbcTemplateVersioned() {
        calls++;
        return template.update(VERSIONED, "fudge", ID, version++);
    }

    @Benchmark
    public UpdateResult safe4jVersioned() {
        calls++;
        return updates.table("stock")
                .key("id", ID)
                .version("version", version++)
                .set("title", "fudge")
                .apply();
    }

    /** Every call has written once: a refused one would be another path, and another cost. */
    @TearDown
    public void check() throws SQLException {
        database.requireWrites(calls);
        database.close();
    }

    private static void requireOne(int rows) {
        if (rows != 1) {
            throw new IllegalStateException("updated " + rows + " rows instead of one.");
        }
    }

    private static void requireApplied(UpdateResult result) {
        if (!result.isApplied()) {
            throw new IllegalStateException("not applied, but " + result + ".");
        }
    }
}
