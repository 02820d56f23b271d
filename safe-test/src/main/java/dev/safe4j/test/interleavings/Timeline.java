package dev.safe4j.test.interleavings;

import dev.safe4j.test.schedule.Event;
import dev.safe4j.test.schedule.Move;
import dev.safe4j.test.schedule.Played;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run as rows, a column an actor: what each did, what it got, for whom it waited.
 *
 * @param columns the names of the participants
 * @param frames the service's method behind each participant's first step, null where there was none
 * @param rows in the order of time
 */
public record Timeline(List<String> columns, List<@Nullable String> frames, List<Row> rows) {

    /**
     * One row.
     *
     * @param number of the step, the same for its begin and its end
     * @param isEnd whether it is the end of a step that had to wait
     * @param column the number of the participant
     * @param what what it did: SQL with its parameters, a command, an event; "" at an end
     * @param result what came of it; null if that is told later, or never
     * @param waitsFor for whom it waits, null if for nobody
     * @param isFault whether it failed
     */
    public record Row(
            int number,
            boolean isEnd,
            int column,
            String what,
            @Nullable String result,
            @Nullable String waitsFor,
            boolean isFault) {

        /** {@return the number, with a dash for the end of a step that had to wait} */
        public String label() {
            return number + (isEnd ? "'" : "");
        }
    }

    private record Moment(int place, int number, Event event, boolean isEnd) {}

    /**
     * Returns a run's timeline, its secrets hidden ({@link dev.safe4j.test.schedule.Mask}), each text of it on one line.
     *
     * @param played the run
     * @return its timeline
     */
    public static Timeline of(Played played) {
        List<Moment> moments = new ArrayList<>();
        int number = 0;
        for (Event event : played.events()) {
            moments.add(new Moment(event.started(), ++number, event, false));
            if (event.waited() != null && event.ended() > 0) {
                moments.add(new Moment(event.ended(), number, event, true));
            }
        }
        moments.sort(Comparator.comparingInt(Moment::place));
        return new Timeline(
                played.names().stream().map(Shown::line).toList(),
                frames(played),
                moments.stream().map(Timeline::row).toList());
    }

    private static List<@Nullable String> frames(Played played) {
        List<@Nullable String> frames = new ArrayList<>();
        for (int actor = 0; actor < played.names().size(); actor++) {
            int index = actor;
            frames.add(played.events().stream()
                    .filter(event -> event.actor() == index && event.step().frame() != null)
                    .map(event -> event.step().frame())
                    .findFirst()
                    .orElse(null));
        }
        return frames;
    }

    private static Row row(Moment moment) {
        Event event = moment.event();
        String connection = event.step().connection();
        String what =
                (connection.isEmpty() ? "" : connection + ": ") + event.step().text();
        Event.Wait wait = event.waited();
        boolean failed = event.failure() != null;
        if (moment.isEnd()) {
            return new Row(moment.number(), true, event.actor(), "", Shown.line(resultOf(event)), null, failed);
        }
        String shown = Shown.line(what);
        if (wait != null) {
            String proof = wait.proven() ? "" : " (assumed)";
            return new Row(moment.number(), false, event.actor(), shown, null, Shown.line(wait.text()) + proof, false);
        }
        return new Row(moment.number(), false, event.actor(), shown, Shown.line(resultOf(event)), null, failed);
    }

    private static String resultOf(Event event) {
        String lost = switch (event.fate()) {
            case RUNS -> "";
            case LOST_BEFORE -> "connection lost before it: ";
            case REPLY_LOST -> "done, but the reply was lost: ";
        };
        Throwable failure = event.failure();
        if (failure != null) {
            String code = Outcomes.sqlError(failure);
            String name = code == null ? failure.getClass().getSimpleName() : code;
            return (lost + name + " " + Shown.error(failure.getMessage())).stripTrailing();
        }
        if (event.ended() == 0) {
            return "never ended";
        }
        if (!event.values().isEmpty()) {
            return String.join(", ", event.values());
        }
        return event.result() == null ? "ok" : event.result();
    }

    /** Tells whether a run lost a connection on purpose. */
    static boolean lostAConnection(Played played) {
        return played.moves().stream().anyMatch(move -> move.fate() != Move.Fate.RUNS);
    }
}
