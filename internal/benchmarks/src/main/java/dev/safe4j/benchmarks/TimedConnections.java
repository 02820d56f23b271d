package dev.safe4j.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Tells how long each connection was out, which is longer than any lock that was held on it. */
final class TimedConnections extends DelegatingDataSource {

    private final Queue<Long> times = new ConcurrentLinkedQueue<>();

    TimedConnections(DataSource target) {
        super(target);
    }

    int count() {
        return times.size();
    }

    /** In nanoseconds. */
    long longest() {
        return times.stream().mapToLong(Long::longValue).max().orElse(0);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        long taken = System.nanoTime();
        InvocationHandler handler = (proxy, method, arguments) -> {
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            } finally {
                if (method.getName().equals("close")) {
                    times.add(System.nanoTime() - taken);
                }
            }
        };
        return (Connection)
                Proxy.newProxyInstance(Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, handler);
    }
}
