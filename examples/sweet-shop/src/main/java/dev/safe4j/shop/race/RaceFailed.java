package dev.safe4j.shop.race;

/** The race could not be run; it says nothing about the forms. */
public final class RaceFailed extends RuntimeException {

    private static final long serialVersionUID = 1;

    RaceFailed(String message) {
        super(message);
    }

    RaceFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
