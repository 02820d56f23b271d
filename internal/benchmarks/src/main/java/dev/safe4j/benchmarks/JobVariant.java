package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.SqlServer;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.servers.WireTap;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Where queues are compared.
 *
 * @param kind of the database, which is durable
 * @param commit the setting synchronous_commit of PostgreSQL; empty elsewhere
 */
record JobVariant(ServerKind kind, String commit) {

    /** Of the one that is to be at its best. */
    private static final int MANY_THREADS = 20;

    static List<JobVariant> all() {
        return List.of(
                new JobVariant(ServerKind.POSTGRESQL, "on"),
                new JobVariant(ServerKind.POSTGRESQL, "off"),
                new JobVariant(ServerKind.MARIADB, ""));
    }

    /** Those that show that it runs: one of each database. */
    static List<JobVariant> few() {
        return all().stream().filter(each -> !each.commit.equals("off")).toList();
    }

    SqlServer server(Servers servers) {
        return kind == ServerKind.POSTGRESQL ? servers.postgresql() : servers.mariadb();
    }

    String label() {
        String name = kind.name().toLowerCase(Locale.ROOT);
        return commit.isEmpty() ? name : name + ", synchronous_commit=" + commit;
    }

    /** Says what was measured on. */
    void describe(TestDatabase db, Map<String, Object> about) {
        about.put(
                kind.name().toLowerCase(Locale.ROOT),
                db.value(String.class, kind == ServerKind.POSTGRESQL ? "show server_version" : "select version()") + " "
                        + db.server().profile());
    }

    private String options(String url) {
        return commit.isEmpty() ? url : url + (url.contains("?") ? "&" : "?") + LockTable.option(commit);
    }

    /**
     * Opens the ways, each with a pool of its own; the first is the raw limit.
     *
     * @param threads of each
     * @param isWithPolling whether with what looks at its queue each few seconds only
     */
    List<JobWay> ways(TestDatabase db, int threads, boolean isWithPolling) {
        return ways(db, options(db.url()), threads, isWithPolling);
    }

    /** The same by way of a tap. */
    List<JobWay> waysThrough(WireTap tap, TestDatabase db, int threads, boolean isWithPolling) {
        return ways(db, options(db.urlThrough(tap)), threads, isWithPolling);
    }

    private List<JobWay> ways(TestDatabase db, String url, int threads, boolean isWithPolling) {
        Supplier<HikariDataSource> pool = () -> Pools.open(db, url, threads);
        List<JobWay> ways = new ArrayList<>();
        ways.add(new RawJobs(pool.get(), kind, threads));
        ways.add(new SafeJobs(pool.get(), threads));
        ways.add(DbSchedulerJobs.byDefault(pool.get(), kind));
        if (kind == ServerKind.POSTGRESQL) { // elsewhere it cannot
            ways.add(DbSchedulerJobs.lockAndFetch(Pools.open(db, url, MANY_THREADS), kind, MANY_THREADS));
        }
        if (isWithPolling) {
            ways.add(new JobRunrJobs(pool.get(), threads));
        }
        return ways;
    }

    /** Statistics, dead rows away, and a checkpoint, so that no round pays for the one before it. */
    void tidy(TestDatabase db) {
        if (kind == ServerKind.POSTGRESQL) {
            db.execute("vacuum analyze", "checkpoint");
        }
    }
}
