package dev.safe4j.lab.search;

import dev.safe4j.lab.run.Timeline;
import dev.safe4j.test.interleavings.Finding;
import dev.safe4j.test.interleavings.Summary;
import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The order that broke something, step by step. */
final class Steps {

    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    private final Finding finding;
    private final Holds holds = new Holds();

    Steps(Finding finding) {
        this.finding = finding;
    }

    Timeline timeline(Summary told) {
        dev.safe4j.test.interleavings.Timeline timeline = Objects.requireNonNull(told.timeline());
        List<String> actors = new ArrayList<>();
        for (int i = 0; i < timeline.columns().size(); i++) {
            String frame = timeline.frames().get(i);
            actors.add(timeline.columns().get(i) + (frame == null ? "" : ": " + frame));
        }
        List<Timeline.Step> steps = timeline.rows().stream().map(this::step).toList();
        String end = (told.after() == null ? told.what() : told.after()) + "; " + finding.outcomes();
        String hint = told.hint() == null
                ? null
                : told.hint().hazard().title() + ": " + told.hint().why();
        return new Timeline(actors, steps, end, hint);
    }

    private Timeline.Step step(dev.safe4j.test.interleavings.Timeline.Row row) {
        Event event = finding.played().events().get(row.number() - 1);
        boolean waits = row.waitsFor() != null;
        if (!waits && !row.isFault()) {
            holds.done(event);
        } else if (row.isFault()) {
            holds.failed(event);
        }
        Sql sql = Sql.of(event.step().text());
        String read = waits || event.values().isEmpty() ? null : stable(String.join(", ", event.values()));
        return new Timeline.Step(
                row.label(),
                row.column(),
                text(row),
                kind(row, event, sql),
                waits ? holder(event) : null,
                sql.table(),
                read,
                holds.now());
    }

    private static String text(dev.safe4j.test.interleavings.Timeline.Row row) {
        if (row.waitsFor() != null) {
            return stable(row.what()) + ": " + row.waitsFor();
        }
        String result = row.result() == null ? "" : stable(row.result());
        if (row.isEnd()) {
            return "→ " + result;
        }
        return stable(row.what()) + (result.isEmpty() || result.equals("ok") ? "" : " → " + result);
    }

    private static @Nullable Integer holder(Event event) {
        Event.Wait wait = event.waited();
        return wait == null || wait.holders().isEmpty() ? null : wait.holders().get(0);
    }

    private static String kind(dev.safe4j.test.interleavings.Timeline.Row row, Event event, Sql sql) {
        if (row.isFault()) {
            return "error";
        }
        if (row.waitsFor() != null) {
            return "wait";
        }
        if (row.isEnd()) {
            return "go";
        }
        return switch (event.step().kind()) {
            case COMMIT -> "commit";
            case ROLLBACK -> "rollback";
            case EVENT -> "note";
            case STATEMENT, REDIS -> sql.writes() || !holdsNothing(event.step()) ? "write" : "read";
        };
    }

    private static boolean holdsNothing(Step step) {
        return step.footprint().writes().isEmpty();
    }

    /** Without generated keys, and without PostgreSQL's name for a column that has none. */
    private static String stable(String text) {
        return UUID.matcher(text).replaceAll("…").replace("?column?=", "");
    }
}
