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

/**
 * What happened in a test, as the test saw it, in that order: the timeline of a hazard whose steps are no statements. Thread-safe.
 */
public final class Recording {

    private record Event(int column, String what) {}

    private final List<String> callers;
    private final List<Event> events = new ArrayList<>();

    public Recording(String... callers) {
        this.callers = List.of(callers);
    }

    public synchronized void note(String caller, String what) {
        events.add(new Event(callers.indexOf(caller), what));
    }

    /** The page shows just this, and this end. */
    public void assertOnPage(String slug, String end) {
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
