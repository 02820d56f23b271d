package dev.safe4j.lab.run;

/** What was asked for cannot be had: 400 over HTTP. */
public final class BadWish extends RuntimeException {

    private static final long serialVersionUID = 1;

    BadWish(String message) {
        super(message);
    }
}
