package dev.safe4j.lab.staged;

import dev.safe4j.lab.run.Timeline;
import dev.safe4j.shop.pages.Recording;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Makes a timeline of what a test records, as it happens. Thread-safe: callers may note what they do themselves. */
final class Recorder implements Recording.Viewer {

    private final Consumer<Timeline> shown;
    private List<String> callers = List.of();
    private final List<Timeline.Step> steps = new ArrayList<>();
    private String end;

    /** The end is what the test says, unless it records another one. */
    Recorder(String end, Consumer<Timeline> shown) {
        this.end = end;
        this.shown = shown;
    }

    @Override
    public synchronized void begins(List<String> names) {
        callers = names;
        steps.clear();
    }

    @Override
    public synchronized void noted(int column, String what) {
        String number = String.valueOf(steps.size() + 1);
        steps.add(new Timeline.Step(number, column, what, kind(what), null, null, null, List.of()));
        show();
    }

    @Override
    public synchronized void ended(String how) {
        end = how;
        show();
    }

    private void show() {
        shown.accept(new Timeline(callers, List.copyOf(steps), end, null));
    }

    private static String kind(String what) {
        String text = what.toLowerCase(Locale.ROOT);
        if (text.startsWith("commit") || text.startsWith("rollback")) {
            return text.startsWith("commit") ? "commit" : "rollback";
        }
        if (text.startsWith("update ") || text.startsWith("insert ") || text.startsWith("delete ")) {
            return "write";
        }
        if (text.contains("waits")) {
            return "wait";
        }
        return text.startsWith("select ") || text.contains("get(") ? "read" : "note";
    }
}
