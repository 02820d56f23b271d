package dev.safe4j.fanout;

import java.util.Map;
import org.slf4j.MDC;

/** What is carried from the caller's thread to those that work for it: the id of a request in the log, say. Thread-safe. */
public interface ContextCarrier {

    /** What was taken along. */
    interface Captured {

        /**
         * Puts it on the calling thread.
         *
         * @return takes it away again, on the same thread
         */
        Scope open();
    }

    /** What is on a thread until it is closed. */
    interface Scope extends AutoCloseable {

        @Override
        void close();
    }

    /**
     * Takes along what is on the calling thread.
     *
     * @return what was taken
     */
    Captured capture();

    /**
     * Returns the carrier of the logging context (MDC), which is the default.
     *
     * @return the carrier
     */
    static ContextCarrier mdc() {
        return () -> {
            Map<String, String> carried = MDC.getCopyOfContextMap();
            return carried == null || carried.isEmpty() ? () -> () -> {} : () -> onThread(carried);
        };
    }

    private static Scope onThread(Map<String, String> carried) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        MDC.setContextMap(carried);
        return () -> {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        };
    }
}
