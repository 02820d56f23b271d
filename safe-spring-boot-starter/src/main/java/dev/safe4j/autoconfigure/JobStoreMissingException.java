package dev.safe4j.autoconfigure;

import dev.safe4j.autoconfigure.JobProperties.Store;

/** Says that the store that was asked for cannot be made: there is nothing that it could be kept in. */
final class JobStoreMissingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Store store;

    JobStoreMissingException(Store store) {
        super("safe4j.job.store is " + store + ", and there is nothing to keep jobs in.");
        this.store = store;
    }

    String needed() {
        return switch (store) {
            case JDBC -> "one DataSource bean, or a primary one, and spring-jdbc";
            case MEMORY -> "nothing; another JobStore bean is in the way";
        };
    }
}
