package dev.safe4j.spring.web;

import dev.safe4j.jdbc.rowlock.RowsLockedException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers the faults of the SQL rooms by problem details, and Spring's duplicate key with them. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class SqlProblems {

    /** Seconds: a row lock is held for the length of a transaction. */
    private static final String RETRY_AFTER = "1";

    /** Makes the advice. */
    public SqlProblems() {}

    @ExceptionHandler(RowsLockedException.class)
    ResponseEntity<ProblemDetail> rowsLocked() {
        ProblemDetail problem = Problems.of(
                HttpStatus.CONFLICT,
                ProblemTypes.LOCKED,
                "Being changed",
                "Someone else is changing this now. Nothing was written; try again.");
        return ResponseEntity.status(HttpStatus.CONFLICT)
                .header("Retry-After", RETRY_AFTER)
                .body(problem);
    }

    @ExceptionHandler(DuplicateKeyException.class)
    ProblemDetail duplicateKey() {
        return Problems.duplicate();
    }
}
