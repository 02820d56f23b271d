package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.Event;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** A statement whose executions are steps. */
final class SteppedStatement implements InvocationHandler {

    private final Statement raw;
    private final SteppedConnection connection;
    private final @Nullable String prepared;
    private final Statement proxy;
    private final Map<Integer, @Nullable Object> parameters = new LinkedHashMap<>();
    private final List<String> batchTexts = new ArrayList<>();
    private final List<String> batchShapes = new ArrayList<>();
    private @Nullable Event event;

    SteppedStatement(Statement raw, SteppedConnection connection, @Nullable String prepared) {
        this.raw = raw;
        this.connection = connection;
        this.prepared = prepared;
        Class<?> type = raw instanceof CallableStatement
                ? CallableStatement.class
                : raw instanceof PreparedStatement ? PreparedStatement.class : Statement.class;
        this.proxy = (Statement) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {type}, this);
    }

    Statement proxy() {
        return proxy;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        @Nullable Object[] given = args == null ? new @Nullable Object[0] : args;
        return switch (method.getName()) {
            case "equals" -> SteppedConnection.isSame(self, given[0]);
            case "hashCode" -> System.identityHashCode(self);
            case "getConnection" -> connection.proxy();
            case "execute", "executeQuery", "executeUpdate", "executeLargeUpdate" -> execute(method, args, given);
            case "executeBatch", "executeLargeBatch" -> executeBatch(method, args);
            case "addBatch" -> addBatch(method, args, given);
            case "clearBatch" -> {
                batchTexts.clear();
                batchShapes.clear();
                yield SteppedConnection.call(raw, method, args);
            }
            case "clearParameters" -> {
                parameters.clear();
                yield SteppedConnection.call(raw, method, args);
            }
            default -> other(method, args, given);
        };
    }

    private @Nullable Object other(Method method, @Nullable Object @Nullable [] args, @Nullable Object[] given)
            throws Throwable {
        if (prepared != null
                && method.getName().startsWith("set")
                && given.length >= 2
                && given[0] instanceof Integer i) {
            parameters.put(i, method.getName().equals("setNull") ? null : given[1]);
        }
        return seen(SteppedConnection.call(raw, method, args));
    }

    /** Rows are shown as they are read. */
    private @Nullable Object seen(@Nullable Object result) {
        return result instanceof ResultSet rows && event != null
                ? SteppedRows.of(rows, event, Objects.requireNonNull(proxy))
                : result;
    }

    private @Nullable Object execute(Method method, @Nullable Object @Nullable [] args, @Nullable Object[] given)
            throws Throwable {
        String sql = given.length > 0 && given[0] instanceof String direct ? direct : Objects.requireNonNull(prepared);
        Sql sent = new Sql(
                SqlText.inlined(sql, parameters), sql, List.of(SqlText.of(sql)), false, started -> event = started);
        Object result = connection.statement(sent, () -> {
            Object answer = SteppedConnection.call(raw, method, args);
            tell(answer);
            return answer;
        });
        return seen(result);
    }

    private void tell(@Nullable Object answer) throws java.sql.SQLException {
        if (event == null) {
            return;
        }
        if (answer instanceof Number count) {
            event.result(rows(count.longValue()));
        } else if (Boolean.FALSE.equals(answer)) {
            event.result(rows(Math.max(0, raw.getUpdateCount())));
        }
    }

    static String rows(long count) {
        return count + (count == 1 ? " row" : " rows");
    }

    private @Nullable Object addBatch(Method method, @Nullable Object @Nullable [] args, @Nullable Object[] given)
            throws Throwable {
        String sql = given.length > 0 ? String.valueOf(given[0]) : Objects.requireNonNull(prepared);
        batchTexts.add(SqlText.inlined(sql, parameters));
        batchShapes.add(sql);
        return SteppedConnection.call(raw, method, args);
    }

    private @Nullable Object executeBatch(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        Sql sent = new Sql(
                String.join("; ", batchTexts),
                String.join("; ", batchShapes),
                batchShapes.stream().map(SqlText::of).toList(),
                true,
                started -> event = started);
        batchTexts.clear();
        batchShapes.clear();
        return connection.statement(sent, () -> {
            Object answer = SteppedConnection.call(raw, method, args);
            LongStream counts = answer instanceof int[] ints
                    ? LongStream.of(java.util.Arrays.stream(ints).asLongStream().toArray())
                    : LongStream.of((long[]) Objects.requireNonNull(answer));
            if (event != null) {
                event.result(rows(counts.filter(count -> count > 0).sum()));
            }
            return answer;
        });
    }
}
