package dev.safe4j.spring.http;

import dev.safe4j.idempotency.ClaimedAttempt;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.retry.OutcomeUnknownException;
import dev.safe4j.spring.web.RefusedRequest;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.servlet.DispatcherServlet;

/**
 * A request whose claim, effect and answer commit together: no byte of the answer goes out before the commit is acknowledged. The
 * handler runs at most once, since a chain of filters cannot be gone through twice: after a conflict the client is to come again. For one
 * request, on one thread.
 */
final class TransactionalExchange {

    private static final Logger LOG = LoggerFactory.getLogger(TransactionalExchange.class);

    private final HttpServletResponse outer;
    private final GuardedResponse response;
    private final Outcome outcome;
    private boolean hasRun;
    private boolean isUndone;
    private @Nullable Throwable thrown;

    TransactionalExchange(FilterSettings settings, HttpServletResponse outer) {
        this.outer = outer;
        this.response = new GuardedResponse(outer, settings.largestAnswer(), () -> {
            throw new IllegalStateException(
                    "an answer in the same-transaction mode is held back until the commit, so it"
                            + " is no stream of events, and has at most " + settings.largestAnswer() + " bytes:"
                            + " raise safe4j.idempotency.largest-answer, or use the lease mode.");
        });
        this.outcome = new Outcome(response, settings);
    }

    /** Has the transaction rolled back; says nothing, since the handler has said it. */
    private static final class RolledBack extends RuntimeException {

        private static final long serialVersionUID = 1L;

        RolledBack(String why) {
            super(why);
        }
    }

    /**
     * Carries out the request and answers it, unless it was found.
     *
     * @return what it was found as, to be answered; null if it is answered
     */
    @Nullable
    Execution<StoredAnswer> carryOut(
            IdempotentOperation<StoredAnswer> operation, GuardedRequest request, FilterChain chain)
            throws IOException, ServletException {
        request.requireAnswerAtReturn();
        Execution<StoredAnswer> execution;
        try {
            execution = operation.tryRun(attempt -> run(attempt, request, chain));
        } catch (RuntimeException | Error failure) {
            notCommitted(failure);
            return null;
        }
        if (execution instanceof Execution.Ran) {
            response.send();
            return null;
        }
        forget();
        return execution;
    }

    private StoredAnswer run(ClaimedAttempt attempt, GuardedRequest request, FilterChain chain) {
        if (hasRun) {
            throw new RolledBack("the transaction was rolled back after the handler had run");
        }
        hasRun = true;
        request.setAttribute(ClaimedAttempt.class.getName(), attempt);
        try {
            chain.doFilter(request, response);
        } catch (Throwable failure) {
            thrown = failure;
            throw new RolledBack("the handler threw an exception");
        }
        isUndone = outcome.isFailure() || outcome.isReleased() || hasThrown(request);
        if (isUndone) {
            throw new RolledBack("the handler did not do it");
        }
        return outcome.toStore();
    }

    /** Whether the handler threw what an exception handler made an answer of: thrown, it is to roll back, whatever the status. */
    private static boolean hasThrown(GuardedRequest request) {
        return request.getAttribute(DispatcherServlet.EXCEPTION_ATTRIBUTE) != null
                || request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) != null;
    }

    private void notCommitted(Throwable failure) throws IOException, ServletException {
        if (!hasRun) {
            LOG.error("A request could not be claimed; it was refused by 503.", failure);
            refuse(RefusedRequest.UNAVAILABLE);
        } else if (thrown != null) {
            forget();
            rethrow(thrown);
        } else if (isUndone) {
            response.send();
        } else if (failure instanceof OutcomeUnknownException) {
            LOG.error("Whether a request was carried out is unknown; it was answered by 503.", failure);
            refuse(RefusedRequest.OUTCOME_UNKNOWN);
        } else if (failure instanceof RolledBack) {
            LOG.info("A request was rolled back by a conflict or a lost connection, and refused by 409.", failure);
            refuse(RefusedRequest.CONFLICT);
        } else if (failure instanceof CannotCreateTransactionException) {
            LOG.error("A request was rolled back with its connection, and refused by 503.", failure);
            refuse(RefusedRequest.UNAVAILABLE);
        } else if (outcome.isRefused()) {
            LOG.info("A request was refused by its handler, and rolled back: its answer is not kept.", failure);
            response.send();
        } else {
            forget();
            rethrow(failure);
        }
    }

    private void refuse(RefusedRequest refused) throws IOException {
        forget();
        ProblemWriter.write(outer, refused, refused.detail(), "1");
    }

    /** Nothing of what the handler answered goes out. */
    private void forget() {
        if (hasRun && !outer.isCommitted()) {
            response.discard();
        }
    }

    private static void rethrow(Throwable failure) throws IOException, ServletException {
        if (failure instanceof IOException io) {
            throw io;
        } else if (failure instanceof ServletException servlet) {
            throw servlet;
        } else if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
