package dev.safe4j.benchmarks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Writes down the statements that are sent through it, so that plain JDBC can send the very same. For one thread. */
final class Recording extends DelegatingDataSource {

    /**
     * A statement that was sent.
     *
     * @param sql its text
     * @param values that were bound to it
     */
    record Sent(String sql, List<@Nullable Object> values) {}

    private final List<Sent> sent = new ArrayList<>();

    Recording(DataSource target) {
        super(target);
    }

    List<Sent> sent() {
        return List.copyOf(sent);
    }

    /** Forgets them. */
    void clear() {
        sent.clear();
    }

    @Override
    public Connection getConnection() throws SQLException {
        Connection connection = super.getConnection();
        return proxy(Connection.class, (proxy, method, arguments) -> {
            @Nullable Object result = called(connection, method, arguments);
            boolean isStatement = method.getName().equals("prepareStatement") && arguments.length == 1;
            return isStatement
                    ? recorded((PreparedStatement) Objects.requireNonNull(result), (String) arguments[0])
                    : result;
        });
    }

    private PreparedStatement recorded(PreparedStatement statement, String sql) {
        TreeMap<Integer, @Nullable Object> values = new TreeMap<>();
        return proxy(PreparedStatement.class, (proxy, method, arguments) -> {
            if (method.getName().equals("setObject")) {
                values.put((Integer) arguments[0], arguments[1]);
            } else if (method.getName().startsWith("execute")) {
                sent.add(new Sent(sql, new ArrayList<>(values.values())));
            }
            return called(statement, method, arguments);
        });
    }

    private static @Nullable Object called(Object target, Method method, Object... arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
