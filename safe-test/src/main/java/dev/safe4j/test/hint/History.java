package dev.safe4j.test.hint;

import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Move;
import dev.safe4j.test.schedule.Played;
import dev.safe4j.test.schedule.Step;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What counted in a run: the reads and writes of the transactions that were committed, with the places at which they did. */
final class History {

    private final Map<String, List<Event>> open = new LinkedHashMap<>();
    private final List<Access> reads = new ArrayList<>();
    private final List<Access> writes = new ArrayList<>();

    private History() {}

    static History of(Played played) {
        History history = new History();
        played.events().forEach(history::take);
        history.open.values().forEach(left -> left.forEach(history::alone));
        return history;
    }

    List<Access> reads() {
        return reads;
    }

    List<Access> writes() {
        return writes;
    }

    private void take(Event event) {
        List<Event> mine = open.computeIfAbsent(event.actor() + event.step().connection(), key -> new ArrayList<>());
        switch (event.step().kind()) {
            case STATEMENT -> {
                if (event.failure() == null && event.ended() > 0) {
                    mine.add(event);
                }
            }
            case REDIS -> alone(event);
            case COMMIT -> commit(mine, event);
            case ROLLBACK -> rollBack(mine, event);
            case EVENT -> {}
        }
    }

    private void commit(List<Event> mine, Event commit) {
        boolean kept = commit.failure() == null || commit.fate() == Move.Fate.REPLY_LOST;
        boolean automatic = commit.step().text().equals("commit (automatic)");
        if (automatic && mine.size() > 1) {
            mine.subList(0, mine.size() - 1).forEach(this::alone);
            mine.subList(0, mine.size() - 1).clear();
        }
        if (kept && !mine.isEmpty()) {
            Event first = mine.get(0);
            int snapshot = first.step().footprint().snapshot() ? first.started() : 0;
            mine.forEach(event -> add(event, snapshot, commit.ended()));
        }
        mine.clear();
    }

    private static void rollBack(List<Event> mine, Event rollback) {
        if (rollback.step().text().startsWith("rollback to savepoint")) {
            mine.removeIf(event -> !event.step().footprint().writes().isEmpty()); // which of them, it does not say
        } else {
            mine.clear();
        }
    }

    /** Without a transaction around it. */
    private void alone(Event event) {
        boolean isKept = event.step().footprint().writes().isEmpty()
                || !event.step().footprint().ends().isEmpty()
                || event.step().kind() == Step.Kind.REDIS;
        if (isKept && event.failure() == null && event.ended() > 0) {
            add(event, 0, event.ended());
        }
    }

    private void add(Event event, int snapshot, int kept) {
        boolean changed = !"0 rows".equals(event.result());
        for (Statement sql : parse(event)) {
            int now = event.waited() == null && !sql.locking() ? event.started() : event.ended();
            int seen = snapshot > 0 && !sql.locking() ? snapshot : now;
            Access access = new Access(event, sql, seen, kept);
            if (!sql.reads().isEmpty()) {
                reads.add(access);
            }
            if (sql.writes() && changed) {
                writes.add(access);
            }
        }
    }

    private static List<Statement> parse(Event event) {
        Step step = event.step();
        return step.kind() == Step.Kind.REDIS
                ? Statement.ofCommand(
                        step.text(), step.footprint().reads(), step.footprint().writes())
                : Statement.of(step.text());
    }
}
