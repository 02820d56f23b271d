package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.Ring;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.NamedSql;
import dev.safe4j.jdbc.ServerClock;
import dev.safe4j.jdbc.Table;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Makes statements of texts, for one pair of tables. Immutable. */
final class CounterSql {

    private static final Pattern TABLES = Pattern.compile("\\b(COUNTERS|QUOTAS)\\b");

    private final ServerClock clock;
    private final String counters;
    private final String quotas;

    CounterSql(Table counters, Table quotas, Dialect dialect) {
        this.clock = ServerClock.of(dialect);
        this.counters = counters.sqlName();
        this.quotas = quotas.sqlName();
    }

    /** A statement in which COUNTERS and QUOTAS stand for the tables, and ROW for the condition on the key of a counter. */
    NamedSql of(String text) {
        String readable = clock.in(text.replace("ROW", "name = :key and slot = :slot"));
        return NamedSql.of(TABLES.matcher(readable)
                .replaceAll(table -> Matcher.quoteReplacement(table.group().equals("QUOTAS") ? quotas : counters)));
    }

    /**
     * The statement for each number of slots that can count, one less being its place. In its text SLOTS stands for that number, WINDOW for the
     * condition on the key of a quota, and COUNTS for the columns.
     */
    List<NamedSql> forSlots(IntFunction<String> text) {
        return IntStream.rangeClosed(1, Ring.MOST_SLOTS)
                .mapToObj(slots -> of(text.apply(slots)
                        .replace("WINDOW", "name = :key and micros = :micros and slots = SLOTS")
                        .replace("COUNTS", each(slots, ", ", "countN"))
                        .replace("SLOTS", String.valueOf(slots))))
                .toList();
    }

    /** A text for each of the columns of a quota, in which N stands for its number. */
    static String each(int slots, String between, String text) {
        return IntStream.range(0, slots)
                .mapToObj(place -> text.replace("N", String.valueOf(place)))
                .collect(Collectors.joining(between));
    }
}
