package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.LockProperties.Store;

/** Says that the store that was asked for cannot be made: there is nothing that it could be kept in. */
final class LockStoreMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Store store;

    LockStoreMissingException(Store store) {
        super("safe4j.lock.store is " + store + ", and there is nothing to keep locks in.");
        this.store = store;
    }

    String needed() {
        return switch (store) {
            case JDBC -> "one DataSource bean, or a primary one, and spring-jdbc";
            case REDIS ->
                "a RedissonClient or a RedisConnectionFactory bean, or a primary one, and for the latter Lettuce";
            case QUORUM -> "Redisson on the class path, and safe4j.lock.nodes";
            case MEMORY -> "nothing; another LockStore bean is in the way";
        };
    }
}
