package dev.safe4j.job;

/** A failure that cannot say what it is, as those are whose own fields are missing. */
final class MuteException extends RuntimeException {

    private static final long serialVersionUID = 1;

    @Override
    public String getMessage() {
        throw new MuteException();
    }
}
