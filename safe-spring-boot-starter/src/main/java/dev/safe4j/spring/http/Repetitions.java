package dev.safe4j.spring.http;

import dev.safe4j.idempotency.Claim;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.StoredAnswer;
import dev.safe4j.spring.web.IdempotencyProblems;
import dev.safe4j.spring.web.RefusedRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;

/** Answers requests that were found, and are not carried out. Immutable and thread-safe. */
final class Repetitions {

    private final String replayedHeader;

    Repetitions(FilterSettings settings) {
        this.replayedHeader = settings.replayedHeader();
    }

    void answer(Claim claim, HttpServletResponse response) throws IOException {
        if (claim instanceof Claim.Replay replay) {
            replay(replay.answer(), response);
        } else if (claim instanceof Claim.InProgress running) {
            inProgress(running.remaining(), response);
        } else {
            refuse(
                    claim instanceof Claim.Indeterminate ? RefusedRequest.INDETERMINATE : RefusedRequest.OTHER_REQUEST,
                    response);
        }
    }

    void answer(Execution<StoredAnswer> found, HttpServletResponse response) throws IOException {
        if (found instanceof Execution.Replayed<StoredAnswer> replayed) {
            replay(Objects.requireNonNull(replayed.value(), "a stored answer is replayed"), response);
        } else if (found instanceof Execution.InProgress<StoredAnswer> running) {
            inProgress(running.remaining(), response);
        } else {
            refuse(
                    found instanceof Execution.Indeterminate
                            ? RefusedRequest.INDETERMINATE
                            : RefusedRequest.OTHER_REQUEST,
                    response);
        }
    }

    private static void inProgress(Duration remaining, HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                response,
                RefusedRequest.IN_PROGRESS,
                RefusedRequest.IN_PROGRESS.detail(),
                IdempotencyProblems.retryAfter(remaining));
    }

    private static void refuse(RefusedRequest refused, HttpServletResponse response) throws IOException {
        ProblemWriter.write(response, refused, refused.detail(), null);
    }

    private void replay(StoredAnswer stored, HttpServletResponse response) throws IOException {
        if (stored.kind() == StoredAnswer.Kind.TOMBSTONE) {
            refuse(RefusedRequest.ANSWER_NOT_KEPT, response);
            return;
        }
        HttpAnswer answer = HttpAnswer.fromStored(stored);
        KeptHeaders.replay(answer.headers(), response);
        response.setHeader(replayedHeader, "true");
        if (answer.isErrorPage()) {
            String message = new String(answer.body(), StandardCharsets.UTF_8);
            response.sendError(answer.status(), message.isEmpty() ? null : message);
            return;
        }
        response.setStatus(answer.status());
        if (answer.body().length > 0) {
            response.setContentLength(answer.body().length);
            response.getOutputStream().write(answer.body());
        }
    }
}
