package dev.safe4j.lease;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Has the making of a thread fail as it does when the system has no more of them, where the thread of the test makes it, or one that came
 * from it.
 */
public final class NoThreads implements AutoCloseable {

    private final AtomicInteger toCome = new AtomicInteger(Integer.MAX_VALUE);

    private final InheritableThreadLocal<String> mark = new InheritableThreadLocal<>() {
        @Override
        protected String childValue(String ofParent) {
            if (toCome.decrementAndGet() == 0) {
                throw new OutOfMemoryError("unable to create native thread");
            }
            return ofParent;
        }
    };

    /** From here on, on this thread. */
    public NoThreads() {
        mark.set("of the test");
    }

    /** After so many others one is not made; those after it are. */
    public void after(int others) {
        toCome.set(others + 1);
    }

    /** Whether one was not made. */
    public boolean wasOne() {
        return toCome.get() <= 0;
    }

    @Override
    public void close() {
        mark.remove();
    }
}
