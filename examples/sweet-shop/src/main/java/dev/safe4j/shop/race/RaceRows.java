package dev.safe4j.shop.race;

import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.update.Row;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of one race, made for it and deleted after it: their numbers come from a range drawn at random, so that two
 * instances can race on one database at the same time, and the shop's own rows are left alone.
 */
public final class RaceRows implements AutoCloseable {

    private static final int RANGE_BITS = 16;
    private static final long FIRST_RANGE = 1L << RANGE_BITS;

    private static final Map<String, String> NUMBERED = Map.ofEntries(
            Map.entry("golden_ticket", "id"),
            Map.entry("wallet", "id"),
            Map.entry("sweet", "id"),
            Map.entry("price_list", "id"),
            Map.entry("tasting", "id"),
            Map.entry("booking", "tasting"),
            Map.entry("shift", "id"),
            Map.entry("keeper", "shift"),
            Map.entry("purchase", "sweet"),
            Map.entry("stamp_card", "id"),
            Map.entry("gift", "card"),
            Map.entry("box", "id"),
            Map.entry("box_order", "box"));
    private static final Map<String, String> NAMED =
            Map.of("customer", "name", "visit", "page", "numbered_order", "customer");

    private final Updates updates;
    private final JdbcClient jdbc;
    private final long first;
    private final AtomicLong next;

    public RaceRows(Updates updates, JdbcClient jdbc) {
        this.updates = updates;
        this.jdbc = jdbc;
        this.first = ThreadLocalRandom.current().nextLong(1, 1L << 36) * FIRST_RANGE;
        this.next = new AtomicLong(first);
    }

    /** A number that nobody else has. */
    public long newId() {
        long id = next.getAndIncrement();
        if (id >= first + FIRST_RANGE) {
            throw new RaceFailed("a race has at most " + FIRST_RANGE + " rows: take fewer rounds or callers");
        }
        return id;
    }

    /** A name that nobody else has. */
    public String newName() {
        return prefix() + newId();
    }

    private String prefix() {
        return "race-" + first + "-";
    }

    /**
     * Inserts a row under a number of its own.
     *
     * @param columns the other columns, names and values in turn
     * @return the number, its id
     */
    public long insert(String table, @Nullable Object... columns) {
        long id = newId();
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        values.put("id", id);
        for (int i = 0; i < columns.length; i += 2) {
            values.put(String.valueOf(columns[i]), columns[i + 1]);
        }
        updates.table(table).insertIfAbsent(Row.of(values)).orThrow();
        return id;
    }

    /** The number that a query for one number finds, zero if it finds none. */
    public long number(String sql, Object key) {
        return jdbc.sql(sql).param(key).query(Long.class).optional().orElse(0L);
    }

    /** The money that a query for one amount finds. */
    public BigDecimal money(String sql, Object key) {
        return jdbc.sql(sql).param(key).query(BigDecimal.class).single();
    }

    /** The text that a query for one text finds. */
    public String text(String sql, Object key) {
        return jdbc.sql(sql).param(key).query(String.class).single();
    }

    @Override
    public void close() {
        NUMBERED.forEach((table, column) -> jdbc.sql("delete from " + table + " where " + column + " between ? and ?")
                .params(first, first + FIRST_RANGE - 1)
                .update());
        NAMED.forEach((table, column) -> jdbc.sql("delete from " + table + " where " + column + " like ?")
                .param(prefix() + "%")
                .update());
    }
}
