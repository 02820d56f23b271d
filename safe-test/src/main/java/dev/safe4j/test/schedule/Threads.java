package dev.safe4j.test.schedule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says of actors where they are. */
final class Threads {

    private static final int FRAMES = 25;

    private Threads() {}

    static String stacks(List<Actor> actors, String what) {
        return actors.stream()
                .map(actor -> actor.name + " " + what + stack(actor))
                .collect(Collectors.joining("\n"));
    }

    private static String stack(Actor actor) {
        Thread thread = actor.thread;
        if (thread == null) {
            return " (its executor has not begun it)";
        }
        return Stream.of(thread.getStackTrace())
                .limit(FRAMES)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining("", " (thread " + thread.getState() + ")", ""));
    }

    static String waits(List<Actor> actors, String what) {
        return actors.stream()
                .map(actor -> "\n  " + actor.name + " " + (actor.blocked == null ? "waits" : actor.blocked.text())
                        + (actor.event == null
                                ? ""
                                : " in: " + actor.event.step().text()))
                .collect(Collectors.joining("", what, ""));
    }
}
