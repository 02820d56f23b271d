package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.Footprint;
import dev.safe4j.test.schedule.Frames;
import dev.safe4j.test.schedule.ScheduledRun;
import dev.safe4j.test.schedule.Server;
import dev.safe4j.test.schedule.Stage;
import dev.safe4j.test.schedule.Step;
import dev.safe4j.test.schedule.Target;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A connection whose statements, commits and rollbacks are steps. Used by one thread at a time, as any connection. */
final class SteppedConnection implements InvocationHandler, Target {

    private final Connection raw;
    private final Stage stage;
    private final Watching watching;
    private final Server.Session session;
    private final String name;
    private final Connection proxy;
    private final Set<String> touched = new HashSet<>();
    private int isolation;
    private boolean touchedAnything;
    private boolean dirty;
    private boolean lost;
    private boolean closed;
    private boolean sessionLocks;

    SteppedConnection(Connection raw, Stage stage, Watching watching, Server.Session session, String name)
            throws SQLException {
        this.raw = raw;
        this.stage = stage;
        this.watching = watching;
        this.session = session;
        this.name = name;
        this.isolation = watching.isolation();
        Integer level = watching.isolationToSet();
        if (level != null) {
            raw.setTransactionIsolation(level);
        }
        this.proxy = (Connection)
                Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Connection.class}, this);
    }

    Connection proxy() {
        return proxy;
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return switch (method.getName()) {
            case "equals" -> isSame(self, first(args));
            case "hashCode" -> System.identityHashCode(self);
            case "createStatement" -> statement(call(method, args), null);
            case "prepareStatement", "prepareCall" -> statement(call(method, args), (String) first(args));
            case "commit" -> end(Step.Kind.COMMIT, "commit", method, args);
            case "rollback" ->
                args == null || args.length == 0
                        ? end(Step.Kind.ROLLBACK, "rollback", method, args)
                        : part("rollback to savepoint", method, args);
            case "setAutoCommit" ->
                Boolean.TRUE.equals(first(args)) && !lost && !raw.getAutoCommit()
                        ? end(Step.Kind.COMMIT, "commit (auto-commit switched on)", method, args)
                        : call(method, args);
            case "setTransactionIsolation" -> {
                isolation = (Integer) java.util.Objects.requireNonNull(first(args));
                yield call(method, args);
            }
            case "close" -> close(method, args);
            default -> call(method, args);
        };
    }

    private static @Nullable Object first(@Nullable Object @Nullable [] args) {
        return args == null || args.length == 0 ? null : args[0];
    }

    @SuppressWarnings("ReferenceEquality") // a proxy's equals would call itself
    static boolean isSame(Object self, @Nullable Object other) {
        return self == other;
    }

    private @Nullable Object call(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        return call(raw, method, args);
    }

    static @Nullable Object call(Object on, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        try {
            return method.invoke(on, args);
        } catch (InvocationTargetException wrapped) {
            throw wrapped.getCause() == null ? wrapped : wrapped.getCause();
        }
    }

    private Object statement(@Nullable Object statement, @Nullable String sql) {
        return new SteppedStatement((Statement) java.util.Objects.requireNonNull(statement), this, sql).proxy();
    }

    private @Nullable Object end(Step.Kind kind, String text, Method method, @Nullable Object @Nullable [] args)
            throws Throwable {
        ScheduledRun run = stage.mine(text);
        if (run == null || !dirty || lost) {
            dirty = false;
            return call(method, args);
        }
        return end(run, kind, text, () -> call(method, args));
    }

    /** A call on the driver. */
    interface Call {
        @Nullable
        Object run() throws Throwable;
    }

    private @Nullable Object end(ScheduledRun run, Step.Kind kind, String text, Call call) throws Throwable {
        Footprint footprint = new Footprint(Set.of(), Set.of(), touched, false, isMvcc(), touchedAnything);
        Step step = new Step(kind, text, text, name, footprint, null);
        try {
            return run.<@Nullable Object>perform(step, this, event -> {
                Object result = call.run();
                event.result("ok");
                return result;
            });
        } finally {
            run.mayHoldLocks(session, sessionLocks);
            dirty = false;
            touched.clear();
            touchedAnything = false;
        }
    }

    private @Nullable Object part(String text, Method method, @Nullable Object @Nullable [] args) throws Throwable {
        ScheduledRun run = stage.mine(text);
        if (run == null || !dirty || lost) {
            return call(method, args);
        }
        Footprint footprint = new Footprint(Set.of(), Set.of(), touched, false, isMvcc(), touchedAnything);
        return run.<@Nullable Object>perform(
                new Step(Step.Kind.ROLLBACK, text, text, name, footprint, null), this, event -> call(method, args));
    }

    private @Nullable Object close(Method method, @Nullable Object @Nullable [] args) throws Throwable {
        ScheduledRun run = closed ? null : stage.mine("close a connection");
        if (run == null) {
            return call(method, args);
        }
        closed = true;
        try {
            if (dirty && !lost && !raw.getAutoCommit()) {
                end(run, Step.Kind.ROLLBACK, "rollback (connection closed)", () -> {
                    raw.rollback();
                    return null;
                });
            }
        } finally {
            run.closed(raw);
        }
        return call(method, args);
    }

    /** Runs a statement, or a batch of them, as a step; an automatic commit after it as another. */
    @Nullable
    Object statement(Sql sql, Call call) throws Throwable {
        ScheduledRun run = stage.mine("run: " + sql.text());
        if (run == null || lost) {
            return call.run();
        }
        boolean automatic = raw.getAutoCommit();
        if (!automatic || !watching.splitsCommits() || !sql.mayWrite() || sql.isBatch()) {
            return step(run, sql, automatic, call);
        }
        raw.setAutoCommit(false);
        Object result;
        try {
            result = step(run, sql, false, call);
            end(run, Step.Kind.COMMIT, "commit (automatic)", () -> {
                raw.commit();
                return null;
            });
        } catch (Throwable failure) {
            restore(failure);
            throw failure;
        }
        raw.setAutoCommit(true);
        return result;
    }

    private void restore(Throwable failure) {
        try {
            if (!lost) {
                raw.rollback();
                raw.setAutoCommit(true);
            }
        } catch (SQLException further) {
            failure.addSuppressed(further);
        }
        ScheduledRun run = stage.mine("roll back");
        if (run != null) {
            run.mayHoldLocks(session, sessionLocks);
        }
        dirty = false;
        touched.clear();
        touchedAnything = false;
    }

    private @Nullable Object step(ScheduledRun run, Sql sql, boolean automatic, Call call) throws Throwable {
        Footprint footprint = footprint(sql, automatic);
        Step step = new Step(Step.Kind.STATEMENT, sql.text(), sql.shape(), name, footprint, Frames.ofTheService());
        run.hasLockedBefore(session, sessionLocks || touchedAnything || !touched.isEmpty());
        dirty |= !automatic;
        sessionLocks |= sql.locksTheSession();
        touched.addAll(footprint.writes());
        touchedAnything |= footprint.anything();
        run.mayHoldLocks(session, true);
        try {
            return run.<@Nullable Object>perform(step, this, event -> {
                sql.began(event);
                return call.run();
            });
        } finally {
            if (automatic) {
                run.mayHoldLocks(session, sessionLocks);
                touched.clear();
            }
        }
    }

    private Footprint footprint(Sql sql, boolean automatic) {
        Set<String> writes = new HashSet<>();
        Set<String> reads = new HashSet<>();
        sql.writes().forEach(table -> writes.addAll(watching.reachedByWriting(table)));
        sql.reads().forEach(table -> reads.add(watching.resource(table)));
        if (isolation == Connection.TRANSACTION_SERIALIZABLE && !automatic) {
            writes.addAll(reads); // reads lock, or take part in the choice of the transaction that has to fail
            reads.clear();
        }
        boolean anything = sql.anything() || writes.contains(Watching.ANYTHING);
        boolean snapshot = !automatic && !dirty && isolation >= Connection.TRANSACTION_REPEATABLE_READ;
        return new Footprint(reads, writes, automatic ? writes : Set.of(), snapshot, isMvcc(), anything);
    }

    private boolean isMvcc() {
        return watching.server().flavour() == Flavour.POSTGRESQL && isolation < Connection.TRANSACTION_SERIALIZABLE;
    }

    @Override
    public Server.Session session() {
        return session;
    }

    @Override
    public Exception lose() {
        lost = true;
        session.server().end(session.id());
        SQLException seen = new SQLNonTransientConnectionException(
                "the connection to " + session.server().name() + " was lost, and with it the reply", "08006");
        try (Statement probe = raw.createStatement()) {
            probe.execute("select 1"); // so that a pool around it sees the loss, and does not hand it out again
        } catch (SQLException expected) {
            seen.addSuppressed(expected);
        }
        watching.evict(raw);
        return seen;
    }
}
