package dev.safe4j.spring.web;

import dev.safe4j.idempotency.RequestRefusedException;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers the refusals of the idempotency room by problem details. Never names a key or whose it is. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class IdempotencyProblems {

    private static final long LONGEST = 5;

    /** Makes the advice. */
    public IdempotencyProblems() {}

    /**
     * Returns when to ask again for a request that is being carried out: soon, since most are done long before their lease ends.
     *
     * @param lease what is left of the lease
     * @return seconds, 1 to 5
     */
    public static String retryAfter(Duration lease) {
        return String.valueOf(
                Math.max(1, Math.min(LONGEST, lease.plusMillis(999).toSeconds())));
    }

    @ExceptionHandler
    ResponseEntity<ProblemDetail> refused(RequestRefusedException refused) {
        RefusedRequest answer = RefusedRequest.of(refused.reason());
        ResponseEntity.BodyBuilder response = ResponseEntity.status(answer.status());
        if (refused.reason() == RequestRefusedException.Reason.IN_PROGRESS) {
            response.header("Retry-After", retryAfter(refused.retryAfter()));
        }
        return response.body(
                Problems.of(HttpStatus.valueOf(answer.status()), answer.type(), answer.title(), answer.detail()));
    }
}
