package dev.safe4j.job;

import java.util.Map;

/**
 * What goes along from where a job is enqueued to where it is run, such as the id of a trace. Thread-safe. A failure of either method is
 * logged, and the job goes on without.
 */
public interface JobContext {

    /** What is undone when the run has ended. */
    @FunctionalInterface
    interface Scope extends AutoCloseable {

        /**
         * Is told that the run failed, before it is closed.
         *
         * @param failure what its handler threw
         */
        default void failed(Throwable failure) {}

        /** Ends it, on the thread of the run. */
        @Override
        void close();
    }

    /**
     * Takes what is to go along, on the thread that enqueues.
     *
     * @return names and values, a few hundred characters as a rule
     */
    Map<String, String> capture();

    /**
     * Puts it in place, on the thread of the run.
     *
     * @param run the run
     * @param context what was captured
     * @return what undoes it
     */
    Scope open(JobRun run, Map<String, String> context);
}
