package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.ScheduledRun;
import dev.safe4j.test.schedule.Server;
import dev.safe4j.test.schedule.Stage;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * A data source whose connections stop before each statement while a race is run, and which hands out the connections of its
 * target, untouched, at all other times.
 */
public final class SteppedDataSource implements DataSource {

    private final DataSource target;
    private final Stage stage;
    private final Watching watching;

    /**
     * Wraps a data source.
     *
     * @param target the data source, outside of its pool
     * @param stage where races are run
     * @param name tells it from other data sources in footprints
     */
    public SteppedDataSource(DataSource target, Stage stage, String name) {
        this.target = target;
        this.stage = stage;
        this.watching = new Watching(target, name);
    }

    /** {@return what it knows of its database while races are run} */
    public Watching watching() {
        return watching;
    }

    /** {@return the data source that it wraps} */
    public DataSource target() {
        return target;
    }

    @Override
    public Connection getConnection() throws SQLException {
        ScheduledRun run = stage.mine("get a connection");
        return run == null ? target.getConnection() : stepped(run, target::getConnection);
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        ScheduledRun run = stage.mine("get a connection");
        return run == null
                ? target.getConnection(username, password)
                : stepped(run, () -> target.getConnection(username, password));
    }

    private interface Source {
        Connection get() throws SQLException;
    }

    private Connection stepped(ScheduledRun run, Source source) throws SQLException {
        try {
            Connection raw = run.borrow(watching.emptyPool(), event -> source.get());
            if (raw instanceof Proxy && Proxy.getInvocationHandler(raw) instanceof SteppedConnection) {
                return raw; // a data source that routes to another wrapped one
            }
            return stepped(run, raw);
        } catch (SQLException | RuntimeException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new SQLException("could not get a connection", impossible);
        }
    }

    private Connection stepped(ScheduledRun run, Connection raw) throws SQLException {
        try {
            Server.Session session = watching.session(raw);
            return new SteppedConnection(raw, stage, watching, session, run.opened(raw)).proxy();
        } catch (SQLException | RuntimeException failure) {
            run.closed(raw);
            raw.close();
            throw failure;
        }
    }

    @Override
    public @Nullable PrintWriter getLogWriter() throws SQLException {
        return target.getLogWriter();
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) throws SQLException {
        target.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        target.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return target.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws java.sql.SQLFeatureNotSupportedException {
        return target.getParentLogger();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(target) ? type.cast(target) : target.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(target) || target.isWrapperFor(type);
    }

    @Override
    public String toString() {
        return "stepped " + target;
    }
}
