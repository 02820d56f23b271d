package dev.safe4j.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The administrator's sessions on a server, kept for who wants one next: a new one costs PostgreSQL more than what a test asks by it. */
final class Sessions implements AutoCloseable {

    private static final int ANSWERS_WITHIN_SECONDS = 2;

    private final SqlAccess access;
    private final JdbcUrl url;
    private final @Nullable String schema;
    private final Queue<Connection> idle;

    private Sessions(SqlAccess access, JdbcUrl url, @Nullable String schema, Queue<Connection> idle) {
        this.access = access;
        this.url = url;
        this.schema = schema;
        this.idle = idle;
    }

    /** Something to do in a session, which it leaves as it was. */
    interface Work<T extends @Nullable Object> {
        T in(Connection session) throws SQLException;
    }

    static Sessions on(SqlAccess access, JdbcUrl url) {
        return new Sessions(access, url, null, new ConcurrentLinkedQueue<>());
    }

    /** The same sessions, each of which is put into the schema before it is used. */
    Sessions in(String schema) {
        return new Sessions(access, url, schema, idle);
    }

    /** Does it in a session that nobody else has meanwhile; one in which it failed is not kept. */
    <T extends @Nullable Object> T use(Work<T> work) throws SQLException {
        Connection session = take();
        boolean kept = false;
        try {
            if (schema != null) {
                session.setSchema(schema);
            }
            T result = work.in(session);
            kept = idle.offer(session);
            return result;
        } finally {
            if (!kept) {
                session.close();
            }
        }
    }

    void run(String... statements) throws SQLException {
        this.<@Nullable Void>use(session -> {
            try (var statement = session.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            return null;
        });
    }

    private Connection take() throws SQLException {
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            if (kept.isValid(ANSWERS_WITHIN_SECONDS)) {
                return kept;
            }
            kept.close();
        }
        return access.open(url);
    }

    /** Ends those that are kept, unless they are another's: see {@link #in}. */
    @Override
    public void close() {
        if (schema != null) {
            return;
        }
        for (Connection kept = idle.poll(); kept != null; kept = idle.poll()) {
            try {
                kept.close();
            } catch (SQLException expected) {
                // The server may be gone: then the session is, too.
            }
        }
    }
}
