package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.CounterStore.Pace;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.counter.Ring;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Schema;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The tables of a store, which are looked for when they are first needed, and the statements on them. Thread-safe. */
final class CounterTables {

    private static final String ROOM = "counter";

    static final String DEFAULT = Schema.defaultTable(ROOM);

    private static final String OVER = "(newest + slots) * micros <= CLOCK";

    private final Database database;
    private final Schema schema;
    private volatile @Nullable Known known;

    CounterTables(Database database, String table) {
        this.database = database;
        this.schema = new Schema(database.dialect(), ROOM, table);
    }

    Schema schema() {
        return schema;
    }

    /** @throws dev.safe4j.jdbc.SchemaMissingException if a table is not there */
    Known known() {
        Known found = known;
        if (found == null) {
            CounterSql sql = new CounterSql(
                    schema.require(database), database.table(schema.table() + "_quota"), database.dialect());
            found = new Known(sql, database.dialect());
            known = found;
        }
        return found;
    }

    /** The statements. Immutable. */
    static final class Known {

        private final CounterSteps steps;
        private final NamedSql sum;
        private final NamedSql remove;
        private final List<NamedSql> look;
        private final NamedSql purge;

        private Known(CounterSql sql, Dialect dialect) {
            this.steps = switch (dialect) {
                case POSTGRESQL -> new PostgresSteps(sql);
                case MARIADB, MYSQL -> new MySqlSteps(sql, dialect);
                case H2 -> new H2Steps(sql);
            };
            String slots = " from COUNTERS where name = :key and slot between :first and :last";
            this.sum = sql.of("select sum(total)" + slots);
            this.remove = sql.of("delete" + slots);
            this.look = sql.forSlots(many -> "select CLOCK, newest, COUNTS from QUOTAS where WINDOW");
            this.purge = sql.of(
                    dialect == Dialect.POSTGRESQL
                            ? "delete from QUOTAS where ctid in (select ctid from QUOTAS where " + OVER
                                    + " limit :limit for update skip locked)"
                            : "delete from QUOTAS where " + OVER + " limit :limit");
        }

        CounterSteps steps() {
            return steps;
        }

        long sum(Session session, String key, int first, int last) throws SQLException {
            return CounterRows.sum(
                    sum.query(session, CounterRows.of(key, first, last), 1).get(0)[0]);
        }

        boolean remove(Session session, String key, int first, int last) throws SQLException {
            return remove.update(session, CounterRows.of(key, first, last)) > 0;
        }

        /** A quota that is not there is one of which nothing counts, at whatever time. */
        Window look(Session session, String key, Pace pace) throws SQLException {
            int slots = pace.slots();
            List<@Nullable Object[]> rows = look.get(slots - 1).query(session, CounterRows.of(key, pace), 2 + slots);
            return rows.isEmpty()
                    ? new Window(false, 0, Ring.empty(0, slots))
                    : new Window(false, CounterRows.number(rows.get(0)[0]), CounterRows.ring(rows.get(0), 1, slots));
        }

        /** At READ COMMITTED on MariaDB and MySQL, where the rows that are not over are let go at once. */
        int purge(Session session, int atMost) throws SQLException {
            return ShortTransactions.whole(session, inside -> purge.update(inside, Map.of("limit", atMost)));
        }
    }
}
