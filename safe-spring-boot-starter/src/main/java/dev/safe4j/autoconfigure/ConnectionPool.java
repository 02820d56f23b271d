package dev.safe4j.autoconfigure;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The application's pool of connections, as far as others have to know it. */
final class ConnectionPool {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPool.class);

    private ConnectionPool() {}

    /** How many connections a data source has at most, at this time; null if it is no HikariCP pool. */
    static @Nullable Integer size(DataSource dataSource) {
        try {
            return dataSource.isWrapperFor(HikariDataSource.class)
                    ? (Integer) dataSource.unwrap(HikariDataSource.class).getMaximumPoolSize()
                    : null;
        } catch (SQLException | NoClassDefFoundError notHikari) {
            LOG.debug("The application's data source is no HikariCP pool.", notHikari);
            return null;
        }
    }
}
