package dev.safe4j.jdbc.lock;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that has no connection to give as long as a test says so. */
final class FailingDataSource extends DelegatingDataSource {

    private final BooleanSupplier fails;

    FailingDataSource(DataSource target, BooleanSupplier fails) {
        super(target);
        this.fails = fails;
    }

    @Override
    public Connection getConnection() throws SQLException {
        if (fails.getAsBoolean()) {
            throw new SQLException("no connection for this test", "08001");
        }
        return super.getConnection();
    }
}
