package dev.safe4j.test.schedule;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets in what is shown of a run: in statements, in the values that were read, in the messages of errors. Immutable.
 *
 * @param pattern what to hide: its groups if it has any, else all of it; null to hide nothing
 */
public record Mask(@Nullable Pattern pattern) {

    /** The system property that holds the regular expression of what to hide, such as {@code secret\s*=\s*'?([^',]*)}. */
    public static final String PROPERTY = "safe4j.race.mask";

    private static final String HIDDEN = "***";

    /**
     * Returns the mask that the system property {@value #PROPERTY} asks for.
     *
     * @return the mask; one that hides nothing if the property is not set
     * @throws IllegalArgumentException if the property is no regular expression
     */
    public static Mask configured() {
        String regex = System.getProperty(PROPERTY);
        if (regex == null || regex.isEmpty()) {
            return new Mask(null);
        }
        try {
            return new Mask(Pattern.compile(regex));
        } catch (PatternSyntaxException wrong) {
            throw new IllegalArgumentException(
                    "system property " + PROPERTY + " = '" + regex + "' is no regular expression: "
                            + wrong.getMessage(),
                    wrong);
        }
    }

    /**
     * Hides what is to be hidden.
     *
     * @param text any text
     * @return the text with {@code ***} in place of what is hidden
     */
    public String hide(String text) {
        if (pattern == null) {
            return text;
        }
        Matcher matcher = pattern.matcher(text);
        StringBuilder shown = new StringBuilder();
        int at = 0;
        while (matcher.find()) {
            for (int group = matcher.groupCount() == 0 ? 0 : 1; group <= matcher.groupCount(); group++) {
                if (matcher.start(group) >= at && matcher.end(group) > matcher.start(group)) {
                    shown.append(text, at, matcher.start(group)).append(HIDDEN);
                    at = matcher.end(group);
                }
            }
        }
        return shown.append(text.substring(at)).toString();
    }
}
