package dev.safe4j.spring.web;

import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.update.DuplicateRowException;
import dev.safe4j.update.RowMissingException;
import dev.safe4j.update.StaleVersionException;
import dev.safe4j.update.UpdateRefusedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;

/** Answers the faults of the update and the retry room by problem details. Names tables, never keys, conditions or SQL. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
public final class UpdateProblems {

    private static final Logger LOG = LoggerFactory.getLogger(UpdateProblems.class);

    /** Makes the advice. */
    public UpdateProblems() {}

    @ExceptionHandler
    ProblemDetail staleVersion(StaleVersionException stale, WebRequest request) {
        boolean conditional = request.getHeader("If-Match") != null;
        String table = stale.refusal().row().table();
        ProblemDetail problem = Problems.of(
                conditional ? HttpStatus.PRECONDITION_FAILED : HttpStatus.CONFLICT,
                ProblemTypes.STALE_VERSION,
                "Changed in between",
                "The " + table + " was changed by someone else since it was read: expected version " + stale.expected()
                        + ", found " + stale.present() + ". Read it again, and decide again.");
        problem.setProperty("table", table);
        problem.setProperty("expectedVersion", plain(stale.expected()));
        problem.setProperty("presentVersion", plain(stale.present()));
        return problem;
    }

    @ExceptionHandler
    ProblemDetail updateRefused(UpdateRefusedException refused) {
        String table = refused.refusal().row().table();
        ProblemDetail problem = Problems.of(
                HttpStatus.CONFLICT,
                ProblemTypes.UPDATE_REFUSED,
                "Not possible now",
                "The " + table + " is not in the state that this change needs. Nothing was written.");
        problem.setProperty("table", table);
        return problem;
    }

    @ExceptionHandler
    ProblemDetail rowMissing(RowMissingException missing) {
        String table = missing.row().table();
        ProblemDetail problem = Problems.of(
                HttpStatus.NOT_FOUND, ProblemTypes.ROW_MISSING, "Not found", "There is no such " + table + ".");
        problem.setProperty("table", table);
        return problem;
    }

    @ExceptionHandler(DuplicateRowException.class)
    ProblemDetail duplicateRow() {
        return Problems.duplicate();
    }

    @ExceptionHandler
    ProblemDetail outcomeUnknown(OutcomeUnknownException unknown) {
        LOG.error("Whether a request was carried out is unknown; it was answered by 500.", unknown);
        return Problems.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                ProblemTypes.OUTCOME_UNKNOWN,
                "Outcome unknown",
                "The database's answer was lost, so it is unknown whether this was done. Look before doing it again.");
    }

    private static @Nullable Object plain(@Nullable Object version) {
        return version == null || version instanceof Number ? version : version.toString();
    }
}
