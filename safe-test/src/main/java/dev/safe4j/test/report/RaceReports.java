package dev.safe4j.test.report;

import dev.safe4j.test.interleavings.Exploration;
import dev.safe4j.test.interleavings.Summary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Renders what a search did and found, whether it held or not. What matches the system property {@code safe4j.race.mask} (a
 * regular expression; its groups, if it has any) is shown as {@code ***} in all of them. Without state.
 *
 * <p>Plain text is what {@link Exploration#toString()} gives.
 */
public final class RaceReports {

    private RaceReports() {}

    /**
     * Renders Markdown: what was found, the timeline as a table with a column an actor, the token, the hint.
     *
     * @param exploration what was found
     * @return Markdown with a table as GitHub knows them
     */
    public static String markdown(Exploration exploration) {
        return Markdown.page(Summary.of(exploration));
    }

    /**
     * Renders the timeline alone, as a table in Markdown that is the same on every version of a database.
     *
     * @param exploration what was found
     * @return the table; "" if there is no finding
     */
    public static String markdownTimeline(Exploration exploration) {
        return Markdown.timeline(Summary.of(exploration));
    }

    /**
     * Renders a page for a browser, which needs nothing but itself.
     *
     * @param exploration what was found
     * @return HTML
     */
    public static String html(Exploration exploration) {
        return Html.page(Summary.of(exploration));
    }

    /**
     * Renders JSON. The fields:
     *
     * <ul>
     *   <li>{@code format}: 1; a change that readers may notice raises it
     *   <li>{@code verdict}: the name of the {@link dev.safe4j.test.interleavings.Verdict}; {@code what} happened, as a sentence;
     *       {@code after}: what the broken invariant said of the state, or null
     *   <li>{@code scope}: {@code sentence}, {@code database}, {@code isolation}, {@code orders} that were run, {@code redundant}
     *       ones, {@code waiting} ones, {@code exhausted}, {@code reduced}, {@code preemptions} (-1 for no bound), {@code steps}
     *       of each actor, {@code seed}
     *   <li>{@code token}: plays the order again, or null; {@code switches} in it
     *   <li>{@code actors}: {@code name}, {@code frame} (or null), {@code end}; events of the environment and tasks among them
     *   <li>{@code rows} in the order of time: {@code number} of the step, {@code isEnd} of a step that had to wait, {@code actor}
     *       (its place in {@code actors}), {@code what}, {@code result} (or null), {@code waitsFor} (or null), {@code fault}
     *   <li>{@code outcomes}: how many orders ended how; {@code notes}
     *   <li>{@code hint}: {@code name}, {@code why}, {@code slug} (or null), {@code page}, {@code help}; or null
     * </ul>
     *
     * @param exploration what was found
     * @return JSON, indented
     */
    public static String json(Exploration exploration) {
        return new JsonReport(exploration).text();
    }

    /**
     * Writes all four: {@code NAME.txt}, {@code NAME.md}, {@code NAME.html}, {@code NAME.json}, over files that are there.
     *
     * @param directory made if it is missing
     * @param name of the files; characters that are not letters, digits, {@code .}, {@code _} or {@code -} become {@code -}
     * @param exploration what was found
     * @return the files, in this order
     * @throws IOException if one cannot be written; those before it are there
     * @throws IllegalArgumentException if nothing is left of the name
     */
    public static List<Path> writeTo(Path directory, String name, Exploration exploration) throws IOException {
        String safe = name.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[.-]+|-+$", "");
        if (safe.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' is no name for a report: it needs a letter or a digit");
        }
        Files.createDirectories(directory);
        return List.of(
                Files.writeString(directory.resolve(safe + ".txt"), exploration + "\n"),
                Files.writeString(directory.resolve(safe + ".md"), markdown(exploration)),
                Files.writeString(directory.resolve(safe + ".html"), html(exploration)),
                Files.writeString(directory.resolve(safe + ".json"), json(exploration)));
    }
}
