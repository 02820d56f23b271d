package dev.safe4j.jdbc.idempotency;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.AbstractDataSource;

/** A data source that notes every statement that is executed, for databases without a wire; it can call itself another product. */
public final class CountedStatements extends AbstractDataSource {

    private final DataSource real;
    private final @Nullable String product;
    private final Consumer<String> before;
    public final List<String> executed = new ArrayList<>();

    public CountedStatements(DataSource real, @Nullable String product) {
        this(real, product, sql -> {});
    }

    public CountedStatements(DataSource real, @Nullable String product, Consumer<String> before) {
        this.real = real;
        this.product = product;
        this.before = before;
    }

    @Override
    public Connection getConnection() throws SQLException {
        return around(Connection.class, real.getConnection(), "");
    }

    @Override
    public Connection getConnection(String username, String password) throws SQLException {
        return getConnection();
    }

    private <T> T around(Class<T> type, Object target, String sql) {
        InvocationHandler noted = (proxy, method, arguments) -> {
            String name = method.getName();
            String text = arguments != null && arguments[0] instanceof String first ? first : sql;
            if (name.equals("getDatabaseProductName") && product != null) {
                return product;
            } else if (name.equals("getDatabaseProductVersion") && product != null) {
                return "8.4.0";
            } else if (name.startsWith("execute")) {
                before.accept(text);
                executed.add(text);
            }
            Object result;
            try {
                result = method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                throw Objects.requireNonNull(thrown.getCause());
            }
            Class<?> returned = method.getReturnType();
            boolean isOnItsWay = returned == PreparedStatement.class
                    || returned == Statement.class
                    || returned == DatabaseMetaData.class;
            return isOnItsWay && result != null && !name.equals("unwrap") ? around(returned, result, text) : result;
        };
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, noted));
    }
}
