package dev.safe4j.spring.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/**
 * Gives each POST and PATCH of a client a key of its own, and repeats it under that key where a repetition can help: after an
 * {@link IOException}, after 429, 502, 503 and 504, and after a 409 that says when to come again, as one does for a request that is being
 * carried out. Not after 500, which may be the stored answer. A key that the caller has set is kept. Immutable and thread-safe.
 *
 * <p>Has to be the last interceptor of its client: those after it would not see the repetitions with Spring 6.
 */
public final class IdempotencyKeyInterceptor implements ClientHttpRequestInterceptor {

    /** The header of the key, unless said otherwise. */
    public static final String DEFAULT_HEADER = "Idempotency-Key";

    /** The most requests, the first one included, unless said otherwise. */
    public static final int DEFAULT_ATTEMPTS = 4;

    /** The time in which the last request must have begun, unless said otherwise. */
    public static final Duration DEFAULT_WITHIN = Duration.ofSeconds(30);

    private static final Set<Integer> REPEATED = Set.of(429, 502, 503, 504);
    private static final int CONFLICT = 409;
    private static final long FIRST_PAUSE = Duration.ofMillis(100).toNanos();
    private static final long LONGEST_PAUSE = Duration.ofSeconds(5).toNanos();

    private final String header;
    private final int attempts;
    private final Duration within;

    /** Makes the interceptor with the defaults. */
    public IdempotencyKeyInterceptor() {
        this(DEFAULT_HEADER, DEFAULT_ATTEMPTS, DEFAULT_WITHIN);
    }

    private IdempotencyKeyInterceptor(String header, int attempts, Duration within) {
        this.header = header;
        this.attempts = attempts;
        this.within = within;
    }

    /**
     * Sets the header of the key.
     *
     * @param name of it
     * @return the interceptor with it
     */
    public IdempotencyKeyInterceptor header(String name) {
        return new IdempotencyKeyInterceptor(name, attempts, within);
    }

    /**
     * Sets how often a request is sent at most.
     *
     * @param most 1 to 100, the first one included
     * @return the interceptor with it
     * @throws IllegalArgumentException if it is out of that
     */
    public IdempotencyKeyInterceptor attempts(int most) {
        if (most < 1 || most > 100) {
            throw new IllegalArgumentException("a request is sent 1 to 100 times, and not " + most + ".");
        }
        return new IdempotencyKeyInterceptor(header, most, within);
    }

    /**
     * Sets the time in which the last request must have begun.
     *
     * @param time up to an hour
     * @return the interceptor with it
     * @throws IllegalArgumentException if it is negative or longer
     */
    public IdempotencyKeyInterceptor within(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("requests are repeated for up to an hour, and not for " + time + ".");
        }
        return new IdempotencyKeyInterceptor(header, attempts, time);
    }

    @Override
    public ClientHttpResponse intercept(HttpRequest request, byte[] body, ClientHttpRequestExecution execution)
            throws IOException {
        if (!HttpMethod.POST.equals(request.getMethod()) && !HttpMethod.PATCH.equals(request.getMethod())) {
            return execution.execute(request, body);
        }
        if (request.getHeaders().getFirst(header) == null) {
            request.getHeaders().set(header, '"' + UUID.randomUUID().toString() + '"');
        }
        long until = System.nanoTime() + within.toNanos();
        for (int attempt = 1; ; attempt++) {
            long pause = pauseAfter(attempt);
            try {
                ClientHttpResponse response = execution.execute(request, body);
                if (attempt == attempts || !isRepeated(response)) {
                    return response;
                }
                pause = Math.max(pause, asked(response));
                if (System.nanoTime() + pause - until > 0) {
                    return response;
                }
                response.close();
            } catch (IOException lost) {
                if (attempt == attempts
                        || Thread.currentThread().isInterrupted()
                        || System.nanoTime() + pause - until > 0) {
                    throw lost;
                }
            }
            pause(pause);
        }
    }

    private static boolean isRepeated(ClientHttpResponse response) throws IOException {
        int status = response.getStatusCode().value();
        return REPEATED.contains(status)
                || (status == CONFLICT && response.getHeaders().getFirst("Retry-After") != null);
    }

    /** Full jitter between half of the bound and the bound, which doubles. */
    private static long pauseAfter(int attempt) {
        long bound = Math.min(LONGEST_PAUSE, FIRST_PAUSE << Math.min(attempt - 1, 20));
        return bound / 2 + ThreadLocalRandom.current().nextLong(bound / 2 + 1);
    }

    /** What the server asks for, in nanoseconds; a date is not read, since it would be compared with this host's clock. */
    private static long asked(ClientHttpResponse response) {
        String text = response.getHeaders().getFirst("Retry-After");
        boolean isSeconds = text != null && text.matches("\\d{1,6}");
        return isSeconds ? Duration.ofSeconds(Long.parseLong(text)).toNanos() : 0;
    }

    private static void pause(long nanos) throws InterruptedIOException {
        long wake = System.nanoTime() + nanos;
        for (long left = nanos; left > 0; left = wake - System.nanoTime()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedIOException("interrupted while waiting to repeat a request under its key");
            }
            LockSupport.parkNanos(left);
        }
    }
}
