package dev.safe4j.jdbc;

/** A table, column or constraint that was named is not in the database, or its name is not a name. No SQL was run with it. */
public final class UnknownNameException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    UnknownNameException(String message) {
        super(message);
    }
}
