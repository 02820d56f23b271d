package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.Event;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Rows that note what is read from them. */
final class SteppedRows implements InvocationHandler {

    private final ResultSet raw;
    private final Event event;
    private final Statement statement;
    private long rows;

    private SteppedRows(ResultSet raw, Event event, Statement statement) {
        this.raw = raw;
        this.event = event;
        this.statement = statement;
    }

    static ResultSet of(ResultSet raw, Event event, Statement statement) {
        SteppedRows handler = new SteppedRows(raw, event, statement);
        return (ResultSet)
                Proxy.newProxyInstance(SteppedRows.class.getClassLoader(), new Class<?>[] {ResultSet.class}, handler);
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        String name = method.getName();
        if (name.equals("equals")) {
            return args != null && SteppedConnection.isSame(self, args[0]);
        }
        if (name.equals("hashCode")) {
            return System.identityHashCode(self);
        }
        if (name.equals("getStatement")) {
            return statement;
        }
        Object result = SteppedConnection.call(raw, method, args);
        if (name.equals("next")) {
            rows += Boolean.TRUE.equals(result) ? 1 : 0;
            event.result(SteppedStatement.rows(rows));
        } else if (name.startsWith("get") && args != null && args.length > 0) {
            note(args[0], result);
        }
        return result;
    }

    private void note(@Nullable Object column, @Nullable Object value) throws SQLException {
        if (column instanceof String label) {
            event.read(label.toLowerCase(Locale.ROOT) + "=" + Values.plain(value));
        } else if (column instanceof Integer index) {
            event.read(raw.getMetaData().getColumnLabel(index).toLowerCase(Locale.ROOT) + "=" + Values.plain(value));
        }
    }
}
