package dev.safe4j.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SmartDataSource;

/**
 * A data source of one connection without a pool around it: H2 in memory, where the metadata is read from, and later perhaps a
 * stub in its place.
 */
final class CostDatabase extends AbstractDataSource implements SmartDataSource {

    private static final String URL = "jdbc:h2:mem:";
    private static final int STOCK = 1_000_000_000;
    private static final int VERSION = 1_000;

    private final Connection h2;
    private @Nullable StubConnection stub;

    CostDatabase(int id) throws SQLException {
        h2 = DriverManager.getConnection(URL);
        try (Statement statement = h2.createStatement()) {
            statement.execute("create table stock (id int primary key, stock int not null, title varchar(100) not null,"
                    + " version int not null)");
            statement.execute("insert into stock values (" + id + ", " + STOCK + ", '', " + VERSION + ")");
        }
    }

    static String version() {
        try (Connection connection = DriverManager.getConnection(URL)) {
            return "H2 " + connection.getMetaData().getDatabaseProductVersion();
        } catch (SQLException failure) {
            throw new IllegalStateException("H2 did not say which version it is", failure);
        }
    }

    /** From now on nothing is done with what is written. */
    void toStub() {
        stub = new StubConnection();
    }

    /** Every write has either taken a piece or made a version. */
    void requireWrites(long calls) throws SQLException {
        long writes = stub != null ? stub.writes() : writesInH2();
        if (writes != calls) {
            throw new IllegalStateException(calls + " calls were made, and " + writes + " writes are there.");
        }
    }

    private long writesInH2() throws SQLException {
        try (Statement statement = h2.createStatement();
                ResultSet row = statement.executeQuery("select stock, version from stock")) {
            row.next();
            return STOCK - row.getLong(1) + row.getLong(2) - VERSION;
        }
    }

    void close() throws SQLException {
        h2.close();
    }

    @Override
    public Connection getConnection() {
        return stub != null ? stub : h2;
    }

    @Override
    public Connection getConnection(String username, String password) {
        return getConnection();
    }

    @Override
    public boolean shouldClose(Connection connection) {
        return false;
    }
}
