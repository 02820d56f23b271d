package dev.safe4j.benchmarks;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;

/**
 * The raw limit in SQL: what a sound lock has to do, and no more. The server's clock, a token for each acquisition, a fencing number that
 * grows, a release that compares the token; one statement each, by plain JDBC in auto-commit mode.
 *
 * @param pool where the connections come from
 */
record RawSqlLock(DataSource pool) implements LockWay {

    static final String TABLE = "create table raw_lock (name varchar(200) collate \"C\" primary key, token varchar(36),"
            + " fence bigint not null, lease_until timestamp(6) with time zone not null) with (fillfactor = 70)";

    private static final String ACQUIRE = """
            insert into raw_lock as l (name, token, fence, lease_until)
            values (?, ?, (extract(epoch from clock_timestamp()) * 1000000)::bigint,
              clock_timestamp() + interval '30 seconds')
            on conflict (name) do update set token = excluded.token, fence = greatest(l.fence + 1, excluded.fence),
              lease_until = excluded.lease_until
            where l.lease_until <= clock_timestamp()
            returning fence""";

    private static final String RELEASE =
            "update raw_lock set token = null, lease_until = clock_timestamp() where name = ? and token = ?";

    @Override
    public boolean hold(String key, Body body) throws SQLException {
        String token = UUID.randomUUID().toString();
        long fence = acquire(key, token);
        if (fence == 0) {
            return false;
        }
        try {
            body.run(fence);
        } finally {
            release(key, token);
        }
        return true;
    }

    private long acquire(String key, String token) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(ACQUIRE)) {
            statement.setString(1, key);
            statement.setString(2, token);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    private void release(String key, String token) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(RELEASE)) {
            statement.setString(1, key);
            statement.setString(2, token);
            if (statement.executeUpdate() != 1) {
                throw new IllegalStateException("lock '" + key + "' was lost.");
            }
        }
    }
}
