package dev.safe4j.shop.unlockbeforecommit;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A data source that lets something happen just before the next commit. */
final class CommitGate extends DelegatingDataSource {

    private final AtomicReference<Runnable> beforeNextCommit = new AtomicReference<>(() -> {});

    CommitGate(DataSource target) {
        super(target);
    }

    void beforeNextCommit(Runnable action) {
        beforeNextCommit.set(action);
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return (Connection) Proxy.newProxyInstance(
                CommitGate.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("commit")) {
                        beforeNextCommit.getAndSet(() -> {}).run();
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failed) {
                        throw failed.getCause();
                    }
                });
    }
}
