package dev.safe4j.spring.web;

import dev.safe4j.spring.quota.QuotaExceededException;
import java.util.List;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers the refusals of quotas by problem details. Never names a key. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class QuotaProblems {

    /** Makes the advice. */
    public QuotaProblems() {}

    @ExceptionHandler
    ResponseEntity<ProblemDetail> exceeded(QuotaExceededException exceeded) {
        ProblemDetail problem = Problems.of(
                HttpStatus.TOO_MANY_REQUESTS,
                ProblemTypes.QUOTA_EXCEEDED,
                "Too many requests",
                "This was asked for as often as it may be for now. Nothing was done; come again later.");
        problem.setProperty("violated-policies", List.of(exceeded.quota()));
        return ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
                .header("Retry-After", String.valueOf(RateLimitFields.seconds(exceeded.retryAfter())))
                .cacheControl(CacheControl.noStore()) // RFC 6585
                .body(problem);
    }
}
