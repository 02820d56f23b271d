package dev.safe4j.test.jdbc;

import java.time.Duration;
import java.util.Locale;

/** The databases as the search needs to know them: how each tells its sessions apart, and who waits for whom. */
enum Flavour {
    POSTGRESQL(
            "select pg_backend_pid()",
            // Soft waits, in the queue behind another waiter, are told as well, unlike in pg_locks.
            "select w, h from unnest(array[%s]) w, unnest(pg_blocking_pids(w)) h",
            "select pg_terminate_backend(%d)",
            "select count(*) from pg_stat_activity where pid = %d"),
    MARIADB(
            "select connection_id()",
            "select r.trx_mysql_thread_id, b.trx_mysql_thread_id from information_schema.innodb_lock_waits w"
                    + " join information_schema.innodb_trx r on r.trx_id = w.requesting_trx_id"
                    + " join information_schema.innodb_trx b on b.trx_id = w.blocking_trx_id",
            "kill connection %d",
            "select count(*) from information_schema.processlist where id = %d"),
    MYSQL(
            "select connection_id()",
            "select r.processlist_id, b.processlist_id from performance_schema.data_lock_waits w"
                    + " join performance_schema.threads r on r.thread_id = w.requesting_thread_id"
                    + " join performance_schema.threads b on b.thread_id = w.blocking_thread_id",
            "kill connection %d",
            "select count(*) from information_schema.processlist where id = %d"),
    H2(
            "select session_id()",
            "select session_id, blocker_id from information_schema.sessions where blocker_id is not null",
            "call abort_session(%d)",
            "select count(*) from information_schema.sessions where session_id = %d"),
    UNKNOWN("", "", "", "");

    /** MariaDB: how many wait for a row; and who waits for something else, each with a count of one. */
    static final String MARIADB_COUNTER =
            "select -1, cast(variable_value as signed) from information_schema.global_status"
                    + " where variable_name = 'INNODB_ROW_LOCK_CURRENT_WAITS'"
                    + " union all select id, 1 from information_schema.processlist"
                    + " where state = 'User lock' or state like 'Waiting for%lock'";

    private final String session;
    private final String waits;
    private final String end;
    private final String alive;

    Flavour(String session, String waits, String end, String alive) {
        this.session = session;
        this.waits = waits;
        this.end = end;
        this.alive = alive;
    }

    static Flavour of(String product) {
        String name = product.toLowerCase(Locale.ROOT);
        for (Flavour flavour : values()) {
            if (name.startsWith(flavour.name().toLowerCase(Locale.ROOT))) {
                return flavour;
            }
        }
        return UNKNOWN;
    }

    String sessionQuery() {
        return session;
    }

    String waitsQuery(String ids) {
        return waits.contains("%s") ? waits.formatted(ids) : waits;
    }

    String endStatement(long id) {
        return end.formatted(id);
    }

    String aliveQuery(long id) {
        return alive.formatted(id);
    }

    /** H2 shows waits for rows, but not an INSERT that waits for the end of another one with its key. */
    boolean showsEveryWait() {
        return this == POSTGRESQL || this == MARIADB || this == MYSQL;
    }

    Duration lag() {
        return this == POSTGRESQL ? Duration.ZERO : Duration.ofMillis(5);
    }

    /** Only MariaDB cannot name the holder at once. */
    boolean counts() {
        return this == MARIADB;
    }

    /** Data definition commits on its own there, so an automatic commit cannot be split off. */
    boolean isMySqlFamily() {
        return this == MARIADB || this == MYSQL;
    }
}
