package dev.safe4j.spring.web;

import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.lock.LockTimeoutException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers the faults of the lock room by problem details. Never names a key or who holds it. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class LockProblems {

    private static final Logger LOG = LoggerFactory.getLogger(LockProblems.class);
    private static final long LONGEST = Duration.ofMinutes(1).toSeconds();

    /** Makes the advice. */
    public LockProblems() {}

    @ExceptionHandler
    ResponseEntity<ProblemDetail> lockTimeout(LockTimeoutException busy) {
        ProblemDetail problem = Problems.of(
                HttpStatus.LOCKED,
                ProblemTypes.LOCK_TIMEOUT,
                "Being worked on",
                "Someone else is working on this now. Nothing was done; try again.");
        long seconds = busy.remaining().plusMillis(999).toSeconds();
        return ResponseEntity.status(HttpStatus.LOCKED)
                .header("Retry-After", String.valueOf(Math.max(1, Math.min(LONGEST, seconds))))
                .body(problem);
    }

    @ExceptionHandler
    ProblemDetail leaseLost(LeaseLostException lost) {
        LOG.error("A lock was lost while a request was carried out; it was answered by 409.", lost);
        return Problems.of(
                HttpStatus.CONFLICT,
                ProblemTypes.LEASE_LOST,
                "No longer alone",
                "The lock on this was lost while it was being done. Look at it before doing it again.");
    }
}
