package dev.safe4j.jdbc;

/** A value does not fit the column it is meant for. Nothing was written with it. */
public final class ValueRejectedException extends IllegalArgumentException {

    private static final long serialVersionUID = 1;

    ValueRejectedException(String message) {
        super(message);
    }
}
