package dev.safe4j.jdbc.lock;

import dev.safe4j.lock.ReleaseSignal;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import javax.sql.DataSource;

/**
 * Hears of released locks, or of jobs, by PostgreSQL's LISTEN; the payload of a notification is the key of the lock. Thread-safe.
 *
 * <p>Each {@link #listen} takes one connection out of the data source and keeps it, and has one daemon thread that reads it; a
 * {@code Locks} listens once. When the connection dies, another is opened, after 100 ms and longer each time, up to 10 s; what
 * is signalled meanwhile is lost, and whoever waits finds out by itself. The connection must not come through a pooler that
 * gives sessions to others between transactions, such as PgBouncer's transaction mode.
 */
public final class PostgresReleaseSignal implements ReleaseSignal {

    /** The channel unless said otherwise. */
    public static final String DEFAULT_CHANNEL = "safe4j_lock";

    private static final Pattern CHANNEL = Pattern.compile("[a-z_][a-z0-9_]{0,62}");

    private final DataSource dataSource;
    private final String channel;

    /**
     * Makes the signal on channel {@value #DEFAULT_CHANNEL}.
     *
     * @param dataSource of a PostgreSQL database; gives one connection to each who listens
     */
    public PostgresReleaseSignal(DataSource dataSource) {
        this(dataSource, DEFAULT_CHANNEL);
    }

    /**
     * Makes the signal.
     *
     * @param dataSource of a PostgreSQL database; gives one connection to each who listens
     * @param channel the name on which releases are notified: 1 to 63 small letters, digits and _, no digit first
     * @throws IllegalArgumentException if it is none
     */
    public PostgresReleaseSignal(DataSource dataSource, String channel) {
        this.dataSource = Objects.requireNonNull(dataSource, "the data source is null");
        if (channel == null || !CHANNEL.matcher(channel).matches()) {
            throw new IllegalArgumentException(
                    "'" + channel
                            + "' is no name for a channel of notifications: 1 to 63 small letters, digits and _, no digit first.");
        }
        this.channel = channel;
    }

    /**
     * Returns where releases are notified.
     *
     * @return the channel's name
     */
    public String channel() {
        return channel;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Returns at once; the connection is opened by the thread, however long that takes. Closing the listening ends both, within
     * a second as a rule, and waits for that no longer than two.
     */
    @Override
    public Listening listen(Consumer<String> released) {
        NotificationReader reader =
                new NotificationReader(dataSource, channel, Objects.requireNonNull(released, "the listener is null"));
        reader.start();
        return reader;
    }
}
