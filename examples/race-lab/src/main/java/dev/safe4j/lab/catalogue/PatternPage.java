package dev.safe4j.lab.catalogue;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The page of a hazard.
 *
 * @param severity "high", "medium" or "low"; null if the page does not say
 * @param fix the code of the fix
 * @param reviewer the sentence for who reviews code, to be pasted
 * @param html all of it
 */
public record PatternPage(@Nullable String severity, String fix, String reviewer, String html) {

    private static final Pattern SEVERITY =
            Pattern.compile("^## Severity\\b.*\n+(High|Medium|Low)\\b", Pattern.MULTILINE);
    private static final Pattern FIX =
            Pattern.compile("^## The canonical fix\n.*?^```java\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
    private static final Pattern REVIEWER =
            Pattern.compile("^To paste: \"(.+?)\"$\\s*(?=^$|^#|\\z)", Pattern.MULTILINE | Pattern.DOTALL);

    /**
     * Reads it.
     *
     * @throws IllegalStateException if it has no fix, or nothing to paste
     */
    static PatternPage of(String slug, String markdown) {
        Matcher severity = SEVERITY.matcher(markdown);
        return new PatternPage(
                severity.find() ? severity.group(1).toLowerCase(Locale.ROOT) : null,
                the("fix", FIX, slug, markdown).stripTrailing(),
                the("sentence to paste", REVIEWER, slug, markdown).replaceAll("\\s+", " "),
                PageHtml.of(markdown));
    }

    private static String the(String what, Pattern pattern, String slug, String markdown) {
        Matcher found = pattern.matcher(markdown);
        if (!found.find()) {
            throw new IllegalStateException("the page of " + slug + " has no " + what);
        }
        return found.group(1);
    }
}
