package dev.safe4j.redis;

import org.jspecify.annotations.Nullable;

/** Looks for a type of exception among the causes of another: clients wrap the server's errors in their own. */
final class Causes {

    private Causes() {}

    /** The failure, or what it means for the caller if the server takes no writes. */
    static RuntimeException translated(
            RuntimeException failure, Class<? extends Throwable> readOnly, Class<? extends Throwable> loading) {
        if (has(failure, readOnly)) {
            return RedisNotWritableException.readOnly(failure);
        }
        return has(failure, loading) ? RedisNotWritableException.loading(failure) : failure;
    }

    static boolean has(Throwable failure, Class<? extends Throwable> wanted) {
        int depth = 0;
        for (@Nullable Throwable each = failure; each != null && depth < 10; each = each.getCause()) {
            if (wanted.isInstance(each)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
