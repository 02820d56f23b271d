package dev.safe4j.jdbc.counter;

import static dev.safe4j.jdbc.counter.CounterSql.each;

import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One statement a step, which decides on the row that it has locked, and answers with it if it refuses; a take that is refused costs one more.
 * Nothing is written then. Immutable.
 */
final class PostgresSteps implements CounterSteps {

    /** How often a row may come while a statement looks, which does not see it then. */
    private static final int LOOKS = 3;

    /** For what may be added to a counter that is not there. */
    private static final String BEGIN = """
            insert into COUNTERS as c (name, slot, total) values (:key, :slot, :amount)
            on conflict (name, slot) do update set total = c.total + excluded.total
            where c.total between :lowest and :highest
            returning c.total""";

    private static final String GO_ON = """
            update COUNTERS set total = total + :amount where ROW and total between :lowest and :highest
            returning total""";

    /** The row is locked by what refused, so it is seen as it was refused at, and not as it was when the statement began. */
    private static final String OR_SEEN = """
            with taken as (
              CHANGE
            ), seen as (
              select total from COUNTERS where ROW and not exists (select from taken) for update
            )
            select true, total from taken union all select false, total from seen""";

    /** The clock is that of the start of the statement, the same wherever it stands in it. */
    private static final String TAKE = """
            insert into QUOTAS as q (name, micros, slots, newest, COUNTS)
            BEGUN
            on conflict (name, micros, slots) do update set newest = HEAD, MORE
            where IN_TIME LEFT <= :room
            returning true, MICROS(STILL), q.newest, RETURNED""";

    /** Every call of a function costs something before the statement runs: the clock is read in one place, and divided there. */
    private static final String BEGUN = """
            select :key, :micros, SLOTS, w.newest, PARTS
            from (select MICROS(STILL) / :micros as newest, :amount as amount offset 0) as w""";

    private static final String BEGUN_ALONE = "values (:key, :micros, SLOTS, MICROS(STILL) / :micros, :amount)";

    /** For those who were refused: in one statement with the rest it would cost those, too, who were not. */
    private static final String TAKE_OR_SEEN = """
            with taken as (
              CHANGE
            ), seen as (
              select false, MICROS(STILL), newest, COUNTS from QUOTAS where WINDOW and not exists (select from taken) for update
            )
            select * from taken union all select * from seen""";

    /** What still counts of a column: the slot that it is for, up to the newest, is not one of those that came since. */
    private static final String KEPT = "case when HEAD - mod(HEAD - N, SLOTS) <= q.newest then q.countN else 0 end";

    private static final String KEPT_ALONE = "case when HEAD <= q.newest then q.countN else 0 end";

    /** Where the clock was set back, it is that of the row. */
    private static final String HEAD = "greatest(q.newest, excluded.newest)";

    private final NamedSql begin;
    private final NamedSql beginOrSeen;
    private final NamedSql goOn;
    private final NamedSql goOnOrSeen;
    private final List<NamedSql> takes;
    private final List<NamedSql> takesOrSeen;

    PostgresSteps(CounterSql sql) {
        this.begin = sql.of(BEGIN);
        this.beginOrSeen = sql.of(OR_SEEN.replace("CHANGE", BEGIN));
        this.goOn = sql.of(GO_ON);
        this.goOnOrSeen = sql.of(OR_SEEN.replace("CHANGE", GO_ON));
        this.takes = sql.forSlots(PostgresSteps::takeInTime);
        this.takesOrSeen = sql.forSlots(slots -> TAKE_OR_SEEN.replace("CHANGE", takeAtAnyTime(slots)));
    }

    /** Unless the clock was set back: what is to be inserted stands in the column that it is added to, and need not be asked for its slot. */
    private static String takeInTime(int slots) {
        return take(slots, "excluded.countN")
                .replace("IN_TIME", "q.newest <= excluded.newest and")
                .replace("HEAD", "excluded.newest");
    }

    private static String takeAtAnyTime(int slots) {
        return take(slots, "case when mod(HEAD, SLOTS) = N then :amount else 0 end")
                .replace("IN_TIME ", "")
                .replace("HEAD", HEAD);
    }

    private static String take(int slots, String taken) {
        boolean isAlone = slots == 1;
        String kept = isAlone ? KEPT_ALONE : KEPT;
        return TAKE.replace("BEGUN", isAlone ? BEGUN_ALONE : BEGUN)
                .replace("PARTS", each(slots, ", ", "case when mod(w.newest, SLOTS) = N then w.amount else 0 end"))
                .replace("MORE", each(slots, ", ", "countN = " + kept + " + " + taken))
                .replace("LEFT", each(slots, " + ", kept))
                .replace("RETURNED", each(slots, ", ", "q.countN"));
    }

    @Override
    public Added add(Session session, Change change) throws SQLException {
        boolean begins = change.isTakenBy(0);
        Map<String, Object> values = CounterRows.of(change);
        boolean isBounded = change.bound() != Long.MAX_VALUE && change.bound() != Long.MIN_VALUE;
        if (!isBounded) { // and not refused, but for an overflow
            List<@Nullable Object[]> rows = (begins ? begin : goOn).query(session, values, 1);
            if (!rows.isEmpty()) {
                return new Added(true, CounterRows.number(rows.get(0)[0]));
            }
        }
        for (int look = 0; look < LOOKS; look++) {
            List<@Nullable Object[]> rows = (begins ? beginOrSeen : goOnOrSeen).query(session, values, 2);
            if (!rows.isEmpty()) {
                return new Added(CounterRows.flag(rows.get(0)[0]), CounterRows.number(rows.get(0)[1]));
            } else if (!begins) {
                return new Added(false, 0);
            }
        }
        throw CounterRows.moved(change.key());
    }

    @Override
    public Window take(Session session, Take take) throws SQLException {
        int slots = take.pace().slots();
        Map<String, Object> values = CounterRows.of(take);
        for (int look = 0; look <= LOOKS; look++) {
            NamedSql statement = (look == 0 ? takes : takesOrSeen).get(slots - 1);
            List<@Nullable Object[]> rows = statement.query(session, values, 3 + slots);
            if (!rows.isEmpty()) {
                return CounterRows.window(rows.get(0), slots);
            }
        }
        throw CounterRows.moved(take.key());
    }
}
