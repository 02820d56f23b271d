package dev.safe4j.jdbc.job;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.ShortTransactions;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How a {@link JdbcJobStore} is set up. For one thread. */
public final class JdbcJobStoreBuilder {

    /** What a step may take, unless said otherwise. */
    public static final Duration DEFAULT_TIME_LIMIT = Duration.ofSeconds(10);

    final Database own;
    Database business;
    String name = "jdbc";
    String table = JobTables.DEFAULT;
    Duration timeLimit = DEFAULT_TIME_LIMIT;

    @Nullable
    String channel;

    JdbcJobStoreBuilder(Database own) {
        this.own = own;
        this.business = own;
    }

    /**
     * Sets whose transactions jobs are enqueued in, if not those of the store's own data source.
     *
     * @param database the same database over the application's data source
     * @return this
     * @throws IllegalArgumentException if it is another kind of database
     */
    public JdbcJobStoreBuilder joining(Database database) {
        if (database.dialect() != own.dialect()) {
            throw new IllegalArgumentException("the store is on " + own.dialect()
                    + ", and transactions are to be joined on " + database.dialect()
                    + ": both have to lead to the same database.");
        }
        business = database;
        return this;
    }

    /**
     * Names the store, for people and meters.
     *
     * @param storeName the name
     * @return this
     */
    public JdbcJobStoreBuilder name(String storeName) {
        name = storeName;
        return this;
    }

    /**
     * Names the table; that of the paces is named after it, with {@code _pace} at the end.
     *
     * @param tableName unquoted, with a schema before it if need be
     * @return this
     */
    public JdbcJobStoreBuilder table(String tableName) {
        table = tableName;
        return this;
    }

    /**
     * Limits what a statement may take.
     *
     * @param limit a second to a minute
     * @return this
     * @throws IllegalArgumentException if it is out of that
     */
    public JdbcJobStoreBuilder timeLimit(Duration limit) {
        timeLimit = ShortTransactions.checked(limit, "job");
        return this;
    }

    /**
     * Has workers of other processes told of what is enqueued, by NOTIFY on PostgreSQL, if their queues have a
     * {@link dev.safe4j.jdbc.lock.PostgresReleaseSignal} on the channel as their signal. A hint, after the commit; a round trip more for
     * whoever enqueues what is due at once.
     *
     * @param channelName what is listened to, as {@link JdbcJobStore#DEFAULT_CHANNEL}
     * @return this
     * @throws IllegalArgumentException on another database
     */
    public JdbcJobStoreBuilder notifying(String channelName) {
        if (own.dialect() != Dialect.POSTGRESQL) {
            throw new IllegalArgumentException(
                    "only PostgreSQL can notify, and this is " + own.dialect() + ": workers look for themselves.");
        }
        channel = channelName;
        return this;
    }

    /**
     * Sets it up.
     *
     * @return the store; the tables are looked for at its first step
     */
    public JdbcJobStore build() {
        return new JdbcJobStore(this);
    }
}
