package dev.safe4j.spring.http;

/** Says why a header holds no key. */
final class MalformedKeyException extends Exception {

    private static final long serialVersionUID = 1L;

    MalformedKeyException(String why) {
        super(why);
    }
}
