package dev.safe4j.library;

import org.springframework.transaction.annotation.Transactional;

/** A bean of a library, whose code the application cannot change. */
public class SomebodyElses {

    /** Bypasses the proxy. */
    public void call() {
        write();
    }

    /** Is bypassed. */
    @Transactional
    public void write() {}
}
