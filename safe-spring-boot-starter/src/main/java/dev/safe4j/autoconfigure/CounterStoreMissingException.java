package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.CounterProperties.Store;

/** Says that the store that was asked for cannot be made: there is nothing that it could be kept in. */
final class CounterStoreMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Store store;

    CounterStoreMissingException(Store store) {
        super("safe4j.counter.store is " + store + ", and there is nothing to keep counters in.");
        this.store = store;
    }

    String needed() {
        return switch (store) {
            case JDBC -> "one DataSource bean, or a primary one, and spring-jdbc";
            case REDIS -> "a RedissonClient or a RedisConnectionFactory bean";
            case MEMORY -> "nothing; another CounterStore bean is in the way";
        };
    }
}
