package dev.safe4j.micrometer;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * What is kept under names that the program gives: as many as the code has, but for a mistake. Those above the bound share one.
 * Thread-safe.
 *
 * @param <T> what is kept
 */
final class FewNames<T> {

    /** The name of all that are too many. */
    static final String OTHERS = "others";

    /** A registry and whoever scrapes it bear some hundreds of values of a tag. */
    static final int MOST = 200;

    private final Map<String, T> known = new ConcurrentHashMap<>();
    private final Function<String, T> make;

    /** @param make makes what is kept under a name */
    FewNames(Function<String, T> make) {
        this.make = make;
    }

    T get(String name) {
        T found = known.get(name);
        if (found != null) {
            return found;
        }
        // Two at once may pass the bound together: by as many as there are threads, and no further.
        return known.computeIfAbsent(known.size() < MOST ? name : OTHERS, make);
    }
}
