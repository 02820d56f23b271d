package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.counter.Ring;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.Session;
import dev.safe4j.jdbc.ShortTransactions;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The steps of H2, which is in the process or near: the row is locked, looked at and written, in one short transaction. Two who make a row at
 * once meet at its key, and the second begins again. Immutable.
 */
final class H2Steps implements CounterSteps {

    private final NamedSql total;
    private final NamedSql begin;
    private final NamedSql goOn;
    private final NamedSql clock;
    private final List<NamedSql> rings;
    private final List<NamedSql> beginRing;
    private final List<NamedSql> goOnRing;

    H2Steps(CounterSql sql) {
        this.total = sql.of("select total from COUNTERS where ROW for update");
        this.begin = sql.of("insert into COUNTERS (name, slot, total) values (:key, :slot, :amount)");
        this.goOn = sql.of("update COUNTERS set total = total + :amount where ROW");
        this.clock = sql.of("select CLOCK");
        this.rings = sql.forSlots(slots -> "select CLOCK, newest, COUNTS from QUOTAS where WINDOW for update");
        this.beginRing = sql.forSlots(slots -> "insert into QUOTAS (name, micros, slots, newest, COUNTS)"
                + " values (:key, :micros, SLOTS, :newest, :counts)");
        this.goOnRing = sql.forSlots(slots -> "update QUOTAS set newest = :newest, (COUNTS) = (:counts) where WINDOW");
    }

    @Override
    public Added add(Session session, Change change) throws SQLException {
        Map<String, Object> values = CounterRows.of(change);
        return ShortTransactions.whole(session, inside -> {
            List<@Nullable Object[]> rows = total.query(inside, values, 1);
            long present = rows.isEmpty() ? 0 : CounterRows.number(rows.get(0)[0]);
            if (!change.isTakenBy(present)) {
                return new Added(false, present);
            }
            (rows.isEmpty() ? begin : goOn).update(inside, values);
            return new Added(true, present + change.amount());
        });
    }

    @Override
    public Window take(Session session, Take take) throws SQLException {
        int slots = take.pace().slots();
        return ShortTransactions.whole(session, inside -> {
            Map<String, Object> values = new HashMap<>(CounterRows.of(take));
            List<@Nullable Object[]> rows = rings.get(slots - 1).query(inside, values, 2 + slots);
            boolean isThere = !rows.isEmpty();
            long now = CounterRows.number(
                    isThere ? rows.get(0)[0] : clock.query(inside, values, 1).get(0)[0]);
            long slot = take.pace().slotAt(now);
            Ring ring = isThere ? CounterRows.ring(rows.get(0), 1, slots) : Ring.empty(slot, slots);
            Optional<Ring> after = ring.take(slot, take.amount(), take.limit());
            if (after.isPresent()) {
                values.put("newest", after.get().newest());
                values.put("counts", after.get().counts());
                (isThere ? goOnRing : beginRing).get(slots - 1).update(inside, values);
            }
            return new Window(after.isPresent(), now, after.orElse(ring));
        });
    }
}
