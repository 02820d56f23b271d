package dev.safe4j.lock;

import dev.safe4j.name.Names;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the key of a lock may look like. */
final class LockKeys {

    private static final int MOST = 1_000;

    private LockKeys() {}

    static String checked(@Nullable String key) {
        return Names.checked("the key of a lock", key, LockStore.LONGEST_KEY);
    }

    /** Each once, in the one order of all who lock several. */
    static List<String> ordered(Collection<String> keys) {
        if (keys.isEmpty() || keys.size() > MOST) {
            throw new IllegalArgumentException(
                    "1 to " + MOST + " locks can be taken together, and not " + keys.size() + ".");
        }
        keys.forEach(LockKeys::checked);
        return List.copyOf(new TreeSet<>(keys));
    }
}
