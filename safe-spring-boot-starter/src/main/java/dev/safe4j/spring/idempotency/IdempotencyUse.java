package dev.safe4j.spring.idempotency;

/** Something that knows whether the application has said that requests are to be done once, so that it needs the store of them. */
public interface IdempotencyUse {

    /**
     * Tells whether it has.
     *
     * @return true if there is a handler, a method or a path of that kind; what is done by code alone is not known
     */
    boolean isUsed();
}
