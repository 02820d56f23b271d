package dev.safe4j.spring.http;

import dev.safe4j.idempotency.OwnedClaim;
import dev.safe4j.lease.LeaseLostException;
import dev.safe4j.spring.web.RefusedRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A request that is this one's to carry out, from its claim to its answer. Thread-safe as far as asynchronous processing needs it. */
final class Exchange {

    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

    private final OwnedClaim claim;
    private final FilterSettings settings;
    private final HttpServletResponse outer;
    private final GuardedResponse response;
    private final Outcome outcome;
    private final AtomicBoolean hasEnded = new AtomicBoolean();
    private volatile @Nullable IOException brokenOff;

    Exchange(OwnedClaim claim, FilterSettings settings, HttpServletResponse outer) {
        this.claim = claim;
        this.settings = settings;
        this.outer = outer;
        this.response = new GuardedResponse(outer, settings.largestAnswer(), claim::ensureHeld);
        this.outcome = new Outcome(response, settings);
    }

    GuardedResponse response() {
        return response;
    }

    /** Records the answer, then sends it; what could not be recorded is not answered as if it was. */
    void finish() throws IOException {
        if (!hasEnded.compareAndSet(false, true)) {
            return;
        }
        if (outcome.isFailure() || outcome.isReleased()) {
            end(!outcome.isFailure());
            response.send();
            return;
        }
        try {
            claim.complete(outcome.toStore());
        } catch (LeaseLostException lost) {
            LOG.error("The claim on a request was lost while it was carried out; its answer is not sent.", lost);
            refuse(RefusedRequest.LOST);
            return;
        } catch (RuntimeException down) {
            giveUpAfter(down);
            LOG.error("{} was carried out, and its answer could not be recorded.", claim.id(), down);
            if (!settings.failsOpen()) {
                refuse(RefusedRequest.NOT_STORED);
                return;
            }
        } catch (Error failure) {
            giveUpAfter(failure);
            throw failure;
        }
        response.send();
    }

    /** Nobody is at it any more, so the claim is not to be renewed: it has not ended if there was no answer to be stored. */
    private void giveUpAfter(Throwable failure) {
        try {
            claim.close();
        } catch (RuntimeException second) {
            failure.addSuppressed(second);
        }
    }

    private void refuse(RefusedRequest refused) throws IOException {
        if (response.isGoingOut()) {
            IOException end = new IOException(
                    refused.title() + ": the connection is broken off, so that nobody takes the answer for"
                            + " one that can be had again.");
            brokenOff = end;
            throw end;
        }
        response.discard();
        ProblemWriter.write(outer, refused, refused.detail(), refused == RefusedRequest.NOT_STORED ? "1" : null);
    }

    /** The claim ends, and what the handler answered is not changed by how. */
    private void end(boolean nothingHappened) {
        try {
            if (nothingHappened) {
                claim.release();
            } else {
                claim.abandon();
            }
        } catch (RuntimeException failure) {
            LOG.warn("The claim on {} could not be ended; it ends by its lease.", claim.id(), failure);
        }
    }

    /**
     * As {@link #finish}, where nobody is left to be told of a lost connection.
     *
     * @return false if the connection is to be broken off, by {@link #requireWhole} on a thread of the container's
     */
    boolean finishQuietly() {
        try {
            finish();
        } catch (IOException gone) {
            LOG.debug("The answer to {} could not be sent.", claim.id(), gone);
        }
        return brokenOff == null;
    }

    /** @throws IOException if the connection is to be broken off */
    void requireWhole() throws IOException {
        IOException end = brokenOff;
        if (end != null) {
            throw end;
        }
    }

    /**
     * Ends a request that failed.
     *
     * @return true if it was answered: the claim was lost, so that what the handler answered could not go out
     */
    boolean failed(Throwable failure) throws IOException {
        giveUp();
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof LeaseLostException && !response.isGoingOut() && !outer.isCommitted()) {
                refuse(RefusedRequest.LOST);
                return true;
            }
        }
        return false;
    }

    /** Ends a request that has no answer: something may have happened. */
    void giveUp() {
        if (hasEnded.compareAndSet(false, true)) {
            end(false);
        }
    }
}
