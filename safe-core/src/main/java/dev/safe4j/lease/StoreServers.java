package dev.safe4j.lease;

import org.jspecify.annotations.Nullable;

/** A store that needs more than one server to answer, and can count those that do. Thread-safe. */
public interface StoreServers {

    /**
     * How many answer.
     *
     * @param kind what they are: "servers" or "replicas"
     * @param answering how many answer now
     * @param needed how many have to, for a step to succeed
     */
    record Servers(String kind, int answering, int needed) {

        /**
         * Tells whether a step can succeed.
         *
         * @return true if as many answer as are needed
         */
        public boolean areEnough() {
            return answering >= needed;
        }
    }

    /**
     * Asks them, and changes nothing. Takes no longer than a step would.
     *
     * @return how many answer; null if the store needs no more than the one that its steps ask
     * @throws RuntimeException if the one that has to be asked first does not answer
     */
    @Nullable
    Servers servers();
}
