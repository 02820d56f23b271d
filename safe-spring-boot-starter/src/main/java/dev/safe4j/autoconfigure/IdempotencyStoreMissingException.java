package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.IdempotencyProperties.Store;

/** Says that the store that was asked for cannot be made: there is nothing that it could be kept in. */
final class IdempotencyStoreMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Store store;

    IdempotencyStoreMissingException(Store store) {
        super("safe4j.idempotency.store is " + store + ", and there is nothing to keep requests and answers in.");
        this.store = store;
    }

    String needed() {
        return switch (store) {
            case JDBC -> "one DataSource bean, or a primary one, and spring-jdbc";
            case REDIS -> "a RedissonClient or a RedisConnectionFactory bean, or a primary one";
            case MEMORY -> "nothing; another IdempotencyStore bean is in the way";
        };
    }
}
