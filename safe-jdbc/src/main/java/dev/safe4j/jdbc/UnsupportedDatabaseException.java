package dev.safe4j.jdbc;

/** The database, or a setting of its driver, is one that this library cannot keep its promises on. Thrown at start. */
public final class UnsupportedDatabaseException extends RuntimeException {

    private static final long serialVersionUID = 1;

    UnsupportedDatabaseException(String product, String version) {
        this(product + " " + version + " is not supported: safe4j knows PostgreSQL, MariaDB, MySQL and H2.");
    }

    UnsupportedDatabaseException(String message) {
        super(message);
    }
}
