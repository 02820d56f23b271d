package dev.safe4j.idempotency;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * What makes two requests the same one: whose it is, what it asks for, and the key that its sender gave it. Immutable.
 *
 * @param scope whose keys these are, chosen by the server, so that nobody sees another's answer: a tenant or an account; empty where
 *     there is only one
 * @param operation what is asked for
 * @param key made by the sender, the same in every repetition
 */
public record RequestId(String scope, String operation, String key) implements Serializable {

    /** The longest scope, in characters. */
    public static final int LONGEST_SCOPE = 100;

    /** The longest name of an operation, in characters. */
    public static final int LONGEST_OPERATION = 150;

    /** The longest key, in characters. */
    public static final int LONGEST_KEY = 255;

    /**
     * Checks the parts.
     *
     * @throws IllegalArgumentException if a part is null, too long, or holds control characters or half a character of two units, which
     *     no two stores keep alike, or the operation or the key is blank
     */
    public RequestId {
        checked("the scope of a request", scope, LONGEST_SCOPE);
        notBlank("the operation of a request", checked("the operation of a request", operation, LONGEST_OPERATION));
        notBlank("the key of a request", checked("the key of a request", key, LONGEST_KEY));
    }

    private static String checked(String what, @Nullable String text, int longest) {
        if (text == null) {
            throw new IllegalArgumentException(what + " must not be null.");
        }
        if (text.length() > longest) {
            throw new IllegalArgumentException(what + " has at most " + longest + " characters, and '"
                    + text.substring(0, 40) + "…' has " + text.length() + ".");
        }
        if (text.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " must not hold control characters: '" + text.replaceAll("\\p{Cntrl}", "?") + "'.");
        }
        if (isTorn(text)) {
            throw new IllegalArgumentException(
                    what + " must not hold half of a character of two units (a lone surrogate).");
        }
        return text;
    }

    /** Such a text is no UTF-8: one store would refuse it, and another keep it as a question mark, like every other one. */
    static boolean isTorn(String text) {
        return text.codePoints().anyMatch(each -> each >= Character.MIN_SURROGATE && each <= Character.MAX_SURROGATE);
    }

    private static void notBlank(String what, String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(what + " must not be blank.");
        }
    }

    /** Returns operation and key, and whose they are, as in messages. */
    @Override
    public String toString() {
        return operation + " '" + key + "'" + (scope.isEmpty() ? "" : " of '" + scope + "'");
    }
}
