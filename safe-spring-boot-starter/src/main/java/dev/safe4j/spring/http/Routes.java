package dev.safe4j.spring.http;

import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Knows which requests are guarded. Thread-safe. */
interface Routes {

    /**
     * Tells whether a request is guarded.
     *
     * @return the route; null if it is not guarded
     */
    @Nullable
    Route find(HttpServletRequest request);
}
