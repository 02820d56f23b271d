package dev.safe4j.background;

/** What is done in the background. */
@FunctionalInterface
public interface Task {

    /**
     * Does it; should end when interrupted.
     *
     * @throws Exception whatever it throws: it is logged, counted and told
     */
    void run() throws Exception;
}
