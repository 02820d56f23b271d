package dev.safe4j.shop.race;

import java.time.Duration;

/**
 * What a caller was answered.
 *
 * @param method of the request
 * @param status of the answer; {@link #NONE} if none came
 * @param body the answer's body, or why none came
 * @param etag the answer's ETag, empty if it has none
 * @param took how long it took
 */
public record Answer(String method, int status, String body, String etag, Duration took) {

    public static final int NONE = 0;

    /** Whether no answer came, or an error page: a client asks again. */
    public boolean hasFailed() {
        return status == NONE || status >= 500;
    }

    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }
}
