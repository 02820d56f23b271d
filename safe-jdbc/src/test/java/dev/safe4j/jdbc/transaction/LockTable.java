package dev.safe4j.jdbc.transaction;

import dev.safe4j.lock.HeldLock;
import dev.safe4j.servers.TestDatabase;

/** A table of locks with rows as a store would write them, for locks that are held in memory. */
final class LockTable {

    private final TestDatabase db;

    LockTable(TestDatabase db) {
        this.db = db;
        String time = switch (db.kind()) {
            case POSTGRESQL -> "timestamp with time zone";
            case MARIADB -> "datetime(6)";
            default -> "timestamp(6) with time zone";
        };
        db.execute("create table safe4j_lock (name varchar(200) primary key, token varchar(36), owner varchar(100),"
                + " fence bigint not null, acquired_at " + time + ", lease_until " + time
                + ", awaited boolean not null)");
    }

    private String in(int seconds) {
        return switch (db.kind()) {
            case POSTGRESQL -> "clock_timestamp() + interval '" + seconds + " seconds'";
            case MARIADB -> "utc_timestamp(6) + interval " + seconds + " second";
            default -> "dateadd(second, " + seconds + ", current_timestamp)";
        };
    }

    void insert(HeldLock lock) {
        db.execute("insert into safe4j_lock (name, token, owner, fence, acquired_at, lease_until, awaited) values ('"
                + lock.key() + "', '" + lock.token() + "', 'test', " + lock.fence() + ", " + in(0) + ", " + in(60)
                + ", false)");
    }

    String takeOver(String key) {
        return "update safe4j_lock set token = 'of-another', lease_until = " + in(60) + " where name = '" + key + "'";
    }

    void end(String key) {
        db.execute("update safe4j_lock set lease_until = " + in(-1) + " where name = '" + key + "'");
    }

    void renew(String key) {
        db.execute("update safe4j_lock set lease_until = " + in(90) + " where name = '" + key + "'");
    }
}
