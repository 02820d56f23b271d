package dev.safe4j.shop.nodeadline;

import java.util.Map;

/** What the shopkeeper looks at in the morning: a line of each service. */
public interface Dashboard {

    /** The lines by the names of their services, in their order. */
    Map<String, String> lines();

    /** Knows something, and may take its time to say it. */
    @FunctionalInterface
    interface Service {
        String line();
    }
}
