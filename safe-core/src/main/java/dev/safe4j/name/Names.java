package dev.safe4j.name;

import org.jspecify.annotations.Nullable;

/** The rule for names and keys: whole characters, none of them control characters, not blank. */
public final class Names {

    private static final int SHOWN = 40;

    private Names() {}

    /**
     * Checks a name or key.
     *
     * @param what it is, to begin a message with
     * @param text the name
     * @param longest how many characters it has at most
     * @return the name
     * @throws IllegalArgumentException if it is null, blank, too long, or {@linkplain #checkedOrBlank holds} what it must not
     */
    public static String checked(String what, @Nullable String text, int longest) {
        String checked = checkedOrBlank(what, text, longest);
        if (checked.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank.");
        }
        return checked;
    }

    /**
     * Checks a name that may be blank.
     *
     * @param what it is, to begin a message with
     * @param text the name
     * @param longest how many characters it has at most
     * @return the name
     * @throws IllegalArgumentException if it is null, too long, or holds control characters or {@linkplain #isTorn half} of a character
     */
    public static String checkedOrBlank(String what, @Nullable String text, int longest) {
        if (text == null) {
            throw new IllegalArgumentException(what + " must not be null.");
        }
        if (text.length() > longest) {
            throw new IllegalArgumentException(what + " has at most " + longest + " characters, and '"
                    + text.substring(0, Math.min(SHOWN, longest)) + "…' has " + text.length() + ".");
        }
        if (hasControl(text)) {
            throw new IllegalArgumentException(
                    what + " must not hold control characters: '" + text.replaceAll("\\p{Cntrl}", "?") + "'.");
        }
        if (isTorn(text)) {
            throw new IllegalArgumentException(
                    what + " must not hold half of a character of two units (a lone surrogate).");
        }
        return text;
    }

    private static boolean hasControl(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isISOControl(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /**
     * Tells whether a text holds half of a character of two units, a lone surrogate. Such a text is no UTF-8: one store would refuse it, and
     * another keep it as a question mark, like every other one.
     *
     * @param text any text
     * @return true if it does
     */
    public static boolean isTorn(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                boolean isPair = i + 1 < text.length() && Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1));
                if (!isPair) {
                    return true;
                }
                i++;
            }
        }
        return false;
    }
}
