package dev.safe4j.idempotency;

import dev.safe4j.name.Names;
import java.io.Serializable;

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
        Names.checkedOrBlank("the scope of a request", scope, LONGEST_SCOPE);
        Names.checked("the operation of a request", operation, LONGEST_OPERATION);
        Names.checked("the key of a request", key, LONGEST_KEY);
    }

    /** Returns operation and key, and whose they are, as in messages. */
    @Override
    public String toString() {
        return operation + " '" + key + "'" + (scope.isEmpty() ? "" : " of '" + scope + "'");
    }
}
