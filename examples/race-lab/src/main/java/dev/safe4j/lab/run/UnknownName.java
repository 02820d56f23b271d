package dev.safe4j.lab.run;

/** There is no hazard, or no run, of that name: 404 over HTTP. */
public final class UnknownName extends RuntimeException {

    private static final long serialVersionUID = 1;

    public UnknownName(String message) {
        super(message);
    }
}
