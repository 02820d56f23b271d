package dev.safe4j.spring.http;

import dev.safe4j.idempotency.StoredAnswer;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * What a handler made of a request, read from its answer.
 *
 * @param response the answer, held back
 * @param settings how much of it is kept
 */
record Outcome(GuardedResponse response, FilterSettings settings) {

    /** They say that nothing was done, or not yet, and that it may be asked for again. */
    private static final Set<Integer> RELEASED = Set.of(401, 403, 408, 423, 425, 429);

    /** Whether something may have happened that the answer does not tell. */
    boolean isFailure() {
        return response.getStatus() >= 500;
    }

    /** Whether nothing was done. */
    boolean isReleased() {
        int status = response.getStatus();
        return RELEASED.contains(status) || (isRefused() && response.containsHeader("Retry-After"));
    }

    /** Whether the answer claims no success. */
    boolean isRefused() {
        return response.getStatus() >= 400;
    }

    StoredAnswer toStore() {
        if (response.isGoingOut()) {
            return StoredAnswer.tombstone("it is larger than " + settings.largestAnswer() + " bytes, or a stream.");
        }
        byte[] body = response.isError() ? response.errorMessage().getBytes(StandardCharsets.UTF_8) : response.body();
        StoredAnswer answer = new HttpAnswer(
                        response.getStatus(), response.headers().kept(settings.allNotKept()), body, response.isError())
                .toStored();
        return answer.size() <= settings.largestAnswer()
                ? answer
                : StoredAnswer.tombstone("it has more than " + settings.largestAnswer() + " bytes.");
    }
}
