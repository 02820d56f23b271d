package dev.safe4j.shop;

/** Somebody asked for what does not exist: 404 over HTTP. */
public final class NotThere extends RuntimeException {

    private static final long serialVersionUID = 1;

    public NotThere(String message) {
        super(message);
    }
}
