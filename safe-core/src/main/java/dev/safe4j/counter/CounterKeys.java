package dev.safe4j.counter;

import org.jspecify.annotations.Nullable;

/** What a key may look like. */
final class CounterKeys {

    private CounterKeys() {}

    static String checked(String what, @Nullable String key) {
        if (key == null || key.isBlank()) {
            throw new IllegalArgumentException(what + " must not be " + (key == null ? "null." : "blank."));
        }
        if (key.length() > CounterStore.LONGEST_KEY) {
            throw new IllegalArgumentException(what + " has at most " + CounterStore.LONGEST_KEY + " characters, and '"
                    + key.substring(0, 40) + "…' has " + key.length() + ".");
        }
        if (key.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException(
                    what + " must not hold control characters: '" + key.replaceAll("\\p{Cntrl}", "?") + "'.");
        }
        return key;
    }
}
