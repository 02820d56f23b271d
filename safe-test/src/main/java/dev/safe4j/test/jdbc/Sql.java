package dev.safe4j.test.jdbc;

import dev.safe4j.test.schedule.Event;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * What one call sends: a statement, or a batch.
 *
 * @param text with its parameters inlined
 * @param shape with its placeholders
 * @param parts its statements
 * @param isBatch whether it is a batch
 * @param tellEvent told the event when the call begins
 */
record Sql(String text, String shape, List<SqlText> parts, boolean isBatch, Consumer<Event> tellEvent) {

    boolean mayWrite() {
        return parts.stream().anyMatch(SqlText::mayWrite);
    }

    boolean anything() {
        return parts.stream().anyMatch(SqlText::anything);
    }

    boolean locksTheSession() {
        return parts.stream().anyMatch(SqlText::locksTheSession);
    }

    Set<String> reads() {
        return parts.stream().flatMap(part -> part.reads().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    Set<String> writes() {
        return parts.stream().flatMap(part -> part.writes().stream()).collect(Collectors.toCollection(TreeSet::new));
    }

    void began(Event event) {
        tellEvent.accept(event);
    }
}
