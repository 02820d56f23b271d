package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.RowEvents;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.jdbc.Table;
import dev.safe4j.jdbc.TableReader;
import dev.safe4j.retry.FaultClass;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.update.RowListener;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.Configuration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.ParamCastMode;
import org.jooq.conf.RenderQuotedNames;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;
import org.jooq.conf.ThrowExceptions;
import org.jooq.conf.WriteIfReadonly;
import org.jooq.exception.DataAccessException;
import org.jspecify.annotations.Nullable;

/** The database behind a jOOQ configuration, and the tables looked up in it so far. Thread-safe as the configuration is. */
final class JooqDatabase {

    private static final int MOST_TABLES = 10_000;

    private final DSLContext dsl;
    private final DSLContext naming;
    private final DSLContext wording;
    private final Dialect dialect;
    private final SqlFaults faults;
    private final Configuration configuration;
    private final Map<String, Table> tables;
    private final RowEvents events;

    private JooqDatabase(Configuration configuration, Dialect dialect, Map<String, Table> tables, RowEvents events) {
        this.configuration = configuration;
        this.dsl = configuration.derive(guarded(configuration.settings())).dsl();
        Settings unquoted = unquoted(configuration.settings());
        this.naming = configuration.derive(unquoted).dsl();
        this.wording = configuration
                .derive(SettingsTools.clone(unquoted).withRenderSchema(false))
                .dsl();
        this.dialect = dialect;
        this.faults = SqlFaults.of(dialect);
        this.tables = tables;
        this.events = events;
        requireSameDatabase(configuration.family());
    }

    static JooqDatabase of(DSLContext dsl) {
        Dialect dialect = Objects.requireNonNull(dsl, "the DSLContext is null").connectionResult(Database::dialectOf);
        return new JooqDatabase(dsl.configuration(), dialect, new ConcurrentHashMap<>(), RowEvents.NONE);
    }

    /** The same database over another configuration of it, such as that of a transaction. */
    JooqDatabase in(Configuration other) {
        return new JooqDatabase(other, dialect, tables, events);
    }

    /** The same database with a listener of writes and row locks. */
    JooqDatabase listener(RowListener listener) {
        return new JooqDatabase(configuration, dialect, tables, events.and(listener));
    }

    /** Without what would hide rows that a write matched, swallow its fault, or leave out an assignment. */
    private static Settings guarded(Settings settings) {
        return SettingsTools.clone(settings)
                .withMaxRows(0)
                .withThrowExceptions(ThrowExceptions.THROW_ALL)
                .withReadonlyInsert(WriteIfReadonly.THROW)
                .withReadonlyUpdate(WriteIfReadonly.THROW)
                .withAttachRecords(false);
    }

    private static Settings unquoted(Settings settings) {
        return SettingsTools.clone(settings)
                .withRenderQuotedNames(RenderQuotedNames.NEVER)
                .withRenderFormatted(false)
                .withParamCastMode(ParamCastMode.NEVER);
    }

    private void requireSameDatabase(SQLDialect family) {
        boolean same = switch (dialect) {
            case POSTGRESQL -> family == SQLDialect.POSTGRES;
            case H2 -> family == SQLDialect.H2;
            case MARIADB, MYSQL -> family == SQLDialect.MARIADB || family == SQLDialect.MYSQL;
        };
        if (!same) {
            throw new IllegalArgumentException("the DSLContext writes SQL for " + family
                    + ", and its connection leads to " + dialect + ": set the SQLDialect of its configuration.");
        }
    }

    /**
     * Work on a session.
     *
     * @param <T> what it returns
     */
    interface Work<T extends @Nullable Object> {
        T on(Session session, Statements statements) throws SQLException;
    }

    /** Runs work on the connection of the configuration; where auto-commit is off, within the transaction that is open. */
    <T extends @Nullable Object> T run(String task, Work<T> work) {
        return dsl.connectionResult(connection -> {
            Statements statements = Statements.on(connection, dsl);
            boolean joined = !connection.getAutoCommit();
            try {
                return work.on(new Session(connection, joined, dialect), statements);
            } catch (SQLException failure) {
                throw translate(task, joined, failure, statements.asThrown(failure));
            }
        });
    }

    private RuntimeException translate(
            String task, boolean joined, SQLException failure, @Nullable RuntimeException thrown) {
        FaultClass fault = faults.classify(failure);
        if (!joined && (fault == FaultClass.CONNECTION || fault == FaultClass.AMBIGUOUS)) {
            return new OutcomeUnknownException(
                    task + ": the connection was lost before the answer came, so whether it was done is unknown."
                            + " Read the row again before deciding.",
                    thrown == null ? failure : thrown);
        }
        return thrown == null ? new DataAccessException(task + " failed: " + failure.getMessage(), failure) : thrown;
    }

    TypedTable table(org.jooq.Table<?> table) {
        Objects.requireNonNull(table, "the table is null");
        String name = TypedTable.nameOf(table, naming);
        Table known = tables.get(name);
        return new TypedTable(
                table, known != null ? known : dsl.connectionResult(connection -> lookUp(connection, name)));
    }

    private Table lookUp(Connection connection, String name) throws SQLException {
        Table found = new TableReader(connection, dialect).read(name);
        if (tables.size() < MOST_TABLES) {
            tables.put(name, found);
        }
        return found;
    }

    RowEvents events() {
        return events;
    }

    Dialect dialect() {
        return dialect;
    }

    SqlFaults faults() {
        return faults;
    }

    /** A condition or an expression for messages: without quotes, schema and values. */
    String inWords(org.jooq.QueryPart part) {
        return wording.render(part);
    }
}
