package dev.safe4j.shop;

/** The shop says no, and nothing has happened: 409 over HTTP. */
public class Refused extends RuntimeException {

    private static final long serialVersionUID = 1;

    protected Refused(String message) {
        super(message);
    }
}
