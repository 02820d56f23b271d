package dev.safe4j.shop.pages;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a test, as the test saw it, in that order: the timeline of a hazard whose steps are no statements. Thread-safe.
 */
public final class Recording {

    private static final ThreadLocal<@Nullable Viewer> SHOWN_TO = new ThreadLocal<>();

    /** Somebody who looks on while a test is played, and gets what is recorded in the place of the page. */
    public interface Viewer {

        /** A recording begins, with a column for each of these. */
        void begins(List<String> callers);

        /** The caller of that column did something. */
        void noted(int column, String what);

        /** It came to this end. */
        void ended(String end);
    }

    private record Event(int column, String what) {}

    private final List<String> callers;
    private final List<Event> events = new ArrayList<>();
    private final @Nullable Viewer viewer;

    public Recording(String... callers) {
        this.callers = List.of(callers);
        this.viewer = SHOWN_TO.get();
        if (viewer != null) {
            viewer.begins(this.callers);
        }
    }

    /** Plays tests on this thread, and shows this viewer what they record instead of comparing it with the pages. */
    public static void show(Viewer viewer, Runnable tests) {
        SHOWN_TO.set(viewer);
        try {
            tests.run();
        } finally {
            SHOWN_TO.remove();
        }
    }

    public synchronized void note(String caller, String what) {
        int column = callers.indexOf(caller);
        events.add(new Event(column, what));
        if (viewer != null) {
            viewer.noted(column, what);
        }
    }

    /** The page shows just this, and this end. */
    public void assertOnPage(String slug, String end) {
        if (viewer == null) {
            compareWithPage(slug, end);
        } else {
            viewer.ended(end);
        }
    }

    private void compareWithPage(String slug, String end) {
        Path page = Pages.folder().resolve(slug + ".md");
        String wanted = "```text\n" + table() + "end  | " + end + "\n```\n";
        Pattern block = Pattern.compile("(<!-- events: " + slug + " -->\n)(.*?)(<!-- /events -->)", Pattern.DOTALL);
        try {
            String text = Files.readString(page);
            Matcher shown = block.matcher(text);
            assertThat(shown.find()).as(page + " has a place for its events").isTrue();
            if (Pages.WRITE) {
                Files.writeString(
                        page, shown.replaceFirst(Matcher.quoteReplacement(shown.group(1) + wanted + shown.group(3))));
            } else {
                assertThat(shown.group(2)).as(page.toString()).isEqualTo(wanted);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private synchronized PageTable table() {
        PageTable table = new PageTable(callers);
        for (int i = 0; i < events.size(); i++) {
            table.row(
                    String.valueOf(i + 1), events.get(i).column(), events.get(i).what());
        }
        return table;
    }
}
