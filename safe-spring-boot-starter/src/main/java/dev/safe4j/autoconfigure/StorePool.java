package dev.safe4j.autoconfigure;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * A small pool beside the application's, for what must not wait for it: a release that waits for a business connection while the
 * business waits for the lock is a deadlock.
 */
final class StorePool {

    private static final Logger LOG = LoggerFactory.getLogger(StorePool.class);
    private static final long WAIT = Duration.ofSeconds(5).toMillis();

    private StorePool() {}

    static DataSource beside(DataSource application, int size) {
        try {
            if (application.isWrapperFor(HikariDataSource.class)) {
                return ofHikari(application.unwrap(HikariDataSource.class), size);
            }
        } catch (SQLException | NoClassDefFoundError notHikari) {
            LOG.debug("The application's data source is no HikariCP pool.", notHikari);
        }
        LOG.warn(
                "The stores share the application's data source {}, since it is no HikariCP pool to be copied: when it is empty,"
                        + " locks cannot be released. Define a DataSource bean named safe4jStoreDataSource.",
                application.getClass().getName());
        return new DelegatingDataSource(application); // which has no close(): that is the application's to call
    }

    private static DataSource ofHikari(HikariDataSource application, int size) {
        HikariConfig own = new HikariConfig();
        application.copyStateTo(own);
        own.setPoolName("safe4j-stores");
        own.setMaximumPoolSize(size);
        own.setMinimumIdle(0);
        own.setConnectionTimeout(WAIT);
        own.setAutoCommit(true);
        own.setReadOnly(false);
        own.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        own.setLeakDetectionThreshold(0);
        withoutMeters(own);
        own.setInitializationFailTimeout(-1);
        return new HikariDataSource(own);
    }

    /** HikariCP refuses to set the one while the other is there, even to null. */
    private static void withoutMeters(HikariConfig own) {
        if (own.getMetricRegistry() == null) {
            own.setMetricsTrackerFactory(null);
        } else {
            own.setMetricRegistry(null);
        }
    }
}
