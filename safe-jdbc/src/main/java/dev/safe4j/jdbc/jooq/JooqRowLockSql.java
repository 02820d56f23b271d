package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.rowlock.LockWait;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.QueryPart;
import org.jooq.Record;
import org.jooq.ResultQuery;
import org.jooq.conf.Settings;
import org.jooq.conf.SettingsTools;

/**
 * The statements that lock rows: one a row, in order, because no database promises to lock the rows of one statement in the
 * order of its ORDER BY. PostgreSQL gets them all, and the limit of the wait, in one round trip.
 */
record JooqRowLockSql(TypedTable table, Dialect dialect, List<Field<?>> answered, LockWait waiting, boolean exclusive) {

    private static final String RESTORE_LIMIT = ";do 'begin perform set_config(''lock_timeout'',"
            + " current_setting(''safe4j.lock_timeout''), true); end'";

    List<Record> run(Statements statements, List<Condition> rows) throws SQLException {
        boolean limited = waiting.kind() == LockWait.Kind.WITHIN;
        if (dialect == Dialect.POSTGRESQL && (limited || rows.size() > 1)) {
            return statements.run(dsl -> inOneRoundTrip(dsl, rows, limited));
        }
        return dialect == Dialect.MYSQL && limited ? withSessionLimit(statements, rows) : oneByOne(statements, rows);
    }

    private ResultQuery<Record> select(DSLContext dsl, Condition row) {
        return dsl.select(answered)
                .from(table.table())
                .where(row)
                .option(waiting.clause(dialect, exclusive).trim());
    }

    private List<Record> oneByOne(Statements statements, List<Condition> rows) throws SQLException {
        List<Record> locked = new ArrayList<>();
        for (Condition row : rows) {
            locked.addAll(statements.run(dsl -> select(dsl, row).fetch()));
        }
        return locked;
    }

    /** MySQL has no WAIT; its limit belongs to the session and is put back. */
    private List<Record> withSessionLimit(Statements statements, List<Condition> rows) throws SQLException {
        Object before = statements.run(dsl -> dsl.fetchValue("select @@innodb_lock_wait_timeout"));
        statements.run(dsl -> dsl.execute("set innodb_lock_wait_timeout = " + waiting.wholeSeconds()));
        try {
            return oneByOne(statements, rows);
        } finally {
            statements.run(dsl -> dsl.execute("set innodb_lock_wait_timeout = " + before));
        }
    }

    private List<Record> inOneRoundTrip(DSLContext dsl, List<Condition> rows, boolean limited) {
        Settings settings = SettingsTools.clone(dsl.settings()).withRenderPlainSQLTemplatesAsRaw(false);
        DSLContext templated = dsl.configuration().derive(settings).dsl();
        String selects =
                IntStream.range(0, rows.size()).mapToObj(i -> "{" + i + "}").collect(Collectors.joining(";"));
        String sql = limited ? limitWait() + selects + RESTORE_LIMIT : selects;
        QueryPart[] parts = rows.stream().map(row -> select(templated, row)).toArray(QueryPart[]::new);
        List<Record> locked = new ArrayList<>();
        templated.resultQuery(sql, parts).coerce(answered).fetchMany().forEach(locked::addAll);
        return locked;
    }

    /** Without a result, so that all results of the round trip are rows of the table. */
    private String limitWait() {
        return "do 'begin perform set_config(''safe4j.lock_timeout'', current_setting(''lock_timeout''), true),"
                + " set_config(''lock_timeout'', ''" + waiting.limit().toMillis() + "ms'', true); end';";
    }
}
