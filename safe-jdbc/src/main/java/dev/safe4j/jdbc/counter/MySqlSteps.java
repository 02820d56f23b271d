package dev.safe4j.jdbc.counter;

import static dev.safe4j.jdbc.counter.CounterSql.each;

import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The steps of MariaDB and MySQL: an upsert whose first assignment notes whether it takes, by which the others go, as assignments are made from
 * left to right. MariaDB returns the row; on MySQL a second statement reads it in the same transaction. Immutable.
 *
 * <p>Where a counter is not there and cannot begin with the amount, it is refused at 0 and there afterwards.
 */
final class MySqlSteps implements CounterSteps {

    private static final String ADD = """
            insert into COUNTERS (name, slot, total, taken) values (:key, :slot, :initial, :begins)
            on duplicate key update taken = (total between :lowest and :highest), total = if(taken, total + :amount, total)""";

    private static final String TAKE = """
            insert into QUOTAS (name, micros, slots, newest, taken, COUNTS)
            values (:key, :micros, SLOTS, CLOCK div :micros, true, BEGUN)
            on duplicate key update taken = (LEFT <= :room), MORE,
              newest = if(taken, greatest(newest, values(newest)), newest)""";

    /** What still counts of a column: its slot is not one of those that came since the newest. */
    private static final String KEPT = "if(SLOTS - 1 - mod(newest - N, SLOTS) < values(newest) - newest, 0, countN)";

    private static final String ADDED = "taken, total";
    private static final String TAKEN = "taken, CLOCK, newest, COUNTS";

    private final boolean returns;
    private final NamedSql add;
    private final NamedSql added;
    private final List<NamedSql> takes;
    private final List<NamedSql> taken;

    MySqlSteps(CounterSql sql, Dialect dialect) {
        this.returns = dialect == Dialect.MARIADB;
        this.add = sql.of(ADD + returning(ADDED));
        this.added = sql.of("select " + ADDED + " from COUNTERS where ROW for update");
        this.takes = sql.forSlots(slots -> take(slots) + returning(TAKEN));
        this.taken = sql.forSlots(slots -> "select " + TAKEN + " from QUOTAS where WINDOW for update");
    }

    private String returning(String what) {
        return returns ? " returning " + what : "";
    }

    private static String take(int slots) {
        String present = "if(mod(%s, SLOTS) = N, :amount, 0)";
        String more = "if(taken, " + KEPT + " + " + present.formatted("greatest(newest, values(newest))") + ", countN)";
        return TAKE.replace("BEGUN", each(slots, ", ", present.formatted("CLOCK div :micros")))
                .replace("MORE", each(slots, ", ", "countN = " + more))
                .replace("LEFT", each(slots, " + ", KEPT));
    }

    @Override
    public Added add(Session session, Change change) throws SQLException {
        @Nullable Object[] row = written(session, add, added, CounterRows.of(change), 2);
        return new Added(CounterRows.flag(row[0]), CounterRows.number(row[1]));
    }

    @Override
    public Window take(Session session, Take take) throws SQLException {
        int slots = take.pace().slots();
        return CounterRows.window(
                written(session, takes.get(slots - 1), taken.get(slots - 1), CounterRows.of(take), 3 + slots), slots);
    }

    private @Nullable Object[] written(
            Session session, NamedSql write, NamedSql read, Map<String, Object> values, int columns)
            throws SQLException {
        if (returns) {
            return write.query(session, values, columns).get(0);
        }
        return ShortTransactions.whole(session, inside -> {
            write.update(inside, values);
            return read.query(inside, values, columns).get(0);
        });
    }
}
